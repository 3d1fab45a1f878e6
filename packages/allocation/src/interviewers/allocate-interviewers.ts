import { askInTurn, type Effort, type Objective, valueOf } from '@throughline/solver'
import { drawn, hashOf } from '../same-for-all.ts'
import {
  dislikeOf,
  type InterviewProgramme,
  type Place,
  programmeOf,
} from './interview-programme.ts'
import { type Pair, leadsOf, leastSquares } from './leads.ts'
import { type InterviewPlan, requireSense } from './sessions.ts'
import { type Uncovered, whyUncovered } from './why-uncovered.ts'

export interface Assignment {
  readonly session: string
  readonly lead: string
  readonly support: string
  /** Null where time does not matter. */
  readonly slot: string | null
}

export interface InterviewAllocation {
  readonly assignments: readonly Assignment[]
  /** Sessions of each interviewer, in either part, and as lead. */
  readonly loads: ReadonlyMap<string, number>
  readonly leads: ReadonlyMap<string, number>
  readonly uncovered: readonly Uncovered[]
  /** `optimal`: nothing is better by these objectives in their order. Else the solver was stopped before it knew. */
  readonly status: 'optimal' | 'best so far'
  /** By objective: sessions covered, the sums of squared loads and of squared leads, and steps away from preferred slots. */
  readonly values: { covered: number; squaredLoads: number; squaredLeads: number; dislike: number }
  readonly seed: number
  readonly inputHash: string
}

export interface InterviewEffort {
  /** Seconds for each of the objectives, after which the best so far has to do. */
  readonly within?: number | undefined
  /** Told of better answers on the way: sessions that are covered, and by whom. Who leads is settled at the end. */
  readonly onBetter?: ((assignments: readonly Assignment[]) => void) | undefined
  readonly isStopped?: (() => boolean) | undefined
}

/**
 * Two interviewers for each session, never from the participant's own site (R48 to R50): the most sessions covered; among
 * those the least sum of squared loads; among those of squared leads; among those the slots that are liked best. Each is
 * held to its best before the next is asked for.
 *
 * @throws AllocationError naming the entry that makes no sense
 */
export async function allocateInterviewers(
  given: InterviewPlan,
  effort: InterviewEffort = {},
): Promise<InterviewAllocation> {
  requireSense(given)
  const seed = given.seed ?? 0
  const plan = {
    ...given,
    interviewers: drawn(given.interviewers, seed),
    sessions: drawn(given.sessions, seed).map((session) =>
      session.slots ? { ...session, slots: drawn(session.slots, seed) } : session,
    ),
  }
  const best = await bestFor(plan, seed, effort)
  const covered = new Set(best.assignments.map(({ session }) => session))
  const loads = new Map(given.interviewers.map(({ id }) => [id, 0]))
  const leads = new Map(loads)
  for (const { lead, support } of best.assignments) {
    for (const id of [lead, support]) loads.set(id, (loads.get(id) ?? 0) + 1)
    leads.set(lead, (leads.get(lead) ?? 0) + 1)
  }
  const squares = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, count) => sum + count ** 2, 0)
  return {
    assignments: best.assignments.toSorted(bySession),
    loads: sorted(loads),
    leads: sorted(leads),
    uncovered: (await uncoveredIn(plan, covered, best)).toSorted(bySession),
    status: best.isBest ? 'optimal' : 'best so far',
    values: {
      covered: covered.size,
      squaredLoads: squares(loads),
      squaredLeads: squares(leads),
      dislike: best.dislike,
    },
    seed,
    inputHash: hashOf(given),
  }
}

/** While more sessions might be covered, no rule can be blamed. */
async function uncoveredIn(
  plan: InterviewPlan,
  covered: ReadonlySet<string>,
  { coversMost }: Best,
): Promise<Uncovered[]> {
  if (coversMost) return whyUncovered(plan, covered, plan.seed ?? 0)
  return plan.sessions
    .filter(({ id }) => !covered.has(id))
    .map(({ id }) => ({
      session: id,
      rules: [],
      why: 'The search was stopped before it was known whether it can be held.',
    }))
}

const bySession = (one: { session: string }, other: { session: string }) =>
  one.session < other.session ? -1 : 1

const sorted = (counts: ReadonlyMap<string, number>) =>
  new Map([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))

interface Best {
  assignments: Assignment[]
  dislike: number
  isBest: boolean
  /** No other answer covers more sessions. */
  coversMost: boolean
}

/**
 * The programme without leads is far smaller and its bests are bounds for the one with them. Where its pairs can be led as
 * evenly as any pairs could, that is the answer; only else is the large one solved.
 */
