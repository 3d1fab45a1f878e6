import { addCode, addCoding, removeCoding } from '@throughline/contract/coding'
import { getJob, undo } from '@throughline/contract/platform'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemOf } from '../../src/platform/http/problem-of.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import { statusesOf } from '../accounts/instance.ts'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { testCluster } from '../database.ts'

let house: TestApp
let lead: Person
let study: TestStudy
let code: string
let transcript: string
let origin: string

beforeAll(async () => {
  house = await openTestApp({ work: true })
  lead = await house.person('Ada Okafor')
  study = await house.study(lead)
  transcript = await study.transcript('I sat in the library and somebody asked me in.')
  code = randomUUID()
  ;(await lead.send(addCode, { id: code, name: 'Being noticed' }, { study: study.id })).answer()
  origin = await house.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => house.close())

describe('the same command arriving several times at once', () => {
  const several = <Sent>(send: () => Promise<Sent>) => Promise.all([1, 2, 3, 4, 5, 6].map(send))

  test('is done once and acknowledged each time: adding, removing, undoing', async () => {
    const id = randomUUID()
    const add = { study: study.id, key: randomUUID() }
    const body = { id, transcript, code, from: 2, to: 5 }
    expect(statusesOf(await several(() => lead.send(addCoding, body, add)))).toEqual(
      Array(6).fill(200),
    )
    const remove = { study: study.id, key: randomUUID() }
    expect(statusesOf(await several(() => lead.send(removeCoding, { id }, remove)))).toEqual(
      Array(6).fill(200),
    )
    const back = { study: study.id, key: randomUUID() }
    expect(statusesOf(await several(() => lead.send(undo, { command: remove.key }, back)))).toEqual(
      Array(6).fill(200),
    )
    expect(await house.query('select from coding where id = $1', [id])).toHaveLength(1)
  })
})

describe('a connection that breaks in the middle of a transaction', () => {
  test.each(['while nothing is asked', 'while something is asked'])(
    '%s, looks like a database that is away, and the next one serves',
    async (moment) => {
      const broken = house.platform.database.inStudy(
        lead.id,
        study.id,
        null,
        async (transaction) => {
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
            transaction,
          )
          const end = () =>
            withClient(testCluster().superuser, (client) =>
              client.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
            )
          if (moment === 'while nothing is asked') {
            await end()
            await sleep(100)
            await sql`select 1`.execute(transaction)
          } else await Promise.all([sql`select pg_sleep(10)`.execute(transaction), end()])
        },
      )
      const error: unknown = await broken.then(
        () => null,
        (reason: unknown) => reason,
      )
      expect(problemOf(error)).toMatchObject({ status: 503, code: 'database-away' })
      const body = { id: randomUUID(), transcript, code, from: 3, to: 4 + moment.length }
      expect((await lead.send(addCoding, body, { study: study.id })).status).toBe(200)
    },
  )
})

