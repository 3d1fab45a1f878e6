import {
  type QuoteEdit,
  type QuotePart,
  type Range,
  shownQuoteParts,
  trimRange,
} from '@throughline/text'

/** Words of one speaker within a quote: UTF-16 offsets in the quote's own words, zero-based, end exclusive. */
export interface Passage extends Range {
  role: SpeakerRole
}
export type SpeakerRole = 'interviewer' | 'participant' | 'unknown'

/** Where somebody begins to speak in a transcript, and the label that announces them. UTF-16 offsets. */
export interface TurnOfTranscript extends Range {
  label: Range | null
  role: SpeakerRole
}

/** What a coding quotes. */
export interface QuotedWords {
  /** The transcript's words in the range, verbatim, without speaker labels; passages joined by one LF. */
  text: string
  passages: readonly Passage[]
}

/**
 * The words of a range of a transcript. A speaker label is never part of a quote (DESIGN.md, Text): the range is cut
 * at labels and where a turn begins, and the white space at the cuts, which is layout, is left out. Text that stands in
 * no turn is kept.
 */
export function quotedWords(
  transcript: string,
  range: Range,
  turns: readonly TurnOfTranscript[],
): QuotedWords {
  const passages: Passage[] = []
  let text = ''
  for (const piece of cutAtTurns(range, turns)) {
    const { from, to } = trimRange(transcript, piece)
    if (from === to) continue
    if (text !== '') text += '\n'
    const start = text.length
    text += transcript.slice(from, to)
    passages.push({ from: start, to: text.length, role: roleAt(turns, { from, to }) })
  }
  return { text, passages }
}

function cutAtTurns(range: Range, turns: readonly TurnOfTranscript[]): Range[] {
  const cuts = turns
    .flatMap(({ from, label }) => [...(label === null ? [] : [label]), { from, to: from }])
    .toSorted((a, b) => a.from - b.from)
  const pieces: Range[] = []
  let from = range.from
  for (const cut of cuts) {
    if (cut.to <= from || cut.from >= range.to) continue
    if (cut.from > from) pieces.push({ from, to: cut.from })
    from = Math.min(cut.to, range.to)
  }
  pieces.push({ from, to: range.to })
  return pieces
}

function roleAt(turns: readonly TurnOfTranscript[], piece: Range): SpeakerRole {
  return turns.find(({ from, to }) => from < piece.to && piece.from < to)?.role ?? 'unknown'
}

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