async function bestFor(plan: InterviewPlan, seed: number, effort: InterviewEffort): Promise<Best> {
  const pairs = programmeOf(plan, { withLeads: false })
  const first = await askInTurn(pairs.programme, { seed }, (asked) => {
    let isBest = true
    let coversMost = true
    let values: Float64Array = new Float64Array(pairs.programme.variables.length)
    for (const objective of [pairs.covered, pairs.squaredLoads, pairs.dislike]) {
      const outcome = asked.ask(objective, { ...asSolver(pairs, effort), start: values })
      if (!outcome)
        return { values, isBest: false, coversMost: coversMost && objective !== pairs.covered }
      isBest &&= outcome.isBest
      if (objective === pairs.covered) coversMost = outcome.isBest
      values = outcome.values
      asked.hold(objective, outcome.value)
    }
    return { values, isBest, coversMost }
  })
  const held = heldIn(pairs, first.values)
  const { leads, squares } = await leadsOf(pairsOf(plan, held), seed)
  const { isBest, coversMost } = first
  const answer = { ...answerOf(held, leads), isBest, coversMost }
  const able = plan.interviewers.filter(({ mayLead = true }) => mayLead).length
  if (!isBest || squares === leastSquares(held.length, able)) return answer
  return withLeads(plan, seed, effort, { answer, squares, pairs, values: first.values })
}

async function withLeads(
  plan: InterviewPlan,
  seed: number,
  effort: InterviewEffort,
  {
    answer,
    squares,
    pairs,
    values,
  }: { answer: Best; squares: number; pairs: InterviewProgramme; values: Float64Array },
): Promise<Best> {
  const whole = programmeOf(plan, { withLeads: true })
  const best = (objective: Objective) => Math.round(valueOf(objective, values))
  const outcome = await askInTurn(whole.programme, { seed }, (asked) => {
    asked.hold(whole.covered, best(pairs.covered))
    asked.hold(whole.squaredLoads, best(pairs.squaredLoads))
    const even = asked.ask(whole.squaredLeads, asSolver(whole, effort))
    // the pairs that are there already are as good, and have the slots that are liked best
    if (!even || Math.round(even.value) >= squares)
      return { isBest: even?.isBest ?? false, values: null }
    asked.hold(whole.squaredLeads, Math.round(even.value))
    const liked = asked.ask(whole.dislike, { ...asSolver(whole, effort), start: even.values })
    return { isBest: even.isBest && (liked?.isBest ?? false), values: (liked ?? even).values }
  })
  if (outcome.values === null) return { ...answer, isBest: outcome.isBest }
  const held = heldIn(whole, outcome.values)
  const { leads } = await leadsOf(pairsOf(plan, held), seed)
  return { ...answerOf(held, leads), isBest: outcome.isBest, coversMost: true }
}

function asSolver(
  programme: InterviewProgramme,
  { within, onBetter, isStopped }: InterviewEffort,
): Effort {
  return {
    within,
    isStopped,
    onBetter:
      onBetter &&
      ((values) =>
        onBetter(
          heldIn(programme, values).map(({ place, members: [lead = '', support = ''] }) => ({
            session: place.session.id,
            lead,
            support,
            slot: place.slot?.id ?? null,
          })),
        )),
  }
}

interface Held {
  readonly place: Place
  readonly members: readonly string[]
}

function heldIn({ places }: InterviewProgramme, values: Float64Array): Held[] {
  const isOne = (variable: number) => (values[variable] ?? 0) > 0.5
  return places
    .filter(({ held }) => isOne(held))
    .map((place) => ({
      place,
      members: [...place.members].filter(([, variable]) => isOne(variable)).map(([id]) => id),
    }))
}

function pairsOf({ interviewers, fixed = [] }: InterviewPlan, held: readonly Held[]): Pair[] {
  const unable = new Set(interviewers.filter(({ mayLead = true }) => !mayLead).map(({ id }) => id))
  return held.map(({ place: { session }, members }) => {
    const { lead, support } = fixed.find((one) => one.session === session.id) ?? {}
    return {
      session: session.id,
      members,
      able: members.filter(
        (id) => !unable.has(id) && (lead === undefined ? id !== support : id === lead),
      ),
    }
  })
}

function answerOf(held: readonly Held[], leads: ReadonlyMap<string, string>) {
  return {
    assignments: held.map(({ place: { session, slot }, members }) => {
      const lead = leads.get(session.id) ?? ''
      const support = members.find((id) => id !== lead) ?? ''
      return { session: session.id, lead, support, slot: slot?.id ?? null }
    }),
    dislike: held.reduce((sum, { place }) => sum + dislikeOf(place), 0),
  }
}
