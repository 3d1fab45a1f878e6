import { fc, test as property } from '@fast-check/vitest'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  allocateInterviewers,
  type Assignment,
  type InterviewPlan,
  type Session,
} from '../src/index.ts'

const paper = z
  .object({
    'interviewers-of-the-paper': z.object({
      interviewers: z.array(z.object({ id: z.string(), site: z.string() })),
      cases: z.array(
        z.object({ sessions: z.record(z.string(), z.number()), loads: z.array(z.number()) }),
      ),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/small.json', import.meta.url), 'utf8')))[
  'interviewers-of-the-paper'
]

const sessionsAt = (counts: Record<string, number>): Session[] =>
  Object.entries(counts).flatMap(([site, count]) =>
    Array.from({ length: count }, (_, number) => ({ id: `${site}${number}`, site })),
  )

describe('the interviews of the paper', () => {
  test.each(paper.cases)(
    '$sessions fall on six interviewers as evenly as they can',
    async ({ sessions, loads }) => {
      const { interviewers } = paper
      const found = await allocateInterviewers({ interviewers, sessions: sessionsAt(sessions) })
      expect([...found.loads.values()].toSorted((a, b) => a - b)).toEqual(loads)
      expect(found.status).toBe('optimal')
      expect(found.uncovered).toEqual([])
      requireRules({ interviewers, sessions: sessionsAt(sessions) }, found.assignments)
    },
  )

  test('are led three times each, and twice by one', async () => {
    const found = await allocateInterviewers({
      interviewers: paper.interviewers,
      sessions: sessionsAt({ a: 5, b: 4, c: 4, d: 4 }),
    })
    expect([...found.leads.values()].toSorted((a, b) => a - b)).toEqual([2, 3, 3, 3, 3, 3])
  })
})

/** What always holds, whatever is best. */
function requireRules(plan: InterviewPlan, assignments: readonly Assignment[]): void {
  const people = new Map(plan.interviewers.map((one) => [one.id, one]))
  const taken: { id: string; start: number; end: number }[] = []
  const loads = new Map<string, number>()
  expect(new Set(assignments.map(({ session }) => session)).size).toBe(assignments.length)
  for (const { session: id, lead, support, slot: chosen } of assignments) {
    const session = plan.sessions.find((one) => one.id === id)
    const slot = session?.slots?.find((one) => one.id === chosen)
    expect(lead).not.toBe(support)
    expect(people.get(lead)?.mayLead ?? true).toBe(true)
    expect(plan.apart?.some((pair) => pair.includes(lead) && pair.includes(support)) ?? false).toBe(
      false,
    )
    if (session?.slots) expect(slot).toBeDefined()
    for (const one of [lead, support]) {
      const person = people.get(one)
      expect(person?.site).not.toBe(session?.site)
      loads.set(one, (loads.get(one) ?? 0) + 1)
      expect(loads.get(one)).toBeLessThanOrEqual(person?.maxLoad ?? Infinity)
      if (!slot) continue
      // spans that touch are one; hours are whole here
      const isFree = (hour: number) =>
        person?.slots?.some(({ start, end }) => start <= hour && hour < end) ?? true
      for (let hour = slot.start; hour < slot.end; hour += 1) expect(isFree(hour)).toBe(true)
      expect(
        taken.some(
          ({ id: other, start, end }) => other === one && start < slot.end && slot.start < end,
        ),
      ).toBe(false)
      taken.push({ id: one, start: slot.start, end: slot.end })
    }
    const fixed = plan.fixed?.find((one) => one.session === id)
    if (fixed?.lead) expect(lead).toBe(fixed.lead)
    if (fixed?.support) expect(support).toBe(fixed.support)
    if (fixed?.slot) expect(chosen).toBe(fixed.slot)
  }
}

/** Every allocation that breaks no rule, by trying all. */
function everyWay(plan: InterviewPlan): Assignment[][] {
  const ways = (sessions: readonly Session[]): Assignment[][] => {
    const [first, ...rest] = sessions
    if (!first) return [[]]
    const slots = first.slots?.map(({ id }) => id) ?? [null]
    const ids = plan.interviewers.map(({ id }) => id)
    const own = slots.flatMap((slot) =>
      ids.flatMap((lead) => ids.map((support) => ({ session: first.id, lead, support, slot }))),
    )
    return ways(rest).flatMap((way) => [
      way,
      ...own.map((one) => [...way, one]).filter((one) => obeys(plan, one)),
    ])
  }
  return ways(plan.sessions)
}

function obeys(plan: InterviewPlan, way: Assignment[]): boolean {
  try {
    requireRules(plan, way)
    return true
  } catch {
    return false
  }
}

/** The objectives in their order, each the less the better. */
function merits(plan: InterviewPlan, way: readonly Assignment[]): number[] {
  const squares = (ids: readonly string[]) =>
    [...Map.groupBy(ids, (id) => id).values()].reduce((sum, { length }) => sum + length ** 2, 0)
  const dislike = way.reduce((sum, { session: id, slot }) => {
    const slots = plan.sessions.find((one) => one.id === id)?.slots ?? []
    const given = slots.flatMap(({ preference }) => preference ?? [])
    const own = slots.find((one) => one.id === slot)?.preference
    return given.length === 0 ? sum : sum + (own ?? Math.max(...given) + 1) - Math.min(...given)
  }, 0)
  return [
    -way.length,
    squares(way.flatMap(({ lead, support }) => [lead, support])),
    squares(way.map(({ lead }) => lead)),
    dislike,
  ]
}

const compare = (one: number[], other: number[]) => {
  const at = one.findIndex((value, index) => value !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

const hour = fc.integer({ min: 0, max: 3 })
const span = fc
  .tuple(hour, fc.integer({ min: 1, max: 2 }))
  .map(([start, length]) => ({ start, end: start + length }))
const site = fc.constantFrom('north', 'south')
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const plans = fc
  .record({
    interviewers: fc.array(
      fc.record({
        site,
        slots: optional(fc.array(span, { maxLength: 3 })),
        maxLoad: optional(fc.integer({ min: 0, max: 2 })),
        mayLead: optional(fc.boolean()),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    sessions: fc.array(
      fc.record({
        site,
        slots: optional(
          fc.array(fc.tuple(span, optional(fc.integer({ min: 1, max: 3 }))), { maxLength: 2 }),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    apart: fc.boolean(),
    fixes: fc.boolean(),
    seed: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ interviewers, sessions, apart, fixes, seed }): InterviewPlan => ({
    interviewers: interviewers.map((one, index) => ({ id: `i${index}`, ...one })),
    sessions: sessions.map(({ site: own, slots }, index) => ({
      id: `s${index}`,
      site: own,
      slots: slots?.map(([{ start, end }, preference], number) => ({
        id: `t${number}`,
        start,
        end,
        preference,
      })),
    })),
    apart: apart ? [['i0', 'i1']] : [],
    fixed: fixes ? [{ session: 's0', support: 'i1' }] : [],
    seed,
  }))

describe('any allocation', () => {
  property.prop([plans], { numRuns: 60 })(
    'breaks no rule, and no other is better by the objectives in their order',
    async (plan) => {
      const found = await allocateInterviewers(plan)
      requireRules(plan, found.assignments)
      const best = everyWay(plan)
        .map((way) => merits(plan, way))
        .toSorted(compare)[0]
      expect(merits(plan, found.assignments)).toEqual(best)
      expect(found.status).toBe('optimal')
      expect(found.uncovered.length).toBe(plan.sessions.length - found.assignments.length)
    },
  )

  property.prop([plans], { numRuns: 20 })(
    'is the same for every order of what is given',
    async (plan) => {
      const turned = {
        ...plan,
        interviewers: plan.interviewers.toReversed(),
        sessions: plan.sessions
          .map((one) => ({ ...one, slots: one.slots?.toReversed() }))
          .toReversed(),
      }
      expect(await allocateInterviewers(turned)).toEqual(await allocateInterviewers(plan))
    },
  )
})

test('a search that is stopped breaks no rule, and says that it was stopped', async () => {
  const hours = 60
  const plan: InterviewPlan = {
    interviewers: Array.from({ length: 20 }, (_, index) => ({
      id: `i${index}`,
      site: `${index % 5}`,
      slots: Array.from({ length: hours }, (_hour, start) => ({ start, end: start + 1 })).filter(
        ({ start }) => (start * 7 + index * 3) % 5 < 3,
      ),
    })),
    sessions: Array.from({ length: 60 }, (_, index) => ({
      id: `s${index}`,
      site: `${(index * 3) % 5}`,
      slots: [0, 1, 2].map((slot) => {
        const start = (index * 11 + slot * 17) % hours
        return { id: `${slot}`, start, end: start + 1, preference: slot + 1 }
      }),
    })),
  }
  let asked = 0
  const found = await allocateInterviewers(plan, { isStopped: () => (asked += 1) > 3 })
  expect(found.status).toBe('best so far')
  requireRules(plan, found.assignments)
})

describe('a session that nobody can hold', () => {
  const three = [
    { id: 'Ada', site: 'north' },
    { id: 'Ben', site: 'south' },
    { id: 'Cleo', site: 'south' },
  ]

  test('names the smallest set of rules that prevents it', async () => {
    const { uncovered } = await allocateInterviewers({
      interviewers: three,
      sessions: [{ id: 's', site: 'south' }],
    })
    expect(uncovered).toEqual([
      {
        session: 's',
        rules: [['site']],
        why: 'Interviewers from the participant’s own site may not hold it.',
      },
    ])
  })

  test('names every set where several would do', async () => {
    const { uncovered } = await allocateInterviewers({
      interviewers: [
        { id: 'Ada', site: 'north', maxLoad: 1 },
        { id: 'Ben', site: 'north', mayLead: false },
        { id: 'Cleo', site: 'south' },
      ],
      sessions: [
        { id: 's1', site: 'south', slots: [{ id: 'a', start: 0, end: 1 }] },
        { id: 's2', site: 'south', slots: [{ id: 'a', start: 1, end: 2 }] },
      ],
    })
    expect(uncovered).toHaveLength(1)
    // Cleo could take Ada’s place, if she might; or Ada a second session
    expect(uncovered[0]?.rules).toEqual([['site'], ['load']])
    expect(uncovered[0]?.why).toMatch(
      /^Interviewers from .*; those .* maximum load\. Any one of these/,
    )
  })

  test('names rules that only together prevent it', async () => {
    const { uncovered } = await allocateInterviewers({
      interviewers: [
        { id: 'Ada', site: 'north', slots: [] },
        { id: 'Ben', site: 'south', mayLead: false },
        { id: 'Dan', site: 'west', mayLead: false },
      ],
      sessions: [{ id: 's', site: 'south', slots: [{ id: 'a', start: 0, end: 1 }] }],
    })
    expect(uncovered[0]?.rules).toEqual([['free']])
    const alone = await allocateInterviewers({
      interviewers: [
        { id: 'Ben', site: 'south', slots: [] },
        { id: 'Dan', site: 'south' },
      ],
      sessions: [{ id: 's', site: 'south', slots: [{ id: 'a', start: 0, end: 1 }] }],
    })
    expect(alone.uncovered[0]?.rules).toEqual([['site', 'free']])
    expect(alone.uncovered[0]?.why).toBe(
      'Interviewers from the participant’s own site may not hold it, and too few interviewers are free in its slots.',
    )
  })

  test('says so when there are not two people', async () => {
    const { uncovered } = await allocateInterviewers({
      interviewers: [{ id: 'Ada', site: 'north' }],
      sessions: [{ id: 's', site: 'south' }],
    })
    expect(uncovered).toEqual([{ session: 's', rules: [], why: 'There are not two interviewers.' }])
  })
})

describe('a plan without sense', () => {
  const people = [{ id: 'Ada', site: 'a' }]
  test.each<[string, InterviewPlan, string]>([
    [
      'two people of one id',
      { interviewers: [...people, ...people], sessions: [] },
      'Two interviewers have the id Ada',
    ],
    [
      'somebody unknown who is fixed',
      {
        interviewers: people,
        sessions: [{ id: 's', site: 'b' }],
        fixed: [{ session: 's', lead: 'Zoe' }],
      },
      'Zoe is fixed for s, and is no interviewer',
    ],
    [
      'a fixed slot that there is not',
      {
        interviewers: people,
        sessions: [{ id: 's', site: 'b' }],
        fixed: [{ session: 's', slot: 'x' }],
      },
      'which it has not got',
    ],
    [
      'a time that ends before it begins',
      { interviewers: [{ id: 'Ada', site: 'a', slots: [{ start: 2, end: 1 }] }], sessions: [] },
      'ends before it begins',
    ],
    [
      'half a session as the most',
      { interviewers: [{ id: 'Ada', site: 'a', maxLoad: 0.5 }], sessions: [] },
      'A whole number',
    ],
  ])('%s is refused with a sentence', async (_, plan, sentence) => {
    await expect(allocateInterviewers(plan)).rejects.toThrow(sentence)
  })
})
