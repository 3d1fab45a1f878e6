import type pg from 'pg'
import { fromKysely, PgBoss } from 'pg-boss'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { isPassing } from '../http/problem-of.ts'
import type { Events } from '../events/events.ts'
import type { Log } from '../platform.ts'
import type { StepContext } from '../commands/step.ts'

/** What a piece of long work is given. */
export interface JobRun<Input> {
  study: string
  job: string
  /** Who asked for it: the work is done as this member, with their rights. */
  account: string
  input: Input
  /**
   * Keeps the progress, which browsers see live.
   * @throws JobCancelled when somebody cancelled the work: let it pass.
   */
  progress(done: number, total: number, message?: string): Promise<void>
}

/**
 * A kind of long work. It may be begun again after a crash, so `work` must find what it did before and go on.
 */
export interface JobKind<Input> {
  kind: string
  input: z.ZodType<Input>
  /** The permission that a member needs to see its progress. */
  may: string
  work(run: JobRun<Input>): Promise<Record<string, unknown>>
}

export class JobCancelled extends Error {
  override name = 'JobCancelled'
}

export interface Jobs {
  define<Input>(kind: JobKind<Input>): void
  /** Adds work in the open transaction: it begins once that commits. Gives the job's id. */
  add<Input>(context: StepContext, kind: string, input: Input, total: number): Promise<string>
  start(): Promise<void>
  close(): Promise<void>
}

const queue = 'throughline-jobs'
/** Work that is broken off is given out again so often, after 1, 2, 4 … 30 s: about eight minutes in all. */
const again = { retryLimit: 20, retryDelay: 1, retryBackoff: true, retryDelayMax: 30 }
const ticket = z.object({ study: z.uuid(), job: z.uuid() })

/** pg-boss keeps the queue in a schema of its own in the same database; our table `job` keeps what people see. */
export function createJobs(
  database: Database,
  events: Events,
  owner: pg.ClientConfig,
  log: Log,
): Jobs {
  const kinds = new Map<string, JobKind<unknown>>()
  const boss = new PgBoss({
    host: owner.host,
    port: owner.port,
    user: owner.user,
    database: owner.database,
    ssl: owner.ssl,
    password: typeof owner.password === 'string' ? owner.password : undefined,
    connectionString: owner.connectionString,
    schema: 'job_queue',
    max: 3,
    useListenNotify: true,
    application_name: 'throughline jobs',
  })
  boss.on('error', (error) => log.error({ code: error.name }, 'the job queue has a problem'))

  /** @throws what broke it off, if it may come right at another attempt */
  async function run({ study, job }: z.infer<typeof ticket>, isLast: boolean): Promise<void> {
    const claimed = await claim(study, job)
    if (!claimed) return
    const { account, kind: name, input } = claimed
    const kind = kinds.get(name)
    const finish = async (
      state: string,
      result: Record<string, unknown> | null,
      message: string | null,
    ) => {
      await note(
        account,
        study,
        job,
        kind?.may ?? '',
        sql`
        update job set state = ${state}, result = ${JSON.stringify(result)}::jsonb, message = ${message}
        where study_id = ${study} and id = ${job} and state = 'running'`,
      )
    }
    if (!kind)
      return finish('failed', null, 'This version of Throughline does not know this kind of work.')
    try {
      const result = await kind.work({
        study,
        job,
        account,
        input: kind.input.parse(input),
        progress: async (done, total, message) => {
          const rows = await note(
            account,
            study,
            job,
            kind.may,
            sql`
            update job set done = ${done}, total = ${total}, message = ${message ?? null}
            where study_id = ${study} and id = ${job} and state = 'running' returning id`,
          )
          if (rows === 0) throw new JobCancelled()
        },
      })
      await finish('done', result, null)
    } catch (error) {
      if (error instanceof JobCancelled) return
      if (isPassing(error) && !isLast) throw error
      log.error(
        { study, job, kind: name, code: error instanceof Error ? error.name : 'unknown' },
        'long work failed',
      )
      await finish(
        'failed',
        null,
        'This work stopped because of a fault in Throughline. Start it again; the log tells more.',
      )
    }
  }

  async function claim(study: string, job: string) {
    const { rows } = await sql<{ account: string; kind: string; input: unknown }>`
      select * from claim_job(${study}, ${job})`.execute(database.kysely)
    return rows[0] ?? null
  }

  async function note(
    account: string,
    study: string,
    job: string,
    may: string,
    change: ReturnType<typeof sql>,
  ): Promise<number> {
    const changed = await database.inStudy(account, study, null, async (transaction) => {
      const { numAffectedRows } = await change.execute(transaction)
      await sql`insert into event (study_id, name, may, account_id, data)
        values (${study}, 'job.progress', ${may}, ${account}, ${JSON.stringify({ job })}::jsonb)`.execute(
        transaction,
      )
      return Number(numAffectedRows ?? 0)
    })
    events.committed()
    return changed
  }

  return {
    define(kind) {
      kinds.set(kind.kind, {
        ...kind,
        work: (run) => kind.work({ ...run, input: kind.input.parse(run.input) }),
      })
    },
    async add(context, kind, input, total) {
      const job = uuidv7()
      await sql`insert into job (study_id, id, kind, state, total, input, started_by)
        values (${context.study}, ${job}, ${kind}, 'waiting', ${total}, ${JSON.stringify(input)}::jsonb, ${context.account})`.execute(
        context.transaction,
      )
      await boss.send(
        queue,
        { study: context.study, job },
        { id: job, db: fromKysely(context.transaction) },
      )
      return job
    },
    async start() {
      await boss.start()
      // A worker that was killed no longer sends its heartbeat: its job is given to the next one.
      const settings = { heartbeatSeconds: 10, ...again, expireInSeconds: 6 * 3600, notify: true }
      await boss.createQueue(queue, settings)
      await boss.updateQueue(queue, settings)
      // The app's role adds work inside its own transactions; the queue itself is tended by the owner.
      await boss.getDb().executeSql(`
        grant usage on schema job_queue to throughline_app;
        grant select, insert, update, delete on all tables in schema job_queue to throughline_app;
        grant execute on all functions in schema job_queue to throughline_app;`)
      // What the queue has given up while nobody could say so.
      await boss.getDb().executeSql(`
        update job set state = 'failed', message = 'This work broke off again and again. Start it anew.'
        where state in ('waiting', 'running') and not exists (select from job_queue.job queued
          where queued.id = job.id and queued.state in ('created', 'retry', 'active'))`)
      await boss.work(
        queue,
        // Nobody is notified of work that is to be taken up again.
        {
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 2,
          batchSize: 1,
          includeMetadata: true,
        },
        async (batch) => {
          for (const work of batch)
            await run(ticket.parse(work.data), work.retryCount >= work.retryLimit)
        },
      )
    },
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
