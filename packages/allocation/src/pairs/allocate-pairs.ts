import { askInTurn, type Objective, type Part, Programme } from '@throughline/solver'
import { AllocationError } from '../allocation-error.ts'
import { drawn, hashOf, requireDistinct } from '../same-for-all.ts'

/** Somebody who wants a mentor, or several who want the same one. */
export interface Mentor {
  readonly id: string
  /** The most mentees; never exceeded. */
  readonly capacity: number
  /** The fewest, where there are any: a group of fewer does not begin. */
  readonly least?: number | undefined
}

/** A mentee and a mentor who may be paired. */
export interface PossiblePair {
  readonly mentee: string
  readonly mentor: string
  /** How well they fit, the more the better. */
  readonly compatibility: number
}

export const pairObjectives = ['matched', 'squaredLoads', 'compatibility'] as const
export type PairObjective = (typeof pairObjectives)[number]

export interface PairPlan {
  readonly mentees: readonly { readonly id: string }[]
  readonly mentors: readonly Mentor[]
  /** Only these can be paired: whatever must hold between two people is decided before. */
  readonly pairs: readonly PossiblePair[]
  /** Pairs that are settled: mentee and mentor. */
  readonly pinned?: readonly (readonly [mentee: string, mentor: string])[] | undefined
  /** Mentees who want one mentor together, or none. */
  readonly together?: readonly (readonly string[])[] | undefined
  /** What counts, in its order: as `pairObjectives` if nothing is said. */
  readonly objectives?: readonly PairObjective[] | undefined
  readonly seed?: number | undefined
}

export interface PairAllocation {
  readonly pairs: readonly PossiblePair[]
  readonly loads: ReadonlyMap<string, number>
  readonly unmatched: readonly { readonly mentee: string; readonly why: string }[]
  readonly values: Readonly<Record<PairObjective, number>>
  readonly status: 'optimal' | 'best so far'
  readonly seed: number
  readonly inputHash: string
}

export interface PairEffort {
  /** Seconds for each of the objectives, after which the best so far has to do. */
  readonly within?: number | undefined
  /** Told of each objective that is settled, and its value. */
  readonly onSettled?: ((objective: PairObjective, value: number) => void) | undefined
  readonly isStopped?: (() => boolean) | undefined
}

/**
 * Mentees with mentors, by objectives in their order: the next decides among the bests for those before it, and is never
 * weighed against them, for weights let people go unmatched in silence. No stability is asked for: it leaves people
 * without anybody where a pair for all exists.
 *
 * @throws AllocationError naming the entry that makes no sense
 */
export async function allocatePairs(
  given: PairPlan,
  effort: PairEffort = {},
): Promise<PairAllocation> {
  requireSense(given)
  const seed = given.seed ?? 0
  const { programme, choices, objectives, isWhole } = programmeOf(given, seed)
  const mayStop = effort.within !== undefined || effort.isStopped !== undefined
  const outcome = await askInTurn(
    programme,
    { seed, isLarge: choices.length > 20_000 },
    ({ ask, hold }) => {
      let found: Found = { values: pinnedOnly(programme, choices), isBest: true }
      for (const name of given.objectives ?? pairObjectives) {
        const best = ask(objectives[name], effort)
        // between the corners of a network people are in parts, so that the last whole answer has to do
        if (!best?.isBest)
          return best && isWhole ? best : mayStop ? { ...found, isBest: false } : null
        found = best
        effort.onSettled?.(name, Math.round(best.value))
        hold(objectives[name], best.value)
      }
      return found
    },
  )
  if (!outcome)
    throw new AllocationError(
      'No pairing obeys what is pinned together with the fewest that mentors take. Take one of the pinned pairs back.',
    )
  const pairs = choices
    .filter(({ variable }) => (outcome.values[variable] ?? 0) > 0.5)
    .flatMap(({ pairs: own }) => own)
    .toSorted((one, other) => (one.mentee < other.mentee ? -1 : 1))
  const loads = new Map(
    given.mentors
      .map(({ id }) => id)
      .toSorted()
      .map((id) => [id, 0]),
  )
  for (const { mentor } of pairs) loads.set(mentor, (loads.get(mentor) ?? 0) + 1)
  return {
    pairs,
    loads,
    unmatched: unmatchedIn(given, pairs),
    values: {
      matched: pairs.length,
      squaredLoads: [...loads.values()].reduce((sum, load) => sum + load ** 2, 0),
      compatibility: pairs.reduce((sum, { compatibility }) => sum + compatibility, 0),
    },
    status: outcome.isBest ? 'optimal' : 'best so far',
    seed,
    inputHash: hashOf(given),
  }
}