describe('live events', () => {
  beforeEach(async () => {
    study = await house.study(lead)
  })

  /** Puts events into the study past the app, not yet published. */
  const happen = (from: number, to: number) =>
    house.query(
      `insert into event (study_id, name, may, data)
       select $1, 'test.counted', '', jsonb_build_object('number', n) from generate_series($2::int, $3::int) n`,
      [study.id, from, to],
    )

  test('reach whoever was away for more than a thousand of them, in order and once, and so do those that happen meanwhile', async () => {
    await happen(1, 2500)
    await house.query('select publish_steps()')
    const cookie = [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const over = new AbortController()
    const reply = await fetch(`${origin}/api/studies/${study.id}/events`, {
      headers: { cookie, 'last-event-id': '0' },
      signal: over.signal,
    })
    await happen(2501, 2510)
    house.platform.events.committed()
    const numbers: number[] = []
    let text = ''
    const pieces: AsyncIterable<Uint8Array> = reply.body ?? new ReadableStream()
    for await (const piece of pieces) {
      text += Buffer.from(piece).toString()
      if (text.includes('"number":2510')) break
    }
    over.abort()
    for (const [, number] of text.matchAll(/"number":(\d+)/g)) numbers.push(Number(number))
    expect(numbers).toEqual(Array.from({ length: 2510 }, (_, index) => index + 1))
  })

  test('reach a page that begins to listen some seconds after it asked, and none that its answers hold already', async () => {
    await happen(1, 1)
    await house.query('select publish_steps()')
    await house.query(
      `update event set told_at = told_at - interval '1 minute' where study_id = $1`,
      [study.id],
    )
    await happen(2, 3)
    await house.query('select publish_steps()')
    expect(await numbersTold('?age=10', 3)).toEqual([2, 3])
    expect(await numbersTold('?age=90', 3)).toEqual([1, 2, 3])
  })

  test('are not lost to such a page when their step had been long under way', async () => {
    await happen(1, 1)
    await house.query(`update event set at = at - interval '5 minutes' where position is null`)
    await house.query('select publish_steps()')
    expect(await numbersTold('?age=10', 1)).toEqual([1])
  })

  test('are forgotten a week after they were told, and the positions go on', async () => {
    await happen(1, 3)
    await house.query('select publish_steps()')
    const before = await house.platform.events.lastPosition()
    await house.query(
      `update event set told_at = told_at - interval '8 days' where told_at is not null`,
    )
    await happen(4, 4)
    expect(await forget(2)).toBe(2)
    await forget(100_000)
    expect(await forget(100_000)).toBe(0)
    await house.query('select publish_steps()')
    expect(await house.platform.events.lastPosition()).toBe(before + 1)
    expect(await numbersTold('?age=10', 4)).toEqual([4])
  })

  async function forget(atMost: number): Promise<number | undefined> {
    const rows = await house.query<{ forgotten: number }>(
      `select forget_old_events(interval '7 days', $1) as forgotten`,
      [atMost],
    )
    return rows[0]?.forgotten
  }

  /** The numbers that a stream tells until `last`. */
  async function numbersTold(search: string, last: number): Promise<number[]> {
    const cookie = [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const over = new AbortController()
    const reply = await fetch(`${origin}/api/studies/${study.id}/events${search}`, {
      headers: { cookie },
      signal: over.signal,
    })
    let text = ''
    const pieces: AsyncIterable<Uint8Array> = reply.body ?? new ReadableStream()
    for await (const piece of pieces) {
      text += Buffer.from(piece).toString()
      if (text.includes(`"number":${last}}`)) break
    }
    over.abort()
    return [...text.matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number))
  }

  test('are published by whoever committed them, also when another publisher is at work at that moment', async () => {
    await withClient(house.database.ownerConfig, async (other) => {
      await other.query('begin')
      await other.query('select publish_steps()')
      await happen(3001, 3001)
      const publishing = house.query<{ published: number }>('select publish_steps() as published')
      await sleep(50)
      await other.query('commit')
      await publishing
      const left = `select from event where position is null and data->>'number' = '3001'`
      expect(await house.query(left)).toEqual([])
    })
  })
})

test('long work that meets a database that is away is begun again, and not called failed', async () => {
  let begun = 0
  house.platform.jobs.define({
    kind: 'meets a trouble that passes',
    input: z.object({}),
    may: '',
    async work() {
      begun += 1
      if (begun === 1) throw Object.assign(new Error('shutting down'), { code: '57P01' })
      return { begun }
    },
  })
  const job = await house.platform.database.inStudy(
    lead.id,
    study.id,
    null,
    (transaction, member) =>
      house.platform.jobs.add(
        {
          transaction,
          platform: house.platform,
          member,
          account: lead.id,
          study: study.id,
          key: randomUUID(),
        },
        'meets a trouble that passes',
        {},
        1,
      ),
  )
  const seen = async () => (await lead.get(getJob, { study: study.id, job })).answer()
  await expect.poll(async () => (await seen()).state, { timeout: 20_000 }).toBe('done')
  expect((await seen()).result).toEqual({ begun: 2 })
})
