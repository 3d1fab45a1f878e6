import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../src/platform/audit/index.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import { createTestDatabase, testCluster, type TestDatabase } from '../database.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.ownerConfig)
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.drop()
})

/** Four blocks of three, one, five and two entries; quotes, newlines and an empty detail among them. */
async function fill(): Promise<void> {
  for (const count of [3, 1, 5, 2]) {
    await client.query(
      `insert into audit_entry (study_id, account_id, action, subject_kind, subject_id, detail)
       select gen_random_uuid(), 'ada', 'rename-code', 'code', n::text,
         jsonb_build_object('from', E'a "quoted"\\nüname', 'n', n)
       from generate_series(1, $1) n`,
      [count],
    )
    await client.query('select publish_steps()')
  }
}

/** What somebody with all power over the server could do. */
async function attack(...statements: string[]): Promise<void> {
  const superuser = { ...testCluster().superuser, database: database.name }
  await withClient(superuser, async (attacker) => {
    await attacker.query('set session_replication_role = replica')
    for (const statement of statements) await attacker.query(statement)
  })
}

test('an untouched trail is counted and its head named', async () => {
  await fill()
  const verdict = await verifyAudit(client)
  expect(verdict).toMatchObject({ ok: true, entries: 11, blocks: 4, warnings: [] })
  const { rows } = await client.query(
    `select number::int, encode(hash, 'hex') as hash from audit_block order by number desc limit 1`,
  )
  expect(verdict).toMatchObject({ head: rows[0] })
})

test('a trail without entries is in order', async () => {
  expect(await verifyAudit(client)).toEqual({
    ok: true,
    entries: 0,
    blocks: 0,
    head: null,
    warnings: [],
  })
})

test('a trail of many blocks is read in pieces', async () => {
  for (let block = 0; block < 3; block += 1) {
    await client.query(
      `insert into audit_entry (action, subject_kind) select 'x', 'y' from generate_series(1, 1500)`,
    )
    await client.query('select publish_steps()')
  }
  expect(await verifyAudit(client)).toMatchObject({ ok: true, entries: 4500, blocks: 3 })
})

describe('somebody who switched the triggers off is found out when they', () => {
  test.each([
    ['change what an entry says', 3, [`update audit_entry set detail = '{}' where id = 6`]],
    ['change who did it', 1, [`update audit_entry set account_id = 'eve' where id = 2`]],
    ['change when', 3, [`update audit_entry set at = at - interval '1 microsecond' where id = 7`]],
    ['take an entry away', 3, ['delete from audit_entry where id = 5']],
    [
      'take a whole block away',
      2,
      ['delete from audit_entry where block = 2', 'delete from audit_block where number = 2'],
    ],
    [
      'take the first block away',
      1,
      ['delete from audit_entry where block = 1', 'delete from audit_block where number = 1'],
    ],
    [
      'take a block away and close the gap',
      2,
      [
        'delete from audit_entry where block = 2',
        'delete from audit_block where number = 2',
        'update audit_entry set block = block - 1 where block > 2',
        'update audit_block set number = 2 where number = 3',
        'update audit_block set number = 3 where number = 4',
      ],
    ],
    ['take only the last seal away', 4, ['delete from audit_block where number = 4']],
    [
      'exchange two entries',
      3,
      [
        'alter table audit_entry alter column id drop identity',
        'update audit_entry set id = -1 where id = 5',
        'update audit_entry set id = 5 where id = 6',
        'update audit_entry set id = 6 where id = -1',
      ],
    ],
    ['move an entry to another block', 1, ['update audit_entry set block = 2 where id = 3']],
    [
      'add an entry to a sealed block',
      2,
      [`insert into audit_entry (action, subject_kind, block) values ('x', 'y', 2)`],
    ],
    [
      'change an entry and seal its block anew',
      4,
      [
        `update audit_entry set detail = '{}' where id = 6`,
        `update audit_block set hash = sha256(previous || convert_to(
         (select string_agg(audit_line(entry), E'\\n' order by id) from audit_entry entry where block = 3), 'UTF8'))
       where number = 3`,
      ],
    ],
  ])('%s', async (_name, block, statements) => {
    await fill()
    await attack(...statements)
    const verdict = await verifyAudit(client)
    expect(verdict).toMatchObject({ ok: false, block })
    expect(!verdict.ok && verdict.sentence).toMatch(/audit trail/)
  })
})

describe('a head that was noted down', () => {
  async function head() {
    const verdict = await verifyAudit(client)
    if (!verdict.ok || !verdict.head) throw new Error('no head')
    return verdict.head
  }

  test('is still found after more was written', async () => {
    await fill()
    const noted = await head()
    await fill()
    expect(await verifyAudit(client, noted)).toMatchObject({ ok: true, blocks: 8 })
  })

  test('tells when the end was cut off, which the chain alone cannot', async () => {
    await fill()
    const noted = await head()
    await attack(
      'delete from audit_entry where block = 4',
      'delete from audit_block where number = 4',
    )
    expect(await verifyAudit(client)).toMatchObject({ ok: true })
    expect(await verifyAudit(client, noted)).toMatchObject({ ok: false, block: 4 })
  })

  test('tells when everything was sealed anew', async () => {
    await client.query(`insert into audit_entry (action, subject_kind) values ('x', 'y')`)
    await client.query('select publish_steps()')
    const noted = await head()
    await attack(
      `update audit_entry set account_id = 'eve', block = null`,
      'delete from audit_block',
      'select publish_steps()',
    )
    expect(await verifyAudit(client)).toMatchObject({ ok: true, head: { number: 1 } })
    expect(await verifyAudit(client, noted)).toMatchObject({
      ok: false,
      block: 1,
      sentence: expect.stringContaining('rewritten'),
    })
  })
})

describe('warnings', () => {
  test('entries that wait for their seal longer than a minute', async () => {
    await fill()
    await client.query(
      `insert into audit_entry (action, subject_kind, at) values ('x', 'y', now() - interval '2 minutes')`,
    )
    await client.query(`insert into audit_entry (action, subject_kind) values ('x', 'y')`)
    const verdict = await verifyAudit(client)
    expect(verdict).toMatchObject({ ok: true, entries: 11 })
    expect(verdict.ok && verdict.warnings).toEqual([expect.stringMatching(/^1 entries are older/)])
  })

  test('the guard was switched off', async () => {
    await fill()
    await attack('alter table audit_entry disable trigger audit_entry_append_only')
    const verdict = await verifyAudit(client)
    expect(verdict.ok && verdict.warnings).toEqual([expect.stringContaining('switched off')])
  })
})

test('entries written while it is verified do not disturb it', async () => {
  await fill()
  const writing = withClient(database.ownerConfig, async (writer) => {
    for (let turn = 0; turn < 20; turn += 1) {
      await writer.query(`insert into audit_entry (action, subject_kind) values ('x', 'y')`)
      await writer.query('select publish_steps()')
    }
  })
  for (let turn = 0; turn < 5; turn += 1)
    expect(await verifyAudit(client)).toMatchObject({ ok: true })
  await writing
})
