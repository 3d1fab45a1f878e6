import { type Objective, type Part, Programme } from '@throughline/solver'
import type { Fixed, Interviewer, InterviewPlan, Session, Slot, Span } from './sessions.ts'

/**
 * What can keep a session from being held: interviewers of the participant's own site; who is free when; the maximum
 * load; who may lead; who is kept apart; that nobody is in two places; what is fixed.
 */
export const rules = ['site', 'free', 'load', 'lead', 'apart', 'twice', 'fixed'] as const
export type Rule = (typeof rules)[number]

/** A session at one of its times: whether it is held there, and by whom, as variables. */
export interface Place {
  readonly session: Session
  /** Null where time does not matter. */
  readonly slot: Slot | null
  readonly held: number
  readonly members: ReadonlyMap<string, number>
}

export interface InterviewProgramme {
  readonly programme: Programme
  readonly places: readonly Place[]
  /** Who leads, by session and interviewer; empty where the programme leaves that open. */
  readonly leads: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly covered: Objective
  /** The sum of the squares of loads, of leads. */
  readonly squaredLoads: Objective
  readonly squaredLeads: Objective
  readonly dislike: Objective
}

interface Asked {
  /** Without it, all that is asked is that one of the two may lead, which makes a far smaller programme. */
  withLeads: boolean
  /** Rules that do not hold, to see what they prevent. */
  lifted?: ReadonlySet<Rule>
}

/** The programme of a plan. Its entries are taken in their order. */
export function programmeOf(
  plan: InterviewPlan,
  { withLeads, lifted = new Set() }: Asked,
): InterviewProgramme {
  const programme = new Programme()
  const fixed = new Map(
    (lifted.has('fixed') ? [] : (plan.fixed ?? [])).map((one) => [one.session, one]),
  )
  const times = new Map(plan.interviewers.map(({ id, slots }) => [id, slots && merged(slots)]))
  const isFree = (id: string, slot: Slot | null) => {
    const spans = times.get(id)
    return slot === null || lifted.has('free') || !spans || spans.some((span) => holds(span, slot))
  }
  const places = plan.sessions.flatMap((session) =>
    slotsOf(session, fixed.get(session.id), lifted).map((slot): Place => ({
      session,
      slot,
      held: programme.variable(),
      members: new Map(
        plan.interviewers
          .filter(
            ({ site, id }) => (lifted.has('site') || site !== session.site) && isFree(id, slot),
          )
          .map(({ id }) => [id, programme.variable()]),
      ),
    })),
  )
  const mayLead = leaders(plan.interviewers, fixed, lifted)
  for (const place of places) pairIn(programme, place, fixed.get(place.session.id), mayLead)
  for (const own of Map.groupBy(places, ({ session }) => session.id).values())
    programme.line(
      own.map(({ held }): Part => [held, 1]),
      { most: 1 },
    )
  const loads = plan.interviewers.map((interviewer) => ({
    maxLoad: lifted.has('load') ? undefined : interviewer.maxLoad,
    duties: places.flatMap(({ members }) => partOf(members.get(interviewer.id))),
  }))
  for (const { duties, maxLoad } of loads)
    if (maxLoad !== undefined) programme.line(duties, { most: maxLoad })
  if (!lifted.has('twice'))
    for (const { id } of plan.interviewers) onceAtATime(programme, places, id)
  if (!lifted.has('apart')) for (const pair of plan.apart ?? []) keepApart(programme, places, pair)
  const leads = withLeads
    ? leadsIn(programme, places, mayLead)
    : new Map<string, Map<string, number>>()
  const led = plan.interviewers.map(({ id }) =>
    [...leads.values()].flatMap((people) => partOf(people.get(id))),
  )
  return {
    programme,
    places,
    leads,
    covered: { sense: 'most', parts: places.map(({ held }) => [held, 1]) },
    squaredLoads: {
      sense: 'least',
      parts: loads.flatMap(({ duties, maxLoad }) =>
        programme.squareOf(
          duties,
          Math.min(duties.length, plan.sessions.length, maxLoad ?? Infinity),
        ),
      ),
    },
    squaredLeads: {
      sense: 'least',
      parts: led.flatMap((parts) => programme.squareOf(parts, parts.length)),
    },
    dislike: {
      sense: 'least',
      parts: places.map(({ held, ...place }) => [held, dislikeOf(place)]),
    },
  }
}

const partOf = (variable: number | undefined): Part[] =>
  variable === undefined ? [] : [[variable, 1]]

/** Times in which a session can be; null stands for any time. */
function slotsOf(
  { slots }: Session,
  fixed: Fixed | undefined,
  lifted: ReadonlySet<Rule>,
): readonly (Slot | null)[] {
  if (!slots || (slots.length === 0 && lifted.has('free'))) return [null]
  return fixed?.slot === undefined ? slots : slots.filter(({ id }) => id === fixed.slot)
}

