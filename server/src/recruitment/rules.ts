import type { MoveReason, SignUpState } from '@throughline/contract/recruitment'

/** Where a person may be moved by who recruits. All else follows from consent, sessions and withdrawal (R41). */
export const moves: Readonly<Record<SignUpState, readonly SignUpState[]>> = {
  'signed up': ['screened', 'not eligible', 'no answer', 'declined'],
  screened: ['eligible', 'not eligible', 'no answer', 'declined'],
  eligible: ['selected', 'waiting', 'not eligible', 'no answer', 'declined'],
  'not eligible': ['screened'],
  waiting: ['selected', 'not eligible', 'no answer', 'declined'],
  selected: ['waiting', 'no answer', 'declined'],
  invited: ['waiting', 'no answer', 'declined'],
  consented: [],
  scheduled: [],
  interviewed: [],
  debriefed: [],
  analysed: [],
  declined: ['screened'],
  withdrew: [],
  'no answer': ['screened'],
  'did not attend': [],
}

/** The reasons that may be given for going there; none where none is needed. */
export const reasonsFor: Readonly<Partial<Record<SignUpState, readonly MoveReason[]>>> = {
  'not eligible': [
    'excluded by a rule',
    'does not say so of themselves',
    'not at a site that recruits',
    'not available',
    'signed up twice',
    'made by a machine',
  ],
  declined: ['no time', 'does not wish to', 'has other reasons', 'gave no reason'],
}

/** States in which somebody holds a place of a cell. */
export const occupying: readonly SignUpState[] = [
  'selected',
  'invited',
  'consented',
  'scheduled',
  'interviewed',
  'debriefed',
  'analysed',
]

/** States in which a place is filled for good. */
export const filled: readonly SignUpState[] = ['interviewed', 'debriefed', 'analysed']

/** The steps of the funnel, in their order. */
export const funnelSteps = [
  'signed up',
  'screened',
  'eligible',
  'selected',
  'invited',
  'consented',
  'scheduled',
  'interviewed',
  'debriefed',
  'analysed',
] as const satisfies readonly SignUpState[]

/** What is known of a person when somebody would move them. */
export interface Standing {
  state: SignUpState
  saysSo: boolean
  available: boolean | null
  /** Rules that exclude them, by their own answers. */
  excludedBy: readonly string[]
  siteRecruits: boolean
  isDouble: boolean
  looksAutomatic: boolean
}

/** Why somebody cannot be moved there; null when they can. */
export function problemOfMove(
  person: Standing,
  to: SignUpState,
  reason: MoveReason | null,
): string | null {
  if (!moves[person.state].includes(to))
    return `Somebody who is “${person.state}” cannot be moved to “${to}” by hand.`
  const reasons = reasonsFor[to]
  if (reasons && (reason === null || !reasons.includes(reason)))
    return `Say why: ${reasons.join('; ')}.`
  if (!reasons && reason !== null) return `“${to}” needs no reason.`
  if (to === 'eligible') return problemOfEligible(person)
  return to === 'not eligible' && reason !== null ? problemOfReason(person, reason) : null
}

function problemOfEligible({
  saysSo,
  available,
  excludedBy,
  siteRecruits,
}: Standing): string | null {
  if (!saysSo) return 'They have not said of themselves that the study’s statement is true of them.'
  if (excludedBy.length > 0) return `A rule excludes them: ${excludedBy.join(' ')}`
  if (!siteRecruits) return 'No ethics approval stands at their site.'
  if (available !== true) return 'Record first that they are available.'
  return null
}

/** A reason is given only where it is true; that somebody is affected is theirs to say (R23). */
function problemOfReason(person: Standing, reason: MoveReason): string | null {
  switch (reason) {
    case 'excluded by a rule':
      return person.excludedBy.length > 0 ? null : 'No rule excludes them, by what they answered.'
    case 'does not say so of themselves':
      return person.saysSo
        ? 'They say of themselves that it is true of them. That suffices, and nobody overrules it.'
        : null
    case 'not at a site that recruits':
      return person.siteRecruits ? 'An ethics approval stands at their site.' : null
    case 'not available':
      return person.available === false ? null : 'Record first that they are not available.'
    case 'signed up twice':
      return person.isDouble ? null : 'Nobody else signed up with the same address.'
    case 'made by a machine':
      return person.looksAutomatic ? null : 'Nothing about this sign-up looks made by a machine.'
    default:
      return null
  }
}

/** What a form that no person sees, and its time, say of who filled it in. Nobody is turned away for it. */
export function looksAutomatic(website: string, seconds: number): boolean {
  return website.trim() !== '' || seconds < fewestSeconds
}
const fewestSeconds = 4

/** While somebody may still change what they gave: until they agree to take part. */
export function mayChangeAnswers(state: SignUpState): boolean {
  return [
    'signed up',
    'screened',
    'eligible',
    'waiting',
    'selected',
    'invited',
    'no answer',
  ].includes(state)
}

/** An address in the form in which two are compared. */
export function comparableAddress(email: string): string {
  return email.trim().toLowerCase()
}
