import * as contract from '@throughline/contract/platform'
import type { Job } from '@throughline/contract/platform'
import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'
import { useCase } from '../commands/step.ts'
import { answer, type BoundEndpoint, perform } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'

/** Cancelling stops at the next place where nothing is half done; what was done stays. */
const cancelJob = useCase({
  command: contract.cancelJob,
  may: null,
  async run({ transaction, study, account }, { id }) {
    const { numAffectedRows } = await sql`update job set state = 'cancelled', message = null
      where study_id = ${study} and id = ${id} and started_by = ${account} and state in ('waiting', 'running')`.execute(
      transaction,
    )
    if (numAffectedRows === 0n)
      throw Problem.conflict('not-running', 'This is over already, or somebody else started it.')
    return {
      answer: { id },
      subject: { kind: 'job', id },
      events: [{ name: 'job.progress', may: '', data: { job: id } }],
    }
  },
})

export const jobEndpoints: readonly BoundEndpoint[] = [
  answer(contract.listJobs, null, async ({ transaction, study }) => ({
    jobs: await readJobs(transaction, study, null),
  })),
  answer(contract.getJob, null, async ({ transaction, study }, { params }) => {
    const [job] = await readJobs(transaction, study, params.job)
    if (!job) throw Problem.notFound('There is no such work in this study.')
    return job
  }),
  perform(cancelJob),
]

async function readJobs(
  transaction: AnyTransaction,
  study: string,
  id: string | null,
): Promise<Job[]> {
  const { rows } = await sql<Omit<Job, 'at'> & { at: Date }>`
    select id, kind, state, done, total, message, result, started_by as "startedBy", at from job
    where study_id = ${study} and (${id}::uuid is null or id = ${id}) order by at desc limit 50`.execute(
    transaction,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
