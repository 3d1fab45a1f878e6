import { speakersOf, type TranscriptText, type Warning } from '../transcript.ts'
import { findTurns, type TextMarks } from './find-turns.ts'

/** A transcript whose turns are found by the labels in its text. */
export function labelledText(
  title: string,
  text: string,
  marks: TextMarks = {},
  warnings: readonly Warning[] = [],
): TranscriptText {
  const turns = findTurns(text, marks)
  const times = turns.flatMap(({ from, to, startsAt, endsAt }) =>
    startsAt === null ? [] : [{ from, to, startsAt, endsAt }],
  )
  return {
    title,
    text,
    turns,
    speakers: speakersOf(text, turns),
    times,
    warnings: turns.length > 0 ? warnings : [...warnings, noSpeakers],
  }
}

const noSpeakers: Warning = {
  code: 'no-speakers',
  message:
    'No speaker labels were found, so the text has no turns. To have them, begin each turn with a label such as "I:" or "Anna:".',
}
