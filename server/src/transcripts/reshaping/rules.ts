import {
  isGraphemeBorder,
  joinTexts,
  type Piece,
  piecesWithin,
  type Range,
  trimRange,
} from '@throughline/text'
import type { Words } from '../write-transcript.ts'

/** A transcript that is to be merged with others. */
export interface PartToMerge {
  title: string
  participant: string | null
  stage: string
}

/** Why these transcripts cannot become one, as a sentence; null when they can. */
export function refuseMerge(parts: readonly PartToMerge[]): string | null {
  const released = parts.filter(({ stage }) => stage === 'released').length
  if (released > 0 && released < parts.length)
    return 'Some of these transcripts are released and some are raw. Release all of them first, or merge only those of one kind.'
  const whose = new Set(parts.flatMap(({ participant }) => participant ?? []))
  if (whose.size > 1)
    return 'These transcripts belong to different participants, so they are not parts of one interview. Say whose they are first.'
  return null
}

/** Why a transcript cannot go apart at these offsets, as a sentence; null when it can. */
export function refuseSplit(text: string, starts: readonly number[]): string | null {
  if (starts[0] !== 0) return 'The first part begins where the transcript begins.'
  for (const [index, from] of starts.entries()) {
    const to = starts[index + 1] ?? text.length
    if (to <= from || to > text.length)
      return 'The borders must follow each other within the text. Reload it and try again.'
    if (!isGraphemeBorder(text, from))
      return `Part ${index + 1} would begin within a character. Choose another border.`
    if (text.slice(from, to).trim() === '')
      return `Part ${index + 1} would have no words. Choose other borders.`
  }
  return null
}

/** The words of several transcripts as those of one; times of each are `later` by so many milliseconds. */
export function mergeWords(parts: readonly { words: Words; later: number }[]): {
  words: Words
  pieces: Piece[]
} {
  const { text, places } = joinTexts(parts.map(({ words }) => words.text))
  const merged: Words = { text, turns: [], speakers: [], notes: [] }
  const anyTurns = parts.some(({ words }) => words.turns.length > 0)
  const pieces: Piece[] = []
  for (const [index, { words, later }] of parts.entries()) {
    const by = places[index]?.from ?? 0
    pieces.push({ from: 0, to: words.text.length, at: by })
    const names = namesIn(merged.speakers, words.speakers, index + 1)
    // What stands in no turn would not count as words beside what does.
    const turns = words.turns.length === 0 && anyTurns ? [wholeAsTurn(words.text)] : words.turns
    for (const turn of turns)
      merged.turns.push({
        ...shifted(turn, by),
        label: turn.label && shifted(turn.label, by),
        speaker: turn.speaker === null ? null : (names.get(turn.speaker) ?? turn.speaker),
        startsAt: turn.startsAt === null ? null : turn.startsAt + later,
        endsAt: turn.endsAt === null ? null : turn.endsAt + later,
      })
    merged.notes.push(...words.notes.map((note) => ({ ...note, ...shifted(note, by) })))
  }
  return { words: merged, pieces }
}

/**
 * Enters the speakers of a further part among those of the whole, and gives what each is called there. Equal labels are
 * one speaker, unless the label is an interviewer's in one part and a participant's in another.
 */
function namesIn(
  whole: Words['speakers'],
  speakers: Words['speakers'],
  part: number,
): Map<string, string> {
  const names = new Map<string, string>()
  for (const { label, role } of speakers) {
    const same = whole.find((speaker) => speaker.label === label)
    if (same && (same.role === role || role === 'unknown')) names.set(label, label)
    else if (same?.role === 'unknown') {
      same.role = role
      names.set(label, label)
    } else {
      const name = same ? freeName(whole, `${label} (${part})`) : label
      whole.push({ label: name, role })
      names.set(label, name)
    }
  }
  return names
}

function freeName(taken: Words['speakers'], wanted: string): string {
  return taken.some(({ label }) => label === wanted) ? freeName(taken, `${wanted}*`) : wanted
}

function wholeAsTurn(text: string): Words['turns'][number] {
  const { from, to } = trimRange(text, { from: 0, to: text.length })
  return { from, to, label: null, speaker: null, startsAt: null, endsAt: null }
}

/** The words of one piece of a transcript. A turn that begins before it goes on in it, as nobody's. */
export function wordsOfPiece(whole: Words, piece: Piece): Words {
  const by = piece.at - piece.from
  const turns = whole.turns.flatMap((turn) => {
    const label = turn.label && within(turn.label, piece)
    const [words] = piecesWithin(turn, [piece])
    const range = words && trimRange(whole.text, words)
    if (!range || (range.from === range.to && !label)) return []
    const begins = turn.from >= piece.from && turn.from <= piece.to
    return [
      {
        ...shifted(range, by),
        label: label && shifted(label, by),
        speaker: begins ? turn.speaker : null,
        startsAt: begins ? turn.startsAt : null,
        endsAt: turn.to <= piece.to ? turn.endsAt : null,
      },
    ]
  })
  const speaking = new Set(turns.map(({ speaker }) => speaker))
  return {
    text: whole.text.slice(piece.from, piece.to),
    turns,
    speakers: whole.speakers.filter(({ label }) => speaking.has(label)),
    notes: whole.notes.flatMap((note) => {
      const [place] = note.from === note.to ? [within(note, piece)] : piecesWithin(note, [piece])
      return place ? [{ ...note, ...shifted(place, by) }] : []
    }),
  }
}

function within(range: Range, piece: Piece): Range | null {
  return range.from >= piece.from && range.to <= piece.to
    ? { from: range.from, to: range.to }
    : null
}

function shifted({ from, to }: Range, by: number): Range {
  return { from: from + by, to: to + by }
}

/** The words of a transcript that mark which piece a mark belongs to: the one in which it begins, or the next. */
export function placeOfMark<P extends Piece>(
  mark: Range,
  pieces: readonly P[],
): { piece: P; range: Range } | null {
  const piece = pieces.find(({ to }) => to > mark.from)
  if (!piece) return null
  const from = Math.max(mark.from, piece.from)
  const to = Math.max(from + 1, Math.min(mark.to, piece.to))
  return { piece, range: shifted({ from, to }, piece.at - piece.from) }
}

/** Why a transcript is not replaced, as a sentence; null when nothing stands on it. */
export function refuseReplacement(codings: number, sections: number): string | null {
  const standing = [
    codings > 0 && (codings === 1 ? 'one coding' : `${codings} codings`),
    sections > 0 &&
      (sections === 1
        ? 'one mark of a section or question'
        : `${sections} marks of sections and questions`),
  ].filter((part) => part !== false)
  if (standing.length === 0) return null
  return `On this transcript ${codings + sections === 1 ? 'stands' : 'stand'} ${standing.join(' and ')}, which would lose ${codings + sections === 1 ? 'its' : 'their'} words. Take ${codings + sections === 1 ? 'it' : 'them'} away first, or import the file as a further transcript.`
}
