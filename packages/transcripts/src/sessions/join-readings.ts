import { trimRange } from '@throughline/text'
import type { ReadResult } from '../result.ts'
import {
  speakersOf,
  type SourceNote,
  type TimedRange,
  type TranscriptText,
  type Turn,
  type Warning,
} from '../transcript.ts'
import { oneVoiceOneTurn } from '../turns/one-voice.ts'
import { overlapOf } from './overlap.ts'

/** One file of a session, read. */
export interface SessionReading {
  /** What to call its speaker where the file does not say, or says no more than "Speaker". */
  readonly speaker: string
  readonly transcript: TranscriptText
}

/** A stretch of one reading from one time to the next. */
interface Piece {
  readonly text: string
  readonly startsAt: number
  readonly endsAt: number | null
  /** Offsets in the piece's text. */
  readonly turns: readonly Turn[]
  readonly notes: readonly SourceNote[]
  readonly time: TimedRange
}

/** A label that says that somebody speaks and not who. */
const unspecific =
  /^(?:(?:unknown )?speaker|spk|tier|voice|text|utterances?|transcript(?:ion)?)[ _-]?\d*$/i
/** Shares of the time with speech; most of it at once is no conversation. */
const muchOverlap = 0.5

/**
 * Joins the readings of several files of one session, each with some of its speakers, into one
 * transcript: their timed stretches in order of time, joined by LF. Of two that begin at the same
 * moment the one of the earlier file goes first; speech over each other stays as it is. A label that
 * several files share, or that names nobody, gives way to the file's speaker. Words without a time
 * stay with those before them.
 *
 * Every reading must have times: else the answer is an error of code `no-times`.
 */
export function joinReadings(title: string, readings: readonly SessionReading[]): ReadResult {
  const untimed = readings.findIndex(({ transcript }) => transcript.times.length === 0)
  if (untimed >= 0) {
    return {
      ok: false,
      error: {
        code: 'no-times',
        // By number: a file's name may be somebody's, and the sentence is kept.
        message: `File ${untimed + 1} of these gives no times, so it cannot be joined with the others. Import it on its own.`,
      },
    }
  }
  const shared = sharedLabels(readings)
  const pieces = readings
    .flatMap((reading) => piecesOf(renamed(reading, shared)))
    .toSorted((one, other) => one.startsAt - other.startsAt)
  return { ok: true, transcripts: [{ title, ...placed(pieces), warnings: warningsOf(readings) }] }
}

function placed(pieces: readonly Piece[]) {
  const said: Turn[] = []
  const times: TimedRange[] = []
  const notes: SourceNote[] = []
  let from = 0
  const at = ({ from: start, to }: { from: number; to: number }) => ({
    from: from + start,
    to: from + to,
  })
  for (const { text, turns, time, notes: inPiece } of pieces) {
    times.push({ ...time, ...at(time) })
    for (const note of inPiece) notes.push({ ...note, ...at(note) })
    for (const turn of turns)
      said.push({ ...turn, ...at(turn), label: turn.label === null ? null : at(turn.label) })
    from += text.length + 1
  }
  const text = pieces.map((piece) => piece.text).join('\n')
  const turns = oneVoiceOneTurn(said)
  return { text, turns, speakers: speakersOf(text, turns), times, notes }
}

function sharedLabels(readings: readonly SessionReading[]): ReadonlySet<string> {
  const labels = readings.flatMap(({ transcript }) => transcript.speakers.map(({ label }) => label))
  return new Set(labels.filter((label, index) => labels.indexOf(label) !== index))
}

/** The reading with speakers whose names tell them apart in the whole session. */
function renamed(
  { speaker, transcript }: SessionReading,
  shared: ReadonlySet<string>,
): TranscriptText {
  const isOnly = transcript.speakers.length === 1
  const nameOf = (label: string | null): string => {
    if (label === null) return speaker
    if (isOnly && unspecific.test(label)) return speaker
    if (!shared.has(label)) return label
    return isOnly ? speaker : `${label} (${speaker})`
  }
  const turns = transcript.turns.map((turn) => ({ ...turn, speaker: nameOf(turn.speaker) }))
  return { ...transcript, turns }
}