interface Found {
  values: Float64Array
  isBest: boolean
}

function pinnedOnly({ variables }: Programme, choices: readonly Choice[]): Float64Array {
  const values = new Float64Array(variables.length)
  for (const { variable } of choices) values[variable] = variables[variable]?.least ?? 0
  return values
}

/** A mentor for one mentee, or for all who want one together. */
interface Choice {
  readonly variable: number
  readonly mentor: string
  readonly pairs: readonly PossiblePair[]
}

function programmeOf(
  { mentees, mentors, pairs, pinned = [], together = [] }: PairPlan,
  seed: number,
) {
  const programme = new Programme()
  // A network has whole corners. Groups and least numbers make it none.
  const isWhole = together.length > 0 || mentors.some(({ least = 0 }) => least > 1)
  const isPinned = new Set(pinned.map(([mentee, mentor]) => JSON.stringify([mentee, mentor])))
  const grouped = new Set(together.flat())
  const parties = drawn(
    [
      ...together.map((ids) => ids.toSorted()),
      ...mentees.filter(({ id }) => !grouped.has(id)).map(({ id }) => [id]),
    ].map((ids) => ({ id: JSON.stringify(ids), ids })),
    seed,
  )
  const known = new Map(pairs.map((pair) => [JSON.stringify([pair.mentee, pair.mentor]), pair]))
  const mentorsOf = Map.groupBy(pairs, ({ mentee }) => mentee)
  const order = new Map(drawn(mentors, seed).map(({ id }, index) => [id, index]))
  const choices = parties.flatMap(({ ids }) =>
    (mentorsOf.get(ids[0] ?? '') ?? [])
      .toSorted((one, other) => (order.get(one.mentor) ?? 0) - (order.get(other.mentor) ?? 0))
      .flatMap(({ mentor }): Choice[] => {
        const own = ids.flatMap((id) => known.get(JSON.stringify([id, mentor])) ?? [])
        if (own.length < ids.length) return []
        const least = Number(ids.some((id) => isPinned.has(JSON.stringify([id, mentor]))))
        return [{ variable: programme.variable({ least, whole: isWhole }), mentor, pairs: own }]
      }),
  )
  for (const own of Map.groupBy(choices, ({ pairs: [pair] }) => pair?.mentee).values())
    programme.line(
      own.map(({ variable }): Part => [variable, 1]),
      { most: 1 },
    )
  const byMentor = Map.groupBy(choices, ({ mentor }) => mentor)
  const loads = drawn(mentors, seed).map((mentor) => ({
    ...mentor,
    mentees: (byMentor.get(mentor.id) ?? []).map(({ variable, pairs: own }): Part => [
      variable,
      own.length,
    ]),
  }))
  for (const { mentees: own, capacity, least = 0 } of loads) {
    if (least <= 1) {
      programme.line(own, { most: capacity })
      continue
    }
    const begins = programme.variable()
    programme.line([...own, [begins, -capacity]], { most: 0 })
    programme.line([...own, [begins, -least]], { least: 0 })
  }
  const weighed = (weight: (choice: Choice) => number): Part[] =>
    choices.map((choice) => [choice.variable, weight(choice)])
  const objectives: Record<PairObjective, Objective> = {
    matched: { sense: 'most', parts: weighed(({ pairs: own }) => own.length) },
    squaredLoads: {
      sense: 'least',
      parts: loads.flatMap(({ mentees: own, capacity }) =>
        programme.squareOf(
          own,
          Math.min(
            capacity,
            own.reduce((sum, [, size]) => sum + size, 0),
          ),
        ),
      ),
    },
    compatibility: {
      sense: 'most',
      parts: weighed(({ pairs: own }) =>
        own.reduce((sum, { compatibility }) => sum + compatibility, 0),
      ),
    },
  }
  return { programme, choices, objectives, isWhole }
}

