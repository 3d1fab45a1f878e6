import { snapToGraphemes } from './graphemes.ts'
import type { Range } from './range.ts'

/** Which end of a range. */
export type Edge = 'from' | 'to'

/** How far an edge goes at once: to the next word, or the next character as a reader sees one. */
export type EdgeUnit = 'word' | 'character'

/** Where an edge is to go: the next place in the direction of reading (1) or against it (-1). */
export interface EdgeStep {
  readonly edge: Edge
  readonly direction: 1 | -1
  readonly by: EdgeUnit
}

/**
 * The range with one of its edges moved by a step. The start comes to stand where a word (or character) begins, the
 * end where one ends, punctuation with the word that it clings to; white space is passed over. The other edge only
 * moves outward to a grapheme border, if it stands within a grapheme. Where there is no further place, or no
 * character would be left, the edge stays.
 */
export function moveEdge(text: string, range: Range, { edge, direction, by }: EdgeStep): Range {
  const whole = snapToGraphemes(text, range)
  for (const piece of piecesFrom(text, whole[edge], direction, by)) {
    const moved = { ...whole, [edge]: snapToGraphemes(text, piece)[edge] }
    const isFurther = (moved[edge] - whole[edge]) * direction > 0
    if (isFurther) return moved.from < moved.to ? moved : whole
  }
  return whole
}

/**
 * The range with one of its edges put as near to an offset as a word (or character) has a border there. It stays
 * where no character would be left.
 */
export function putEdge(
  text: string,
  range: Range,
  { edge, at, by }: { edge: Edge; at: number; by: EdgeUnit },
): Range {
  const whole = snapToGraphemes(text, range)
  const line = lineAt(text, Math.max(0, Math.min(text.length, at)))
  const places = [...piecesIn(text, line, by)]
    .map((piece) => ({ ...whole, [edge]: snapToGraphemes(text, piece)[edge] }))
    .filter((moved) => moved.from < moved.to)
  return places.reduce(
    (best, moved) => (Math.abs(moved[edge] - at) < Math.abs(best[edge] - at) ? moved : best),
    places[0] ?? whole,
  )
}

const words = new Intl.Segmenter('en', { granularity: 'word' })
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Pieces in order, beginning with the line of an offset and going on line by line. */
function* piecesFrom(
  text: string,
  offset: number,
  direction: 1 | -1,
  by: EdgeUnit,
): Generator<Range> {
  let line: Range | null = lineAt(text, offset)
  while (line) {
    const pieces = [...piecesIn(text, line, by)]
    yield* direction === 1 ? pieces : pieces.toReversed()
    line = lineBeside(text, line, direction)
  }
}

function* piecesIn(text: string, line: Range, by: EdgeUnit): Generator<Range> {
  const segmenter = by === 'word' ? words : graphemes
  let piece: { from: number; to: number; isWord: boolean } | null = null
  for (const { segment, index, isWordLike } of segmenter.segment(text.slice(line.from, line.to))) {
    const from = line.from + index
    const to = from + segment.length
    const begins = by === 'character' || piece?.isWord
    if (segment.trim() === '') {
      if (piece) yield piece
      piece = null
    } else if (piece && !(begins && (by === 'character' || isWordLike))) {
      piece = { from: piece.from, to, isWord: piece.isWord || (isWordLike ?? false) }
    } else {
      if (piece) yield piece
      piece = { from, to, isWord: isWordLike ?? false }
    }
  }
  if (piece) yield piece
}

function lineAt(text: string, offset: number): Range {
  const end = text.indexOf('\n', offset)
  return {
    from: offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1,
    to: end < 0 ? text.length : end,
  }
}

function lineBeside(text: string, line: Range, direction: 1 | -1): Range | null {
  if (direction === 1) return line.to < text.length ? lineAt(text, line.to + 1) : null
  return line.from > 0 ? lineAt(text, line.from - 1) : null
}
