import { fc, test as property } from '@fast-check/vitest'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  allocatePairs,
  type PairPlan,
  type PersonToPair,
  type PossiblePair,
  possiblePairs,
} from '../src/index.ts'

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))
const instance = z.object({
  capacity: z.array(z.number()),
  edges: z.array(z.tuple([z.number(), z.number(), z.number()])),
  optimum: z.object({ matched: z.number(), compatibility: z.number() }),
})

function planOf({ capacity, edges }: z.output<typeof instance>): PairPlan {
  const mentees = new Set(edges.map(([mentee]) => mentee))
  return {
    mentees: [...mentees].map((id) => ({ id: `mentee ${id}` })),
    mentors: capacity.map((most, id) => ({ id: `mentor ${id}`, capacity: most })),
    pairs: edges.map(([mentee, mentor, compatibility]) => ({
      mentee: `mentee ${mentee}`,
      mentor: `mentor ${mentor}`,
      compatibility,
    })),
    objectives: ['matched', 'compatibility'],
  }
}

describe('published optima', () => {
  test.each(['pairs-100x40', 'pairs-500x200'])('are found for %s', async (name) => {
    const given = instance.parse(fixture(name))
    const { values, status } = await allocatePairs(planOf(given))
    expect(values).toMatchObject({
      matched: given.optimum.matched,
      compatibility: given.optimum.compatibility,
    })
    expect(status).toBe('optimal')
  })

  test('are found where stable matching leaves somebody out: everybody gets a project, at the least total rank', async () => {
    const { 'ranked-10x10': ranked } = z
      .object({
        'ranked-10x10': z.object({
          ranks: z.record(z.string(), z.record(z.string(), z.number())),
          optimum: z.object({ total: z.number(), unmatched: z.number() }),
        }),
      })
      .parse(fixture('small'))
    const projects = [...new Set(Object.values(ranked.ranks).flatMap(Object.keys))]
    const { pairs, unmatched } = await allocatePairs({
      mentees: Object.keys(ranked.ranks).map((id) => ({ id })),
      mentors: projects.map((id) => ({ id, capacity: 1 })),
      pairs: Object.entries(ranked.ranks).flatMap(([mentee, ranks]) =>
        Object.entries(ranks).map(([mentor, rank]) => ({ mentee, mentor, compatibility: -rank })),
      ),
      objectives: ['matched', 'compatibility'],
    })
    expect(unmatched).toHaveLength(ranked.optimum.unmatched)
    expect(pairs.reduce((sum, { compatibility }) => sum - compatibility, 0)).toBe(
      ranked.optimum.total,
    )
  })
})

