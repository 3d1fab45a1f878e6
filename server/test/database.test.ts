import { afterEach, expect, test } from 'vitest'
import { withClient } from '../src/platform/postgres/index.ts'
import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from './database.ts'

const made: TestDatabase[] = []
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop()
})

async function fresh(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  made.push(database)
  return database
}

test('a test database is migrated, and its owner and its app are two roles without privileges of the server', async () => {
  const { ownerConfig, appConfig } = await fresh()
  const whoAmI = `select current_user as name, rolsuper as super, rolbypassrls as bypass,
    (select count(*)::int from pg_tables where schemaname = 'public') as tables
    from pg_roles where rolname = current_user`
  const owner = await withClient(ownerConfig, (client) => client.query(whoAmI))
  const app = await withClient(appConfig, (client) => client.query(whoAmI))
  expect(owner.rows).toMatchObject([{ name: 'throughline_owner', super: false, bypass: false }])
  expect(app.rows).toMatchObject([{ name: 'throughline_app', super: false, bypass: false }])
  expect(owner.rows[0].tables).toBeGreaterThan(1)
})

test('what one test database holds, another does not', async () => {
  const [one, other] = await Promise.all([fresh(), fresh()])
  await withClient(one.ownerConfig, (client) => client.query('create table note (text text)'))
  const { rows } = await withClient(other.ownerConfig, (client) =>
    client.query(`select to_regclass('note') as note`),
  )
  expect(rows).toEqual([{ note: null }])
})

test('a database that is not called a test is neither made nor dropped', async () => {
  await expect(createTestDatabase('throughline')).rejects.toThrow('must contain "test"')
  await expect(createEmptyTestDatabase('postgres')).rejects.toThrow('must contain "test"')
})
