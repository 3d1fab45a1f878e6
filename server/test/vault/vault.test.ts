import { fc } from '@fast-check/vitest'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../../src/platform/postgres/index.ts'
import { SealBroken, sealedKinds, type SealedKind } from '../../src/platform/vault/index.ts'
import { type Instance, makeInstance, makeStudy } from './study.ts'

let instance: Instance
let one: Awaited<ReturnType<typeof makeStudy>>
let other: Awaited<ReturnType<typeof makeStudy>>
beforeAll(async () => {
  instance = await makeInstance()
  one = await makeStudy(instance)
  other = await makeStudy(instance)
})
afterAll(() => instance.close())

const kind = fc.constantFrom(...sealedKinds)
const sealOne = (subject: string, kind: SealedKind, bytes: Uint8Array, context: string) =>
  one.inside((t) => instance.vault.seal(t, one.study, subject, kind, bytes, context))
const openOne = (subject: string, kind: SealedKind, sealed: Uint8Array, context: string) =>
  one.inside((t) => instance.vault.open(t, one.study, subject, kind, sealed, context))

describe('sealing', () => {
  test('any bytes come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.uuid(),
        kind,
        fc.string(),
        async (bytes, subject, kind, context) => {
          const sealed = await sealOne(subject, kind, bytes, context)
          expect(Buffer.compare(await openOne(subject, kind, sealed, context), bytes)).toBe(0)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('any flipped bit is refused, and so is any cut end', async () => {
    const subject = randomUUID()
    const sealed = await sealOne(subject, 'identity', Buffer.from('Ada'), 'name')
    await one.inside(async (t) => {
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const changed = Uint8Array.from(sealed)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(
          instance.vault.open(t, one.study, subject, 'identity', changed, 'name'),
        ).rejects.toThrow(SealBroken)
      }
      for (let length = 0; length < sealed.length; length += 1)
        await expect(
          instance.vault.open(
            t,
            one.study,
            subject,
            'identity',
            sealed.subarray(0, length),
            'name',
          ),
        ).rejects.toThrow(SealBroken)
    })
  })

  test('another subject, kind or context opens nothing, even where their keys exist', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ subject: fc.uuid(), kind, context: fc.string() }),
        fc.record({ subject: fc.uuid(), kind, context: fc.string() }),
        fc.constantFrom('subject', 'kind', 'context'),
        async (right, wrong, part) => {
          fc.pre(right[part] !== wrong[part])
          const place = { ...right, [part]: wrong[part] }
          const sealed = await sealOne(right.subject, right.kind, Buffer.from('x'), right.context)
          await sealOne(place.subject, place.kind, Buffer.from('x'), place.context)
          await expect(openOne(place.subject, place.kind, sealed, place.context)).rejects.toThrow(
            SealBroken,
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  test('another study opens nothing, for the same subject', async () => {
    const subject = randomUUID()
    const sealed = await sealOne(subject, 'contact', Buffer.from('a@example.org'), '')
    await other.inside(async (t) => {
      await instance.vault.seal(t, other.study, subject, 'contact', Buffer.from('x'), '')
      for (const study of [one.study, other.study])
        await expect(instance.vault.open(t, study, subject, 'contact', sealed, '')).rejects.toThrow(
          SealBroken,
        )
    })
  })

  test('nobody seals for a study that they are not in at this moment', async () => {
    await expect(
      other.inside((t) =>
        instance.vault.seal(t, one.study, randomUUID(), 'contact', Buffer.from('x'), ''),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('two sealings of the same bytes differ', async () => {
    const subject = randomUUID()
    const first = await sealOne(subject, 'identity', Buffer.from('Ada'), 'name')
    const second = await sealOne(subject, 'identity', Buffer.from('Ada'), 'name')
    expect(Buffer.compare(first, second)).not.toBe(0)
  })

  test('twenty people sealing for a new subject at once all agree on its key', async () => {
    const subject = randomUUID()
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sealOne(subject, 'recording', Buffer.of(index), 'piece'),
      ),
    )
    for (const [index, sealed] of all.entries())
      expect((await openOne(subject, 'recording', sealed, 'piece'))[0]).toBe(index)
  })

  test('what is sealed for the instance opens for the same context only', () => {
    const sealed = instance.vault.sealForInstance(Buffer.from('secret'), 'mail')
    expect(Buffer.from(instance.vault.openForInstance(sealed, 'mail')).toString()).toBe('secret')
    expect(() => instance.vault.openForInstance(sealed, 'other')).toThrow(SealBroken)
    expect(() => instance.vault.openForInstance(sealed)).toThrow(SealBroken)
  })
})

describe('keyed hashes', () => {
  test('equal bytes have equal hashes within a study and different ones in another', async () => {
    const bytes = Buffer.from('the same file')
    const hash = (study: typeof one) =>
      study.inside((t) => instance.vault.keyedHash(t, study.study, bytes))
    expect(await hash(one)).toBe(await hash(one))
    expect(await hash(one)).not.toBe(await hash(other))
    expect(await hash(one)).toMatch(/^[\w-]{43}$/)
  })
})

describe('erasing', () => {
  test('makes one kind unreadable for good, leaves the others, and stands in the ledger', async () => {
    const subject = randomUUID()
    const name = await sealOne(subject, 'identity', Buffer.from('Ada'), 'name')
    const voucher = await sealOne(subject, 'voucher', Buffer.from('£20'), 'owed')
    await one.inside((t) => instance.vault.erase(t, one.study, subject, ['identity', 'contact']))
    await expect(openOne(subject, 'identity', name, 'name')).rejects.toMatchObject({
      status: 410,
      code: 'erased',
    })
    await expect(sealOne(subject, 'identity', Buffer.from('Ada'), 'name')).rejects.toMatchObject({
      code: 'erased',
    })
    await expect(
      sealOne(subject, 'contact', Buffer.from('never there before'), ''),
    ).rejects.toMatchObject({ code: 'erased' })
    expect(Buffer.from(await openOne(subject, 'voucher', voucher, 'owed')).toString()).toBe('£20')
    const { rows } = await withClient(instance.ownerConfig, (client) =>
      client.query('select kind, account_id from vault.erasure where subject = $1 order by id', [
        subject,
      ]),
    )
    expect(rows).toEqual([
      { kind: 'identity', account_id: one.account },
      { kind: 'contact', account_id: one.account },
    ])
  })

  test('twice enters it once', async () => {
    const subject = randomUUID()
    await sealOne(subject, 'recording', Buffer.from('x'), '')
    for (const _ of [1, 2])
      await one.inside((t) => instance.vault.erase(t, one.study, subject, ['recording']))
    const { rows } = await withClient(instance.ownerConfig, (client) =>
      client.query('select kind from vault.erasure where subject = $1', [subject]),
    )
    expect(rows).toHaveLength(1)
  })

  test('lets the rooms remove what they keep in the same transaction, and is undone with it', async () => {
    const subject = randomUUID()
    const sealed = await sealOne(subject, 'identity', Buffer.from('Ada'), 'name')
    const told: unknown[] = []
    instance.vault.onErase(async (_transaction, erased) => {
      if (erased.subject !== subject) return
      told.push(erased)
      throw new Error('a room failed')
    })
    await expect(
      one.inside((t) => instance.vault.erase(t, one.study, subject, ['identity'])),
    ).rejects.toThrow('a room failed')
    expect(told).toEqual([{ study: one.study, subject, kinds: ['identity'] }])
    expect(Buffer.from(await openOne(subject, 'identity', sealed, 'name')).toString()).toBe('Ada')
  })

  test('removing a study destroys all its keys', async () => {
    const removed = await makeStudy(instance)
    const subject = randomUUID()
    await removed.inside((t) =>
      instance.vault.seal(t, removed.study, subject, 'identity', Buffer.from('Ada'), ''),
    )
    await removed.inside((t) =>
      sql`delete from study_key where study_id = ${removed.study}`.execute(t),
    )
    const { rows } = await withClient(instance.ownerConfig, (client) =>
      client.query(
        `select (select count(*)::int from vault.study_key where study_id = $1 and wrapped is not null)
           + (select count(*)::int from vault.subject_key where study_id = $1 and wrapped is not null) as keys,
           (select count(*)::int from vault.erasure where study_id = $1 and subject is null) as ledger`,
        [removed.study],
      ),
    )
    expect(rows).toEqual([{ keys: 0, ledger: 1 }])
  })
})

describe('the database guards the keys', () => {
  const asMember = (statement: string, study = one) =>
    study.inside((t) => sql.raw(statement).execute(t))

  test('another study sees neither keys nor erasures', async () => {
    const subject = randomUUID()
    await sealOne(subject, 'identity', Buffer.from('x'), '')
    await one.inside((t) => instance.vault.erase(t, one.study, subject, ['identity']))
    for (const table of ['study_key', 'subject_key', 'erasure']) {
      const { rows } = await asMember(
        `select * from vault.${table} where study_id = '${one.study}'`,
        other,
      )
      expect(rows, table).toEqual([])
    }
  })

  test('outside any study nothing is seen at all', async () => {
    for (const table of ['study_key', 'subject_key', 'erasure']) {
      const { rows } = await instance.database.pool.query(`select * from vault.${table}`)
      expect(rows, table).toEqual([])
    }
  })

  test.each([
    ['a key is not deleted', 'delete from vault.subject_key'],
    ['a key is not replaced', `update vault.subject_key set wrapped = 'x'`],
    ['a destroyed key does not come back', `update vault.subject_key set destroyed_at = null`],
    ['the ledger is not deleted from', 'delete from vault.erasure'],
    ['the ledger is not changed', `update vault.erasure set kind = 'voucher'`],
    ['the instance is not renamed', `update vault.instance set fingerprint = 'x'`],
  ])('%s by the app', async (_name, statement) => {
    const subject = randomUUID()
    await sealOne(subject, 'identity', Buffer.from('x'), '')
    await sealOne(subject, 'contact', Buffer.from('x'), '')
    await one.inside((t) => instance.vault.erase(t, one.study, subject, ['contact']))
    await expect(asMember(statement)).rejects.toThrow(/denied|never changes|append-only/)
  })

  test('not even the owner changes the ledger or a key', async () => {
    const subject = randomUUID()
    await sealOne(subject, 'identity', Buffer.from('x'), '')
    await one.inside((t) => instance.vault.erase(t, one.study, subject, ['contact']))
    await withClient(instance.ownerConfig, async (client) => {
      for (const statement of ['delete from vault.erasure', 'truncate vault.erasure'])
        await expect(client.query(statement)).rejects.toThrow('append-only')
      await expect(
        client.query(`update vault.subject_key set wrapped = 'x' where subject = '${subject}'`),
      ).rejects.toThrow('never changes')
    })
  })

  test('the erasure is not entered under another name', async () => {
    await expect(
      asMember(
        `insert into vault.erasure (study_id, subject, kind, account_id)
         values ('${one.study}', gen_random_uuid(), 'identity', 'somebody else')`,
      ),
    ).rejects.toThrow('row-level security')
  })
})