/** 0 for the slot that is liked best, and where nobody said anything. */
export function dislikeOf({ session, slot }: Pick<Place, 'session' | 'slot'>): number {
  const given = (session.slots ?? []).flatMap(({ preference }) => preference ?? [])
  if (slot === null || given.length === 0) return 0
  return (slot.preference ?? Math.max(...given) + 1) - Math.min(...given)
}

/** Who may lead a session: what is fixed says it alone, or says who does not. */
function leaders(
  interviewers: readonly Interviewer[],
  fixed: ReadonlyMap<string, Fixed>,
  lifted: ReadonlySet<Rule>,
): (session: string, interviewer: string) => boolean {
  const able = new Set(
    interviewers.filter(({ mayLead = true }) => mayLead || lifted.has('lead')).map(({ id }) => id),
  )
  return (session, interviewer) => {
    const { lead, support } = fixed.get(session) ?? {}
    return (
      able.has(interviewer) && (lead === undefined ? interviewer !== support : interviewer === lead)
    )
  }
}

/** Where a session is held there are two, one of whom may lead, and those who are fixed. */
function pairIn(
  programme: Programme,
  { session, held, members }: Place,
  fixed: Fixed | undefined,
  mayLead: (session: string, interviewer: string) => boolean,
): void {
  const people = [...members]
  const none: Part = [held, -1]
  programme.line([...people.map(([, variable]): Part => [variable, 1]), [held, -2]], {
    least: 0,
    most: 0,
  })
  programme.line(
    [
      ...people
        .filter(([id]) => mayLead(session.id, id))
        .map(([, variable]): Part => [variable, 1]),
      none,
    ],
    { least: 0 },
  )
  for (const id of [fixed?.lead, fixed?.support])
    if (id !== undefined) programme.line([...partOf(members.get(id)), none], { least: 0 })
}

/** At no moment more than one session: a line for each moment at which one begins. */
function onceAtATime(programme: Programme, places: readonly Place[], id: string): void {
  const duties = places
    .flatMap(({ slot, members }) => {
      const variable = members.get(id)
      return slot && variable !== undefined ? [{ slot, variable }] : []
    })
    .toSorted((one, other) => one.slot.start - other.slot.start)
  let running: typeof duties = []
  let said = new Set<number>()
  for (const [index, { slot }] of duties.entries()) {
    if (duties[index + 1]?.slot.start === slot.start) continue
    const begun = duties.slice(0, index + 1).filter((duty) => duty.slot.start === slot.start)
    running = [...running.filter((duty) => duty.slot.end > slot.start), ...begun]
    const variables = running.map(({ variable }) => variable)
    if (variables.length < 2 || variables.every((variable) => said.has(variable))) continue
    said = new Set(variables)
    programme.line(
      variables.map((variable): Part => [variable, 1]),
      { most: 1 },
    )
  }
}

function keepApart(
  programme: Programme,
  places: readonly Place[],
  [one, other]: readonly [string, string],
): void {
  for (const { held, members } of places) {
    const both = [...partOf(members.get(one)), ...partOf(members.get(other))]
    if (both.length === 2) programme.line([...both, [held, -1]], { most: 0 })
  }
}

/**
 * Who leads. Given the pairs, leads are a network, so they need not be said to be whole; `leadsOf` then finds whole ones of
 * the same value.
 */
function leadsIn(
  programme: Programme,
  places: readonly Place[],
  mayLead: (session: string, interviewer: string) => boolean,
): Map<string, Map<string, number>> {
  const leads = new Map<string, Map<string, number>>()
  for (const [session, own] of Map.groupBy(places, (place) => place.session.id)) {
    const people = new Set(own.flatMap(({ members }) => [...members.keys()]))
    const able = [...people].filter((id) => mayLead(session, id))
    const variables = new Map(able.map((id) => [id, programme.variable({ whole: false })]))
    for (const [id, variable] of variables)
      programme.line(
        [[variable, 1], ...own.flatMap(({ members }) => partOf(members.get(id))).map(minus)],
        { most: 0 },
      )
    programme.line(
      [
        ...[...variables.values()].map((variable): Part => [variable, 1]),
        ...own.map(({ held }): Part => [held, -1]),
      ],
      { least: 0, most: 0 },
    )
    leads.set(session, variables)
  }
  return leads
}

const minus = ([variable, coefficient]: Part): Part => [variable, -coefficient]

/** Spans that touch or overlap, as one. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1)
    if (last && start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else result.push({ start, end })
  }
  return result
}

const holds = (span: Span, slot: Slot) => span.start <= slot.start && slot.end <= span.end
