import type { QuoteQuestion } from '@throughline/contract/quotes'

/** The question as the server reads it in an address: lists joined by commas, what may hold commas as JSON. */
export function searchOf(question: QuoteQuestion) {
  const { sections, attributes, ...rest } = question
  const joined = (list: readonly (string | number)[] = []) => list.join(',')
  return {
    any: joined(rest.any),
    all: joined(rest.all),
    not: joined(rest.not),
    overlapping: joined(rest.overlapping),
    inside: joined(rest.inside),
    near: joined(rest.near),
    within: rest.within,
    unit: rest.unit,
    participants: joined(rest.participants),
    sites: joined(rest.sites),
    years: joined(rest.years),
    questions: joined(rest.questions),
    coders: joined(rest.coders),
    sections: sections?.length ? JSON.stringify(sections) : '',
    attributes: attributes?.length ? JSON.stringify(attributes) : '',
    transcript: rest.transcript,
    since: rest.since,
    until: rest.until,
    lightest: rest.lightest,
    heaviest: rest.heaviest,
    by: rest.by,
    sort: rest.sort,
  }
}

/** Whether anything is asked: how the answer is laid out asks nothing. */
export function asksAnything(question: QuoteQuestion): boolean {
  const asked = { ...question, by: undefined, sort: undefined, within: undefined, unit: undefined }
  return Object.values(asked).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  )
}
