import {
  type Passage,
  type QuotedWords,
  type QuoteEdit,
  type QuotePart,
  shownQuoteParts,
} from '@throughline/text'

/**
 * A quote as it is printed. Where the interviewer is heard, each change of speaker is marked as an insertion, so that
 * nobody takes the interviewer's words for the participant's.
 *
 * @throws RangeError for edits that checkQuoteEdits refuses
 */
export function printedQuote(
  { text, passages }: QuotedWords,
  edits: readonly QuoteEdit[],
  participant: string,
): QuotePart[] {
  return shownQuoteParts(text, [...speakerMarks(passages, edits, participant), ...edits])
}

function speakerMarks(
  passages: readonly Passage[],
  edits: readonly QuoteEdit[],
  participant: string,
): QuoteEdit[] {
  const omissions = edits.filter((edit) => edit.kind === 'omit')
  const kept = passages.filter(
    (passage) => !omissions.some(({ from, to }) => from <= passage.from && passage.to <= to),
  )
  if (!kept.some(({ role }) => role === 'interviewer')) return []
  return kept.flatMap((passage, at): QuoteEdit[] => {
    if (at > 0 && kept[at - 1]?.role === passage.role) return []
    const speaker = passage.role === 'interviewer' ? 'Interviewer:' : `${participant}:`
    // An omission that runs into a passage from the one before leaves its mark behind the omission.
    const running = omissions.find(({ from, to }) => from < passage.from && passage.from < to)
    return [{ kind: 'insert', at: running?.to ?? passage.from, text: speaker }]
  })
}

/** Somebody who could be quoted. */
export interface Quotable {
  participant: string
  label: string
  consent: 'yes' | 'no' | 'not recorded'
}

/**
 * Whose voices the report carries. `quotes` names the participant of each printed quote; `people` are all participants
 * of the study, whether or not they are quoted. Rows come in the order of the labels.
 */
export function balanceOf(quotes: readonly string[], people: readonly Quotable[]) {
  const counts = Map.groupBy(quotes, (participant) => participant)
  const rows = people
    .toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
    .map((person) => {
      const own = counts.get(person.participant)?.length ?? 0
      return { ...person, quotes: own, share: quotes.length === 0 ? 0 : own / quotes.length }
    })
  return {
    quotes: quotes.length,
    quoted: rows.filter((row) => row.quotes > 0).length,
    of: people.length,
    rows,
  }
}

/** Why the words of a quote are kept back; null when they may be printed. */
export function withheldBecause(quote: {
  consent: 'yes' | 'no' | 'not recorded' | null
  shortened: boolean
  wordsChanged: boolean
}) {
  if (quote.consent === null) return 'no participant'
  if (quote.consent === 'no') return 'consent refused'
  if (quote.consent === 'not recorded') return 'consent not recorded'
  if (quote.shortened && quote.wordsChanged) return 'words changed'
  return null
}
