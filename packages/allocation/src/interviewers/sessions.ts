import { AllocationError } from '../allocation-error.ts'
import { requireDistinct } from '../same-for-all.ts'

/** From `start` up to but not including `end`: numbers on any one clock, such as milliseconds since 1970. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Slot extends Span {
  readonly id: string
  /** A rank: the less, the better liked. Where others have one, a slot without is liked least. */
  readonly preference?: number | undefined
}

export interface Session {
  readonly id: string
  /** The participant's own. */
  readonly site: string
  /** When it can be; without them time does not matter. */
  readonly slots?: readonly Slot[] | undefined
}

export interface Interviewer {
  readonly id: string
  readonly site: string
  /** When they are free; without them always. */
  readonly slots?: readonly Span[] | undefined
  /** The most sessions that they take, in either part. */
  readonly maxLoad?: number | undefined
  /** True if nothing is said. */
  readonly mayLead?: boolean | undefined
}

/** What is settled for a session already. */
export interface Fixed {
  readonly session: string
  readonly lead?: string | undefined
  readonly support?: string | undefined
  readonly slot?: string | undefined
}

export interface InterviewPlan {
  readonly interviewers: readonly Interviewer[]
  readonly sessions: readonly Session[]
  /** Who may not sit in one session. */
  readonly apart?: readonly (readonly [string, string])[] | undefined
  readonly fixed?: readonly Fixed[] | undefined
  readonly seed?: number | undefined
}

/** @throws AllocationError naming the entry that is at fault */
export function requireSense({
  interviewers,
  sessions,
  apart = [],
  fixed = [],
}: InterviewPlan): void {
  requireDistinct(interviewers, 'interviewers')
  requireDistinct(sessions, 'sessions')
  const people = new Set(interviewers.map(({ id }) => id))
  const known = new Map(sessions.map((session) => [session.id, session]))
  for (const { id, slots = [], maxLoad } of interviewers) {
    for (const span of slots) requireTime(span, `The interviewer ${id}`, id)
    if (maxLoad !== undefined && !(Number.isInteger(maxLoad) && maxLoad >= 0))
      throw new AllocationError(
        `The maximum load of ${id} is ${maxLoad}. A whole number from 0 is needed.`,
        id,
      )
  }
  for (const { id, slots = [] } of sessions) {
    requireDistinct(slots, `slots of the session ${id}`)
    for (const slot of slots) {
      requireTime(slot, `The slot ${slot.id} of the session ${id}`, id)
      if (slot.preference !== undefined && !Number.isFinite(slot.preference))
        throw new AllocationError(
          `The slot ${slot.id} of the session ${id} has the preference ${slot.preference}, which is no number.`,
          id,
        )
    }
  }
  for (const pair of apart) {
    for (const id of pair)
      if (!people.has(id))
        throw new AllocationError(
          `${id} is to be kept apart from somebody, and is no interviewer.`,
          id,
        )
    if (pair[0] === pair[1])
      throw new AllocationError(`${pair[0]} cannot be kept apart from themselves.`, pair[0])
  }
  const settled = new Set<string>()
  for (const one of fixed) requireFixed(one, { people, known, settled })
}

function requireFixed(
  { session, lead, support, slot }: Fixed,
  {
    people,
    known,
    settled,
  }: { people: Set<string>; known: Map<string, Session>; settled: Set<string> },
): void {
  const found = known.get(session)
  if (!found)
    throw new AllocationError(
      `Something is fixed for ${session}, and there is no such session.`,
      session,
    )
  if (settled.has(session))
    throw new AllocationError(`${session} is fixed twice. Say it once.`, session)
  settled.add(session)
  for (const id of [lead, support])
    if (id !== undefined && !people.has(id))
      throw new AllocationError(`${id} is fixed for ${session}, and is no interviewer.`, session)
  if (lead !== undefined && lead === support)
    throw new AllocationError(
      `${lead} is fixed for ${session} twice. Two people are needed.`,
      session,
    )
  if (slot !== undefined && !found.slots?.some(({ id }) => id === slot))
    throw new AllocationError(
      `${session} is fixed to the slot ${slot}, which it has not got.`,
      session,
    )
}

function requireTime({ start, end }: Span, what: string, entry: string): void {
  if (!(Number.isFinite(start) && Number.isFinite(end) && start < end))
    throw new AllocationError(
      `${what} has a time that ends before it begins, or is no time.`,
      entry,
    )
}
