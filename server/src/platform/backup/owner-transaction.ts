import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { AnyTransaction, NoTables } from '../database/database.ts'

/** One transaction as the owner of the tables, whom row-level security does not bind, on a connection of its own. */
export async function asOwner<Result>(
  owner: pg.ClientConfig,
  kind: 'snapshot' | 'change',
  work: (transaction: AnyTransaction) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ ...owner, max: 1 })
  pool.on('error', () => {})
  const kysely = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const transaction = kysely.transaction()
    return await (
      kind === 'snapshot'
        ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only')
        : transaction
    ).execute(work)
  } finally {
    await kysely.destroy()
  }
}
