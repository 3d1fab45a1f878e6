import { askInTurn, type Part } from '@throughline/solver'
import { programmeOf, type Rule, rules } from './interview-programme.ts'
import type { InterviewPlan } from './sessions.ts'

/** Why a session is held by nobody. */
export interface Uncovered {
  readonly session: string
  /**
   * The smallest sets of rules that prevent it: without the rules of any one of them it could be held, and everything that
   * is held still would be. Empty where no rule is to blame, because there are not two interviewers.
   */
  readonly rules: readonly (readonly Rule[])[]
  readonly why: string
}

/** What prevents each uncovered session, while the covered ones stay covered, in whatever way. */
export async function whyUncovered(
  plan: InterviewPlan,
  covered: ReadonlySet<string>,
  seed: number,
): Promise<Uncovered[]> {
  const found = new Map(
    plan.sessions
      .filter(({ id }) => !covered.has(id))
      .map(({ id }) => [id, new Array<readonly Rule[]>()]),
  )
  const inForce = rules.filter((rule) => isInForce(rule, plan))
  for (let size = 1; size <= inForce.length; size += 1) {
    const open = [...found].filter(([, sets]) => sets.length === 0).map(([id]) => id)
    if (open.length === 0) break
    for (const lifted of setsOf(inForce, size))
      for (const id of await coverable(plan, { covered, open, lifted: new Set(lifted), seed }))
        found.get(id)?.push(lifted)
  }
  return [...found].map(([session, sets]) => ({ session, rules: sets, why: inWords(sets) }))
}

function isInForce(rule: Rule, { interviewers, apart = [], fixed = [] }: InterviewPlan): boolean {
  if (rule === 'apart') return apart.length > 0
  if (rule === 'fixed') return fixed.length > 0
  if (rule === 'load') return interviewers.some(({ maxLoad }) => maxLoad !== undefined)
  if (rule === 'lead') return interviewers.some(({ mayLead = true }) => !mayLead)
  return true
}

function setsOf(from: readonly Rule[], size: number): Rule[][] {
  if (size === 0) return [[]]
  return from.flatMap((rule, index) =>
    setsOf(from.slice(index + 1), size - 1).map((rest) => [rule, ...rest]),
  )
}

/** Of the open sessions, each that could be held, by itself, beside all that are covered. */
async function coverable(
  plan: InterviewPlan,
  {
    covered,
    open,
    lifted,
    seed,
  }: {
    covered: ReadonlySet<string>
    open: readonly string[]
    lifted: ReadonlySet<Rule>
    seed: number
  },
): Promise<string[]> {
  const byId = new Map(plan.sessions.map((session) => [session.id, session]))
  const alone: string[] = []
  for (const id of open) {
    const session = byId.get(id)
    const fixed = plan.fixed?.filter((one) => one.session === id)
    if (session && (await isCoverable({ ...plan, sessions: [session], fixed }, lifted, seed)))
      alone.push(id)
  }
  if (alone.length === 0 || covered.size === 0) return alone
  const asked = new Set(alone)
  const sessions = plan.sessions.filter(({ id }) => covered.has(id) || asked.has(id))
  const fixed = plan.fixed?.filter(({ session }) => covered.has(session) || asked.has(session))
  const { programme, places } = programmeOf(
    { ...plan, sessions, fixed },
    { withLeads: false, lifted },
  )
  const held = (id: string) =>
    places.filter(({ session }) => session.id === id).map((place): Part => [place.held, 1])
  for (const id of covered) programme.line(held(id), { least: 1 })
  return askInTurn(programme, { seed }, ({ ask }) => {
    const possible: string[] = []
    // as many as can be at once, then as many of the rest, until not one of the rest can be
    for (let rest = alone; rest.length > 0;) {
      const outcome = ask({ sense: 'most', parts: rest.flatMap(held) })
      const now = rest.filter((id) =>
        held(id).some(([variable]) => outcome?.values[variable] === 1),
      )
      if (now.length === 0) break
      possible.push(...now)
      rest = rest.filter((id) => !now.includes(id))
    }
    return possible
  })
}

async function isCoverable(
  plan: InterviewPlan,
  lifted: ReadonlySet<Rule>,
  seed: number,
): Promise<boolean> {
  const { programme, covered } = programmeOf(plan, { withLeads: false, lifted })
  const outcome = await askInTurn(programme, { seed }, ({ ask }) => ask(covered))
  return outcome?.value === 1
}

const sentences: Readonly<Record<Rule, string>> = {
  site: 'interviewers from the participant’s own site may not hold it',
  free: 'too few interviewers are free in its slots',
  load: 'those who could hold it have reached their maximum load',
  lead: 'nobody of those who could hold it may lead',
  apart: 'those who could hold it are kept apart',
  twice: 'those who could hold it are in other sessions at that time',
  fixed: 'what is fixed stands in the way',
}

function inWords(sets: readonly (readonly Rule[])[]): string {
  const ways = sets.map((set) => set.map((rule) => sentences[rule]).join(', and '))
  if (ways.length === 0) return 'There are not two interviewers.'
  const [first = '', ...others] = ways
  const beginning = `${first.slice(0, 1).toUpperCase()}${first.slice(1)}`
  return others.length === 0
    ? `${beginning}.`
    : `${[beginning, ...others].join('; ')}. Any one of these given up would do.`
}