/** The text cut where a time begins. The first piece holds what stands before it too. */
function piecesOf({ text, turns, times, notes }: TranscriptText): Piece[] {
  const starts = startsOf(turns, times)
  let next = 0
  return times.flatMap((time, index) => {
    const from = starts[index] ?? 0
    // A note may stand behind the last character.
    const end = starts[index + 1] ?? text.length + 1
    const to = from + text.slice(from, end).replace(/\n+$/, '').length
    if (from >= to) return []
    const inside: Turn[] = []
    while ((turns[next]?.to ?? Infinity) <= from) next++
    for (let at = next; at < turns.length; at++) {
      const turn = turns[at]
      if (!turn || (turn.label?.from ?? turn.from) >= to) break
      const part = clipped(text, turn, { from, to }, time)
      if (part.from < part.to || part.label) inside.push(part)
    }
    return [
      {
        text: text.slice(from, to),
        startsAt: time.startsAt,
        endsAt: time.endsAt,
        turns: inside,
        notes: notesIn(notes, { from, end, to }),
        time: { ...time, from: Math.max(time.from, from) - from, to: Math.min(time.to, to) - from },
      },
    ]
  })
}

/** The notes whose place is in a piece, in offsets of the piece; one that goes on beyond it ends with it. */
function notesIn(
  notes: readonly SourceNote[],
  { from, end, to }: { from: number; end: number; to: number },
): SourceNote[] {
  return notes
    .filter((note) => note.from >= from && note.from < end)
    .map((note) => ({
      ...note,
      from: Math.min(note.from, to) - from,
      to: Math.min(note.to, to) - from,
    }))
}

/** Where each time's piece begins: at the label of its turn, or at its words; the first at 0. */
function startsOf(turns: readonly Turn[], times: readonly TimedRange[]): number[] {
  const labelled = new Map(turns.map((turn) => [turn.from, turn.label?.from ?? turn.from]))
  return times.map(({ from }, index) =>
    index === 0 ? 0 : Math.min(from, labelled.get(from) ?? from),
  )
}

/** The part of a turn that stands in a piece, in offsets of the piece. */
function clipped(
  text: string,
  turn: Turn,
  piece: { from: number; to: number },
  time: TimedRange,
): Turn {
  const begins = turn.from >= piece.from
  const ends = turn.to <= piece.to
  const words = trimRange(text, {
    from: Math.max(turn.from, piece.from),
    to: Math.min(turn.to, piece.to),
  })
  const hasLabel = turn.label !== null && turn.label.from >= piece.from
  return {
    from: words.from - piece.from,
    to: words.to - piece.from,
    label:
      hasLabel && turn.label
        ? { from: turn.label.from - piece.from, to: turn.label.to - piece.from }
        : null,
    speaker: turn.speaker,
    startsAt: begins ? (turn.startsAt ?? time.startsAt) : time.startsAt,
    endsAt: ends ? (turn.endsAt ?? time.endsAt) : time.endsAt,
  }
}

function warningsOf(readings: readonly SessionReading[]): Warning[] {
  // Offsets are of the single files, so they go.
  const ofFiles = readings.flatMap(({ transcript }) =>
    transcript.warnings.map(({ code, message }) => ({ code, message })),
  )
  const told = new Map(ofFiles.map((warning) => [warning.message, warning]))
  const overlap = overlapOf(readings.map(({ transcript }) => transcript.times))
  if (overlap <= muchOverlap) return [...told.values()]
  const message = `In ${Math.round(overlap * 100)} % of the time with speech people of different files speak at once. Look whether the files are really of one conversation.`
  return [...told.values(), { code: 'much-overlap', message }]
}
