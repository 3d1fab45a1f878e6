import {
  speakersOf,
  type SourceNote,
  type TranscriptText,
  type Turn,
  type Warning,
} from '../transcript.ts'
import { exportedTurns } from './exports.ts'
import { findTurns, type TextMarks } from './find-turns.ts'
import { withoutFurniture } from './furniture.ts'
import { readByRows, tableTurns, type TableCells } from './table-turns.ts'

/** What a reader knows of a document beside its text. */
export interface DocumentMarks extends TextMarks {
  readonly tables?: readonly TableCells[]
  readonly notes?: readonly SourceNote[]
}

/**
 * A transcript whose turns are found by the rows of its tables, where they are turns, by the shape
 * in which a program exported it, and else by the labels in its text.
 */
export function labelledText(
  title: string,
  text: string,
  marks: DocumentMarks = {},
  warnings: readonly Warning[] = [],
): TranscriptText {
  const tables = marks.tables ?? []
  const inTables = tableTurns(text, tables)
  // No program exports a table beside lines of names and times.
  const exported = inTables.length > 0 ? null : exportedTurns(text, marks)
  const labelled =
    exported ?? findTurns(text, { ...marks, apart: inTables.map(({ range }) => range) })
  const inTable = inTables.flatMap((table) => table.turns)
  const turns = withoutFurniture(text, [...labelled, ...inTable].sort(inOrder))
  const times = turns.flatMap(({ from, to, startsAt, endsAt }) =>
    startsAt === null ? [] : [{ from, to, startsAt, endsAt }],
  )
  const doubts = turns.length > 0 ? [] : [noSpeakers]
  return {
    title,
    text,
    turns,
    speakers: speakersOf(text, turns),
    times,
    notes: marks.notes ?? [],
    warnings: [...warnings, ...doubts, ...readByRows(text, tables, turns)],
  }
}

function inOrder(a: Turn, b: Turn): number {
  return a.from - b.from
}

const noSpeakers: Warning = {
  code: 'no-speakers',
  message:
    'No speaker labels were found, so the text has no turns. To have them, begin each turn with a label such as "I:" or "Anna:".',
}
