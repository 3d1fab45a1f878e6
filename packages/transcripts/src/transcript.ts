import { wordsIn, type Range } from '@throughline/text'
import { guessRole, type SpeakerGuess } from './turns/roles.ts'

/**
 * What one person says until another speaks: a range of the text (UTF-16 units, zero-based, end
 * exclusive) that covers the words only.
 */
export interface Turn extends Range {
  /** Where the label stands in the text (`[00:12:05] Anna:`), or null when it is no part of it. */
  readonly label: Range | null
  /** The speaker as the source names them, or null when it does not. */
  readonly speaker: string | null
  /** Milliseconds from the start of the recording, where the source gives them. */
  readonly startsAt: number | null
  readonly endsAt: number | null
}

/** A stretch of the text whose time is known (a caption, a timed row), in milliseconds. */
export interface TimedRange extends Range {
  readonly startsAt: number
  readonly endsAt: number | null
}

/** One label of the transcript. Whether it is interviewer or participant a person confirms. */
export interface Speaker {
  readonly label: string
  readonly turns: number
  readonly words: number
  readonly guess: SpeakerGuess
}

/**
 * What somebody wrote beside the text: a comment on a range of it, or a footnote or endnote at its
 * place (an empty range). In UTF-16 units. Who wrote it is not kept, for that names a real person.
 */
export interface SourceNote extends Range {
  readonly kind: 'comment' | 'footnote' | 'endnote'
  readonly text: string
}

/** Something the reader should be told that does not stop the import. `at` is an offset in the text. */
export interface Warning {
  readonly code: WarningCode
  readonly message: string
  readonly at?: number
}

export type WarningCode =
  | 'encoding-guessed'
  | 'nul-replaced'
  | 'left-out'
  | 'columns'
  | 'rejoined'
  | 'joined-letters'
  | 'hidden-text'
  | 'notes-kept'
  | 'read-by-rows'
  | 'no-header'
  | 'unreadable-time'
  | 'missing-time'
  | 'uneven-rows'
  | 'stray-quotes'
  | 'no-speakers'
  | 'unknown-format'
  | 'cut-off'
  | 'much-overlap'

/** One transcript: its text, verbatim with LF line ends, and what stands on it. */
export interface TranscriptText {
  readonly title: string
  readonly text: string
  readonly turns: readonly Turn[]
  readonly speakers: readonly Speaker[]
  /** Every time that the source gives for a stretch of text, in order of place. */
  readonly times: readonly TimedRange[]
  /** In order of place. */
  readonly notes: readonly SourceNote[]
  readonly warnings: readonly Warning[]
  /** The other columns of a CSV row that is one interview, by column name. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** The speakers of these turns in order of first appearance. Turns without a speaker count for none. */
export function speakersOf(text: string, turns: readonly Turn[]): Speaker[] {
  const counts = new Map<string, { turns: number; words: number }>()
  for (const turn of turns) {
    if (turn.speaker === null) continue
    const count = counts.get(turn.speaker) ?? { turns: 0, words: 0 }
    counts.set(turn.speaker, { turns: count.turns + 1, words: count.words + wordsIn(text, turn) })
  }
  const labels = [...counts.keys()]
  return Array.from(counts, ([label, count]) => ({
    label,
    ...count,
    guess: guessRole(label, labels),
  }))
}
