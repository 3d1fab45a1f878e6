import type { EligibilityContent, SignUpFormContent } from '@throughline/contract/documents'
import type { GivenAnswers, GivenIdentity } from '@throughline/contract/recruitment'

/** What somebody has written into the form so far. */
export interface Draft {
  identity: GivenIdentity
  site: string
  /** Empty for none. */
  year: string
  programme: string
  answers: GivenAnswers
}

export function emptyDraft(site: string | null): Draft {
  return {
    identity: { name: '', email: '', phone: '' },
    site: site ?? '',
    year: '',
    programme: '',
    answers: {
      saysSo: false,
      groups: [],
      ownWords: '',
      ratherNotSay: false,
      answers: {},
      exclusions: {},
    },
  }
}

/** What is still missing: field → the id of the sentence that says so. */
export function missingIn({ identity, site }: Draft) {
  const { name, email, phone } = identity
  return {
    ...(site === '' ? { site: 'visit.missing.site' as const } : {}),
    ...(name.trim() === '' ? { name: 'visit.missing.name' as const } : {}),
    ...(email.trim() === '' && phone.trim() === ''
      ? { email: 'visit.missing.reach' as const }
      : email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(email.trim())
        ? { email: 'visit.missing.email' as const }
        : {}),
  }
}

/** What is sent of a draft. */
export function sentOf({ identity, site, year, programme, answers }: Draft) {
  return {
    identity: { ...identity, name: identity.name.trim(), email: identity.email.trim() },
    site,
    year: year === '' ? null : Number(year),
    programme: programme === '' ? null : programme,
    answers,
  }
}

/** What somebody gave, in the words of the form: heading → lines. */
export function inWords(
  answers: GivenAnswers,
  form: SignUpFormContent | null,
  eligibility: EligibilityContent | null,
): { heading: string; lines: string[] }[] {
  const groups = (eligibility?.groups ?? [])
    .filter(({ id }) => answers.groups.includes(id))
    .map(({ label }) => label)
  const questions = (form?.questions ?? []).map(({ id, label, choices }) => {
    const answer = answers.answers[id] ?? []
    const named = (value: string) => choices.find((choice) => choice.id === value)?.label ?? value
    return { heading: label, lines: (Array.isArray(answer) ? answer : [answer]).map(named) }
  })
  return [
    { heading: '', lines: [...groups, ...(answers.ownWords === '' ? [] : [answers.ownWords])] },
    ...questions,
  ]
}
