import { covers, piecesWithin, type Range } from './range.ts'
import { trimRange } from './white-space.ts'

/** A stretch of a text that becomes a part of another: from its offset 0 on, or from `at` on. */
export interface Piece extends Range {
  /** Where it begins in the text that it becomes a part of. UTF-16 offset. */
  readonly at: number
}

/** Texts one behind the other, joined by one LF, and where each stands in the whole. */
export function joinTexts(texts: readonly string[]): { text: string; places: Range[] } {
  const places: Range[] = []
  let from = 0
  for (const text of texts) {
    places.push({ from, to: from + text.length })
    from += text.length + 1
  }
  return { text: texts.join('\n'), places }
}

/**
 * The pieces of a text that begin at these offsets, each a text of its own; the one LF before a border stands in none of
 * them, so that joining the pieces gives the text again where every border is the start of a line.
 * Throws a RangeError unless the offsets begin with 0, rise, and lie within the text.
 */
export function splitText(text: string, starts: readonly number[]): Piece[] {
  if (starts[0] !== 0) throw new RangeError('The first piece begins at 0')
  return starts.map((from, index) => {
    const next = starts[index + 1]
    if (next !== undefined && (next <= from || next > text.length))
      throw new RangeError(`A piece cannot begin at ${next} behind one that begins at ${from}`)
    const to = next ?? text.length
    const isJoint = next !== undefined && to - 1 >= from && text[to - 1] === '\n'
    return { from, to: isJoint ? to - 1 : to, at: 0 }
  })
}

/** A range within a piece, in the offsets of the text that the piece becomes a part of. */
export function carried({ from, to }: Range, piece: Piece): Range {
  const by = piece.at - piece.from
  return { from: from + by, to: to + by }
}

/**
 * What becomes of a range whose text goes apart into pieces. Ranges are in the offsets of the text before.
 *
 * - `whole`: one piece holds all of it;
 * - `settled`: one piece holds all its words, and white space at its ends is left behind;
 * - `cut`: its words stand in several pieces, each part without the white space at its ends;
 * - `lost`: it is nothing but white space that stands in no piece.
 */
export type Fitted =
  | { readonly kind: 'whole' | 'settled'; readonly piece: number; readonly range: Range }
  | { readonly kind: 'cut'; readonly parts: readonly { piece: number; range: Range }[] }
  | { readonly kind: 'lost' }

/** Says what becomes of a range when `text` goes apart into these pieces, which do not overlap. */
export function fitToPieces(text: string, range: Range, pieces: readonly Piece[]): Fitted {
  const whole = pieces.findIndex((piece) => covers(piece, range))
  if (whole !== -1) return { kind: 'whole', piece: whole, range }
  const parts = pieces.flatMap((piece, index) => {
    const [within] = piecesWithin(range, [piece])
    const words = within && trimRange(text, within)
    return words && words.from < words.to ? [{ piece: index, range: words }] : []
  })
  const [first] = parts
  if (!first) return { kind: 'lost' }
  return parts.length === 1 ? { kind: 'settled', ...first } : { kind: 'cut', parts }
}
