import { createHash } from 'node:crypto'
import pg from 'pg'

/** One step forward of the schema. It is never changed after it was released: a further step follows it. */
export interface Migration {
  /** `<room> <number> <what>`, for example `coding 1 codes and codings`. */
  name: string
  sql: string
}

/** Which steps a database has taken. */
export const migrationTable = `
  create table if not exists migration (
    name text primary key,
    digest text not null,
    applied_at timestamptz not null default now()
  )`

/** By which a changed step is noticed: the SHA-256 of its SQL, in hexadecimal digits. */
export function digestOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}

/**
 * Brings the schema up to date as its owner: each step in a transaction of its own, in the order given, once.
 * Two processes may call it at the same time: one waits for the other.
 *
 * @throws when a released step was changed, or when the database knows a step that this program does not
 * (a newer Throughline has been here).
 */
export async function migrate(
  owner: pg.ClientConfig,
  migrations: readonly Migration[],
): Promise<string[]> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('throughline migrations'))`)
    await client.query(migrationTable)
    const { rows } = await client.query<{ name: string; digest: string }>(
      'select name, digest from migration',
    )
    const applied = new Map(rows.map((row) => [row.name, row.digest]))
    refuseUnknownSteps(applied, migrations)
    const taken: string[] = []
    for (const migration of migrations) {
      const digest = digestOf(migration)
      const before = applied.get(migration.name)
      if (before === digest) continue
      if (before !== undefined)
        throw new Error(
          `The released migration "${migration.name}" was changed. Add a new one instead.`,
        )
      await client.query('begin')
      await client.query(migration.sql)
      await client.query('insert into migration (name, digest) values ($1, $2)', [
        migration.name,
        digest,
      ])
      await client.query('commit')
      taken.push(migration.name)
    }
    return taken
  } finally {
    await client.end()
  }
}

function refuseUnknownSteps(applied: ReadonlyMap<string, string>, known: readonly Migration[]) {
  const names = new Set(known.map((migration) => migration.name))
  const unknown = [...applied.keys()].filter((name) => !names.has(name))
  if (unknown.length > 0)
    throw new Error(
      `This database was last opened by a newer Throughline (it knows "${unknown[0]}"). ` +
        'Update Throughline, or restore a backup made by this version.',
    )
}
