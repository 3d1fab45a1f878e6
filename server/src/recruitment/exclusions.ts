import type { EligibilityContent } from '@throughline/contract/documents'
import type { GivenAnswers } from '@throughline/contract/recruitment'
import { excludes, versionOf } from '../study/index.ts'
import { answersOf, type Place } from './sealed.ts'
import type { SignUp } from './store.ts'

/**
 * The exclusions that apply to each of these people, by their own answers and by the rules that were in force when
 * they signed up: sign-up → the rules' questions. Who was erased has none.
 */
export async function exclusionsOf(
  place: Place,
  people: readonly SignUp[],
): Promise<Map<string, string[]>> {
  const answers = await answersOf(
    place,
    people.map(({ id }) => id),
  )
  const rules = new Map<string, EligibilityContent>()
  const excluded = new Map<string, string[]>()
  for (const person of people) {
    const given = answers.get(person.id)
    const eligibility = await rulesSeen(place, person, rules)
    excluded.set(person.id, given ? excludedBy(eligibility, given, person) : [])
  }
  return excluded
}

/** The questions of the rules that exclude somebody who answered so. */
export function excludedBy(
  { exclusions }: EligibilityContent,
  given: Pick<GivenAnswers, 'exclusions'>,
  { signedUpAt }: Pick<SignUp, 'signedUpAt'>,
): string[] {
  const day = signedUpAt.toISOString().slice(0, 10)
  return exclusions
    .filter((rule) => excludes(rule, given.exclusions[rule.id] ?? null, day))
    .map(({ question }) => question)
}

async function rulesSeen(
  place: Place,
  { seen: { eligibility } }: SignUp,
  known: Map<string, EligibilityContent>,
): Promise<EligibilityContent> {
  const key = `${eligibility.document} ${eligibility.number}`
  const found =
    known.get(key) ??
    (await versionOf(place, 'eligibility', eligibility.document, eligibility.number))
  known.set(key, found)
  return found
}
