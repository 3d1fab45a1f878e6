import type { EligibilityContent, SignUpFormContent } from '@throughline/contract/documents'
import type { GivenAnswers, GivenIdentity } from '@throughline/contract/recruitment'
import { sql } from 'kysely'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Vault } from '../../platform/vault/index.ts'
import { cleanLine, cleanText, programmesOf, recruitingSites } from '../../study/index.ts'
import { comparableAddress } from '../rules.ts'

interface Place {
  transaction: AnyTransaction
  study: string
}

/** Where somebody studies. */
export interface Where {
  site: string
  year: number | null
  programme: string | null
}

/** @throws Problem where this site does not recruit, or has no such year or programme */
export async function refuseBadPlace(
  place: Place,
  { site, year, programme }: Where,
): Promise<void> {
  const { transaction, study } = place
  const { rows } = await sql<{ years: number }>`select years from site
    where study_id = ${study} and id = ${site}`.execute(transaction)
  if (!rows[0]) throw Problem.invalid('no-such-site', 'Choose where you study.')
  if (!(await recruitingSites(place)).includes(site))
    throw Problem.conflict(
      'site-not-approved',
      'The study may not take people from this place at the moment. Nothing was kept.',
    )
  if (year !== null && year > rows[0].years)
    throw Problem.invalid('no-such-year', 'Choose a year that there is where you study.')
  const own = (await programmesOf(place)).find((one) => one.site === site)?.programmes ?? []
  if (programme !== null && !own.some(({ id }) => id === programme))
    throw Problem.invalid('no-such-programme', 'Choose a course that there is where you study.')
}

/** Answers as they are kept: only to what was asked. */
export function cleanAnswers(
  given: GivenAnswers,
  form: SignUpFormContent,
  eligibility: EligibilityContent,
): GivenAnswers {
  const groups = new Set(eligibility.groups.map(({ id }) => id))
  const rules = new Map(eligibility.exclusions.map((rule) => [rule.id, rule]))
  const answers: GivenAnswers['answers'] = {}
  for (const { id, kind, choices } of form.questions) {
    const answer = given.answers[id]
    if (answer === undefined) continue
    const isChoice = (value: string) => choices.some((choice) => choice.id === value)
    if (answer === null) answers[id] = null
    else if (kind === 'text') answers[id] = typeof answer === 'string' ? cleanText(answer) : null
    else if (kind === 'one choice')
      answers[id] = typeof answer === 'string' && isChoice(answer) ? answer : null
    else answers[id] = (Array.isArray(answer) ? answer : [answer]).filter(isChoice)
  }
  const exclusions = Object.fromEntries(
    Object.entries(given.exclusions).filter(([id, answer]) => {
      const rule = rules.get(id)
      return (
        rule !== undefined &&
        (answer === null || (rule.when.kind === 'yes') === (typeof answer === 'boolean'))
      )
    }),
  )
  return {
    saysSo: given.saysSo,
    groups: given.ratherNotSay ? [] : given.groups.filter((id) => groups.has(id)),
    ownWords: given.ratherNotSay ? '' : cleanText(given.ownWords),
    ratherNotSay: given.ratherNotSay,
    answers,
    exclusions,
  }
}

/** @throws Problem 422 where there is no name, or no way to reach them */
export function cleanIdentity({ name, email, phone }: GivenIdentity): GivenIdentity {
  const clean = { name: cleanLine(name), email: email.trim(), phone: cleanLine(phone) }
  // a name of invisible characters alone calls nobody
  if (!/[\p{L}\p{N}\p{S}]/u.test(clean.name))
    throw Problem.invalid('no-name', 'Say what we may call you.')
  if (clean.email === '' && clean.phone === '')
    throw Problem.invalid(
      'no-contact',
      'Give a mail address or a telephone number, so that we can reach you.',
    )
  return clean
}

/** By which somebody who signs up twice is noticed; null without an address. */
export async function hashOfAddress(
  { transaction, study }: Place,
  vault: Vault,
  { email }: GivenIdentity,
): Promise<string | null> {
  if (email === '') return null
  return vault.keyedHash(transaction, study, Buffer.from(`address ${comparableAddress(email)}`))
}
