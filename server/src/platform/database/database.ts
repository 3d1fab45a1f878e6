import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import { preparedPool } from './prepared-pool.ts'

// bigint counts and positions stay far below 2^53: read them as numbers, not as strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Who acts. */
export interface Account {
  id: string
  name: string
  email: string
  /** Looks after this installation: makes reset links, sees the outbox. No right in any study follows from it. */
  owner: boolean
}

/** Who acts in which study, as what, from which site. */
export interface Member {
  account: string
  study: string
  role: string
  site: string | null
  actions: ReadonlySet<string>
}

/** A step that was acknowledged before under the same key. */
export interface EarlierStep {
  account: string
  fingerprint: string
  answer: unknown
}

/** No table is known here: a room names its own with `transaction.withTables<…>()`. */
export type NoTables = unknown
export type AnyTransaction = Transaction<NoTables>

export interface Database {
  /**
   * Runs `work` in one transaction as this member of this study; row-level security shows only what they may see.
   *
   * @throws Problem 404 when the account is no member of the study, whether or not it exists.
   */
  inStudy<Result>(
    account: string,
    study: string,
    key: string | null,
    work: (
      transaction: AnyTransaction,
      member: Member,
      earlier: EarlierStep | null,
    ) => Promise<Result>,
  ): Promise<Result>
  /** Runs `work` in one transaction above any study; `account` is null when nobody is signed in. */
  aboveStudies<Result>(
    account: string | null,
    key: string | null,
    work: (transaction: AnyTransaction, earlier: EarlierStep | null) => Promise<Result>,
  ): Promise<Result>
  /**
   * Goes on inside a study that this transaction has just founded, as its member.
   * @throws Problem 404
   */
  enter(transaction: AnyTransaction, account: string, study: string): Promise<Member>
  kysely: Kysely<NoTables>
  pool: pg.Pool
  close(): Promise<void>
}

const earlierStep = z.object({ account: z.string(), fingerprint: z.string(), answer: z.unknown() })
const begun = z.object({
  role: z.string().nullable(),
  site_id: z.string().nullable(),
  may: z.string().nullable(),
  before: earlierStep.nullable(),
})

/**
 * A connection that breaks is replaced at the next use, and what it was doing fails with its own error. Without a
 * listener it would end the process: the pool listens to idle connections only, not to one inside a transaction.
 */
export function outliveBrokenConnections(pool: pg.Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}

/** Opens a pool under the app's role. `pool.size` connections at most; each statement is ended after a minute. */
export function openDatabase(app: pg.ClientConfig, size = 10): Database {
  const pool = new pg.Pool({ ...app, max: size, statement_timeout: 60_000, allowExitOnIdle: true })
  outliveBrokenConnections(pool)
  const kysely = new Kysely<NoTables>({
    dialect: new PostgresDialect({ pool: preparedPool(pool) }),
  })

  async function begin(
    transaction: AnyTransaction,
    account: string | null,
    study: string | null,
    key: string | null,
  ) {
    const { rows } = await sql<{
      role: string | null
      site_id: string | null
      may: string | null
      before: unknown
    }>`/* prepared */ select * from begin_step(${account}, ${study}, ${key})`.execute(transaction)
    return begun.parse(rows[0])
  }

  async function enter(
    transaction: AnyTransaction,
    account: string,
    study: string,
    key: string | null,
  ): Promise<{ member: Member; before: EarlierStep | null }> {
    const { role, site_id, may, before } = await begin(transaction, account, study, key)
    if (role === null) throw Problem.notFound('This study does not exist, or you are not in it.')
    const actions = new Set((may ?? '').split(',').filter(Boolean))
    return { member: { account, study, role, site: site_id, actions }, before }
  }

  return {
    kysely,
    pool,
    enter: async (transaction, account, study) =>
      (await enter(transaction, account, study, null)).member,
    inStudy: (account, study, key, work) =>
      kysely.transaction().execute(async (transaction) => {
        const { member, before } = await enter(transaction, account, study, key)
        return work(transaction, member, before)
      }),
    aboveStudies: (account, key, work) =>
      kysely.transaction().execute(async (transaction) => {
        const { before } = await begin(transaction, account, null, key)
        return work(transaction, before)
      }),
    close: () => kysely.destroy(),
  }
}
