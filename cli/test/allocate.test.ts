import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allocateIn } from '../src/allocate.ts'
import { makeMachine } from './command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-allocate-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function given(content: unknown): Promise<string> {
  const path = join(folder, 'plan.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const plan = {
  interviewers: [
    { id: 'Ada', site: 'north', slots: [{ start: '2026-12-01T09:00Z', end: '2026-12-01T12:00Z' }] },
    { id: 'Ben', site: 'north', maxLoad: 1, mayLead: false },
    { id: 'Cleo', site: 'south' },
  ],
  sessions: [
    {
      id: 's1',
      site: 'south',
      slots: [
        { id: 'late', start: '2026-12-01T13:00Z', end: '2026-12-01T14:00Z' },
        { id: 'early', start: '2026-12-01T10:00Z', end: '2026-12-01T11:00Z' },
      ],
    },
    { id: 's2', site: 'south' },
  ],
  fixed: [{ session: 's1', support: 'Ben' }],
  seed: 3,
}

describe('throughline allocate', () => {
  test('prints who interviews whom, and why a session is held by nobody', async () => {
    const machine = await makeMachine()
    const { code, out, said } = await machine.run(['allocate', await given(plan)])
    expect({ code, said }).toEqual({ code: 0, said: '' })
    const found: unknown = JSON.parse(out)
    expect(found).toMatchObject({
      loads: { Ada: 1, Ben: 1, Cleo: 0 },
      leads: { Ada: 1, Ben: 0, Cleo: 0 },
      status: 'optimal',
      seed: 3,
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const said1 = JSON.stringify(found)
    // either session can be the one that is held, and each says what stands in the way of the other
    expect(said1).toMatch(/"uncovered":\[\{"session":"s[12]"/)
    expect(said1).toMatch(/reached their maximum load/)
    const refused = await machine.run([
      'allocate',
      await given({ interviewers: [], sessions: [{ id: 's' }] }),
    ])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.said).toContain('at sessions[0].site')
    await machine.remove()
  })

  test.each<[string, unknown, string]>([
    ['that is a table', 'a,b\n1,2\n', 'is no JSON'],
    [
      'with a time that is none',
      { ...plan, sessions: [{ id: 's', site: 'a', slots: [{ id: 't', start: 'noon', end: 2 }] }] },
      '“noon” is no time',
    ],
    [
      'in which somebody unknown is fixed',
      { ...plan, fixed: [{ session: 's1', lead: 'Zoe' }] },
      'Zoe is fixed for s1',
    ],
    [
      'with two people of one id',
      { ...plan, interviewers: [...plan.interviewers, { id: 'Ada', site: 'x' }] },
      'have the id Ada',
    ],
  ])('refuses a plan %s with a sentence', async (_, content, sentence) => {
    const path = join(folder, typeof content === 'string' ? 'plan.csv' : 'plan.json')
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    await expect(allocateIn(path)).rejects.toThrow(sentence)
  })

  test('takes numbers as times and ids, and null as nothing said', async () => {
    const { assignments } = await allocateIn(
      await given({
        interviewers: [
          { id: 1, site: 1, maxLoad: null },
          { id: 2, site: 1 },
        ],
        sessions: [{ id: 9, site: 2, slots: [{ id: 4, start: 0, end: 60, preference: 1 }] }],
      }),
    )
    expect(assignments).toMatchObject([{ session: '9', slot: '4' }])
  })
})
