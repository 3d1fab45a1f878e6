import { openExampleStudy } from '@throughline/contract/study'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions, roles } from '../../src/study/rules.ts'
import { openTestApp, type Person, type TestApp } from '../app.ts'

let product: TestApp
let mine: { lead: Person; study: string }
let theirs: { lead: Person; study: string }

beforeAll(async () => {
  product = await openTestApp()
  const found = async (name: string) => {
    const lead = await product.person(name)
    return { lead, study: (await lead.send(openExampleStudy, {})).answer().id }
  }
  mine = await found('Ada Okafor')
  theirs = await found('Bea Kim')
})
afterAll(() => product.close())

/** Tables that keep what belongs to a study: all that have a column study_id. */
async function studyTables(): Promise<{ name: string; guarded: boolean; readable: boolean }[]> {
  return product.query(`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity as guarded,
      has_schema_privilege('throughline_app', n.oid, 'usage') and has_table_privilege('throughline_app', c.oid, 'select') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'study_id' and not a.attisdropped
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'job_queue')
    order by 1`)
}

describe('row-level security', () => {
  test('guards every table that has a study, and the app’s role neither owns them nor walks past', async () => {
    const tables = await studyTables()
    expect(tables.length).toBeGreaterThan(15)
    expect(tables.filter(({ guarded, readable }) => readable && !guarded)).toEqual([])
    const [role] = await product.query(
      `select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'throughline_app'`,
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false })
    const owned = await product.query(
      `select relname from pg_class where relowner = 'throughline_app'::regrole`,
    )
    expect(owned).toEqual([])
  })

  test('shows a member no row of another study in any table, nor lets them change or remove one', async () => {
    for (const { name, readable } of await studyTables()) {
      if (!readable) continue
      const table = sql.table(name)
      const seen = await product.platform.database.inStudy(
        mine.lead.id,
        mine.study,
        null,
        async (transaction) => {
          const { rows } = await sql`select from ${table} where study_id = ${theirs.study}`.execute(
            transaction,
          )
          return rows.length
        },
      )
      expect(seen, name).toBe(0)
      const removed = await product.platform.database
        .inStudy(mine.lead.id, mine.study, null, async (transaction) => {
          const done = await sql`delete from ${table} where study_id = ${theirs.study}`.execute(
            transaction,
          )
          return Number(done.numAffectedRows ?? 0)
        })
        .catch(() => 0)
      expect(removed, name).toBe(0)
    }
    const counts = await product.query<{ codings: number }>(
      'select count(*)::int as codings from coding where study_id = $1',
      [theirs.study],
    )
    expect(counts[0]?.codings).toBeGreaterThan(100)
  })

  test('shows nothing at all to a session that no member entered', async () => {
    for (const { name, readable } of await studyTables()) {
      if (!readable) continue
      const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(
        product.platform.database.kysely,
      )
      expect(rows, name).toEqual([])
    }
  })

  test('lets nobody enter a study in which they are not, or no longer', async () => {
    const enter = (who: Person, study: string) =>
      product.platform.database.inStudy(who.id, study, null, async () => 'inside')
    await expect(enter(mine.lead, theirs.study)).rejects.toMatchObject({ status: 404 })
    const guest = await product.person('Cy Lund')
    await product.query(
      `insert into member (study_id, account_id, role, initials) values ($1, $2, 'researcher', 'CL')`,
      [mine.study, guest.id],
    )
    await expect(enter(guest, mine.study)).resolves.toBe('inside')
    await product.query('update member set left_at = now() where account_id = $1', [guest.id])
    await expect(enter(guest, mine.study)).rejects.toMatchObject({ status: 404 })
  })

  test('asks the permission table as rules.ts has it', async () => {
    const kept = await product.query<{ role: string; action: string }>(
      'select role, action from permission',
    )
    const written = Object.entries(permissions).flatMap(([action, allowed]) =>
      roles
        .filter((role) => allowed.some((one) => one === role))
        .map((role) => `${role}: ${action}`),
    )
    expect(kept.map(({ role, action }) => `${role}: ${action}`).toSorted()).toEqual(
      written.toSorted(),
    )
  })
})
