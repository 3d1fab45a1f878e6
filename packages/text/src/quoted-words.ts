import type { Range } from './range.ts'
import { trimRange } from './white-space.ts'

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