function unmatchedIn({ mentees, pairs, together = [] }: PairPlan, made: readonly PossiblePair[]) {
  const matched = new Set(made.map(({ mentee }) => mentee))
  const fits = new Set(pairs.map(({ mentee }) => mentee))
  const grouped = new Set(together.flat())
  return mentees
    .map(({ id }) => id)
    .filter((id) => !matched.has(id))
    .toSorted()
    .map((mentee) => {
      if (!fits.has(mentee)) return { mentee, why: 'No mentor fits.' }
      return {
        mentee,
        why: grouped.has(mentee)
          ? 'No mentor who fits all of the group has room for it.'
          : 'Every mentor who fits is taken by others.',
      }
    })
}

function requireSense({
  mentees,
  mentors,
  pairs,
  pinned = [],
  together = [],
  objectives = pairObjectives,
}: PairPlan): void {
  requireDistinct(mentees, 'mentees')
  requireDistinct(mentors, 'mentors')
  for (const { id, capacity, least = 0 } of mentors) {
    if (!(Number.isInteger(capacity) && capacity >= 0))
      throw new AllocationError(
        `The capacity of ${id} is ${capacity}. A whole number from 0 is needed.`,
        id,
      )
    if (!(Number.isInteger(least) && least >= 0 && least <= capacity))
      throw new AllocationError(
        `${id} takes at least ${least} and at most ${capacity}. That cannot be.`,
        id,
      )
  }
  const [someMentees, someMentors] = [
    new Set(mentees.map(({ id }) => id)),
    new Set(mentors.map(({ id }) => id)),
  ]
  const seen = new Set<string>()
  for (const { mentee, mentor, compatibility } of pairs) {
    if (!someMentees.has(mentee))
      throw new AllocationError(`${mentee} is in a pair, and is no mentee.`, mentee)
    if (!someMentors.has(mentor))
      throw new AllocationError(`${mentor} is in a pair, and is no mentor.`, mentor)
    const key = JSON.stringify([mentee, mentor])
    if (seen.has(key))
      throw new AllocationError(`The pair of ${mentee} and ${mentor} is given twice.`, mentee)
    if (!Number.isFinite(compatibility))
      throw new AllocationError(
        `The compatibility of ${mentee} and ${mentor} is no number.`,
        mentee,
      )
    seen.add(key)
  }
  for (const [mentee, mentor] of pinned)
    if (!seen.has(JSON.stringify([mentee, mentor])))
      throw new AllocationError(
        `${mentee} is pinned to ${mentor}, and they may not be paired.`,
        mentee,
      )
  requireRoomForPinned(mentors, pinned)
  const inGroup = new Set<string>()
  for (const id of together.flat()) {
    if (!someMentees.has(id))
      throw new AllocationError(`${id} wants a mentor together with others, and is no mentee.`, id)
    if (inGroup.has(id)) throw new AllocationError(`${id} is in two groups.`, id)
    inGroup.add(id)
  }
  if (new Set(objectives).size < objectives.length)
    throw new AllocationError('An objective is named twice. Once is enough.')
}

function requireRoomForPinned(
  mentors: readonly Mentor[],
  pinned: readonly (readonly [string, string])[],
): void {
  const once = new Set<string>()
  for (const [mentee] of pinned) {
    if (once.has(mentee)) throw new AllocationError(`${mentee} is pinned twice.`, mentee)
    once.add(mentee)
  }
  for (const { id, capacity } of mentors) {
    const own = pinned.filter(([, mentor]) => mentor === id).length
    if (own > capacity)
      throw new AllocationError(`${own} are pinned to ${id}, who takes ${capacity} at most.`, id)
  }
}
