import type { QuoteQuestion } from '@throughline/contract/quotes'

export const codeKinds = ['any', 'all', 'overlapping', 'inside', 'near', 'not'] as const
export const peopleKinds = ['participants', 'sites', 'years', 'questions', 'sections'] as const
export const boundKinds = ['days', 'weight'] as const
/** Conditions that are chosen from a list. */
export const listKinds = [...codeKinds, ...peopleKinds, 'coders'] as const

export type ListKind = (typeof listKinds)[number]
export type Kind = ListKind | (typeof boundKinds)[number]

export const isListKind = (kind: Kind): kind is ListKind => listKinds.some((one) => one === kind)

/** Whether a condition is asked. */
export function asked(question: QuoteQuestion, kind: Kind): boolean {
  if (isListKind(kind)) return chosenOf(question, kind).length > 0
  return kind === 'days'
    ? question.since !== undefined || question.until !== undefined
    : question.lightest !== undefined || question.heaviest !== undefined
}

/** What is chosen of a list, as ids of its choices. */
export function chosenOf(question: QuoteQuestion, kind: ListKind): string[] {
  return (question[kind] ?? []).map(String)
}

/** The question with this chosen of a list; nothing chosen asks nothing. */
export function withChosen(
  question: QuoteQuestion,
  kind: ListKind,
  ids: readonly string[],
): QuoteQuestion {
  const wanted = kind === 'years' || kind === 'questions' ? ids.map(Number) : [...ids]
  return { ...question, [kind]: wanted.length > 0 ? wanted : undefined }
}