const ids = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${what}${index}`)

/** Small plans with everything in them. */
const plans = fc
  .record({
    mentees: fc.integer({ min: 1, max: 4 }),
    mentors: fc.array(
      fc.record({
        capacity: fc.integer({ min: 0, max: 3 }),
        least: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fits: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 }),
    asGroup: fc.boolean(),
    seed: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ mentees, mentors, fits, asGroup, seed }): PairPlan => ({
    mentees: ids('a', mentees).map((id) => ({ id })),
    mentors: mentors.map(({ capacity, least }, index) => ({
      id: `b${index}`,
      capacity,
      least: Math.min(least, capacity),
    })),
    pairs: ids('a', mentees).flatMap((mentee, row) =>
      mentors.flatMap((_, column) => {
        const compatibility = fits[row * 3 + column] ?? 0
        return compatibility === 0 ? [] : [{ mentee, mentor: `b${column}`, compatibility }]
      }),
    ),
    together: asGroup && mentees > 1 ? [['a0', 'a1']] : [],
    seed,
  }))

function everyWay({ mentees, pairs }: PairPlan): PossiblePair[][] {
  return mentees.reduce<PossiblePair[][]>(
    (ways, { id }) =>
      ways.flatMap((way) => [
        way,
        ...pairs.filter(({ mentee }) => mentee === id).map((pair) => [...way, pair]),
      ]),
    [[]],
  )
}

function obeys({ mentors, together = [] }: PairPlan, way: readonly PossiblePair[]): boolean {
  const mentorOf = new Map(way.map(({ mentee, mentor }) => [mentee, mentor]))
  return (
    mentors.every(({ id, capacity, least = 0 }) => {
      const load = way.filter(({ mentor }) => mentor === id).length
      return load <= capacity && (load === 0 || load >= least)
    }) && together.every((group) => new Set(group.map((id) => mentorOf.get(id))).size === 1)
  )
}

function merits(way: readonly PossiblePair[]): number[] {
  const loads = [...Map.groupBy(way, ({ mentor }) => mentor).values()].map(({ length }) => length)
  return [
    -way.length,
    loads.reduce((sum, load) => sum + load ** 2, 0),
    -way.reduce((sum, { compatibility }) => sum + compatibility, 0),
  ]
}

function compare(one: number[], other: number[]): number {
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

test('a search that is stopped gives whole pairs that break no rule, and says that it was stopped', async () => {
  const plan = planOf(instance.parse(fixture('pairs-500x200')))
  const stopped = await allocatePairs(plan, { isStopped: () => true })
  expect(stopped.status).toBe('best so far')
  expect(obeys(plan, stopped.pairs)).toBe(true)
  const settled: string[] = []
  const afterOne = await allocatePairs(plan, {
    onSettled: (objective) => settled.push(objective),
    isStopped: () => settled.length > 0,
  })
  expect(settled).toEqual(['matched'])
  expect(afterOne).toMatchObject({ status: 'best so far', values: { matched: 485 } })
  expect(obeys(plan, afterOne.pairs)).toBe(true)
})

describe('any pairing', () => {
  property.prop([plans], { numRuns: 200 })(
    'breaks no rule, and no other is better by the objectives in their order',
    async (plan) => {
      const found = await allocatePairs(plan)
      expect(obeys(plan, found.pairs)).toBe(true)
      const best = everyWay(plan)
        .filter((way) => obeys(plan, way))
        .map(merits)
        .toSorted(compare)[0]
      expect(merits(found.pairs)).toEqual(best)
      expect(found.unmatched.length + found.pairs.length).toBe(plan.mentees.length)
    },
  )

  property.prop([plans], { numRuns: 50 })(
    'is the same for every order of what is given',
    async (plan) => {
      const turned = {
        ...plan,
        mentees: plan.mentees.toReversed(),
        mentors: plan.mentors.toReversed(),
        pairs: plan.pairs.toReversed(),
      }
      expect(await allocatePairs(turned)).toEqual(await allocatePairs(plan))
    },
  )

  property.prop([plans], { numRuns: 50 })(
    'loses nobody by one more mentor, and nobody by who is unmatched going away',
    async (plan) => {
      const single = {
        ...plan,
        together: [],
        mentors: plan.mentors.map((one) => ({ ...one, least: 0 })),
      }
      const { values, unmatched } = await allocatePairs(single)
      const more = await allocatePairs({
        ...single,
        mentors: [...single.mentors, { id: 'one more', capacity: 1 }],
        pairs: [
          ...single.pairs,
          ...single.mentees.map(({ id }) => ({ mentee: id, mentor: 'one more', compatibility: 1 })),
        ],
      })
      expect(more.values.matched).toBe(Math.min(values.matched + 1, plan.mentees.length))
      const gone = unmatched[0]?.mentee
      const fewer = await allocatePairs({
        ...single,
        mentees: single.mentees.filter(({ id }) => id !== gone),
        pairs: single.pairs.filter(({ mentee }) => mentee !== gone),
      })
      expect(fewer.values.matched).toBe(values.matched)
    },
  )

  test('does not mind ids that a solver would take for sums, numbers or words of its own', async () => {
    const mentees = ['a-b', '3e5a', 'free', 'End', '2 x', ''].map((id) => ({ id }))
    const { pairs } = await allocatePairs({
      mentees,
      mentors: [{ id: 'inf', capacity: 6 }],
      pairs: mentees.map(({ id }) => ({ mentee: id, mentor: 'inf', compatibility: 1 })),
    })
    expect(pairs).toHaveLength(6)
  })

  test('of hundreds is the same for every order, too', async () => {
    const plan = planOf(instance.parse(fixture('pairs-100x40')))
    const turned = { ...plan, pairs: plan.pairs.toReversed(), mentees: plan.mentees.toReversed() }
    expect(await allocatePairs(turned)).toEqual(await allocatePairs(plan))
  })
})

describe('what was settled', () => {
  const plan: PairPlan = {
    mentees: [{ id: 'a' }, { id: 'b' }],
    mentors: [
      { id: 'x', capacity: 1 },
      { id: 'y', capacity: 1 },
    ],
    pairs: [
      { mentee: 'a', mentor: 'x', compatibility: 9 },
      { mentee: 'a', mentor: 'y', compatibility: 1 },
      { mentee: 'b', mentor: 'x', compatibility: 1 },
    ],
  }

  test('stays, though others go unmatched for it', async () => {
    const free = await allocatePairs(plan)
    expect(free.values.matched).toBe(2)
    const { pairs, unmatched } = await allocatePairs({ ...plan, pinned: [['a', 'x']] })
    expect(pairs).toEqual([{ mentee: 'a', mentor: 'x', compatibility: 9 }])
    expect(unmatched).toEqual([{ mentee: 'b', why: 'Every mentor who fits is taken by others.' }])
  })

  test.each<[string, Partial<PairPlan>, string]>([
    ['with somebody who may not be', { pinned: [['b', 'y']] }, 'they may not be paired'],
    [
      'with more than there is room for',
      {
        pinned: [
          ['a', 'x'],
          ['b', 'x'],
        ],
      },
      '2 are pinned to x, who takes 1 at most',
    ],
    [
      'twice',
      {
        pinned: [
          ['a', 'x'],
          ['a', 'y'],
        ],
      },
      'a is pinned twice',
    ],
  ])('%s is refused with a sentence', async (_, change, sentence) => {
    await expect(allocatePairs({ ...plan, ...change })).rejects.toThrow(sentence)
  })
})

test('hard rules leave no pair, and wishes only weigh', () => {
  const mentors: PersonToPair[] = [
    { id: 'Ada', site: 'north', year: 5, attributes: { faith: ['Hindu'], from: ['farm'] } },
    { id: 'Ben', site: 'south', year: 3, attributes: { faith: ['Hindu', 'Sikh'] } },
    { id: 'Cleo', site: 'south', year: 5, attributes: { from: ['farm'] } },
  ]
  const mentee = {
    id: 'me',
    site: 'south',
    year: 3,
    attributes: { faith: ['Sikh'], from: ['farm'] },
  }
  const pair = (change: object, rules = {}) =>
    possiblePairs([{ ...mentee, ...change }], mentors, rules).map(({ mentor, compatibility }) => [
      mentor,
      compatibility,
    ])
  expect(pair({ wish: { from: 3, faith: 2 } })).toEqual([
    ['Ada', 3],
    ['Ben', 2],
    ['Cleo', 3],
  ])
  expect(pair({ must: ['faith'] })).toEqual([['Ben', 0]])
  expect(pair({}, { yearsApart: 1 })).toEqual([
    ['Ada', 0],
    ['Cleo', 0],
  ])
  expect(pair({}, { site: 'other' })).toEqual([['Ada', 0]])
  expect(pair({}, { site: 'same', apart: [['me', 'Ben']] })).toEqual([['Cleo', 0]])
})
