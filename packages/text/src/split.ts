import { graphemeCeiling, graphemeFloor } from './graphemes.ts'
import { clampRange, type Range } from './range.ts'
import { isSpaceAt } from './white-space.ts'

/**
 * The range in consecutive pieces of at most `limit` UTF-16 units, for display only: the pieces
 * join to the range again. Each cut is behind a line end if the last half of the piece has one,
 * else behind white space, else wherever it must be, and never within a grapheme (one that is
 * longer than the limit stays whole). An empty range gives no piece.
 */
export function splitForDisplay(text: string, range: Range, limit = 5000): Range[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`The limit ${limit} is not a whole number of at least 1`)
  }
  const { from, to } = clampRange(text, range)
  const pieces: Range[] = []
  let start = from
  while (start < to) {
    const end = to - start <= limit ? to : Math.min(to, cutBehind(text, start, start + limit))
    pieces.push({ from: start, to: end })
    start = end
  }
  return pieces
}

/** Where to cut a piece that starts at `start` and should end at `latest` or before. */
function cutBehind(text: string, start: number, latest: number): number {
  const lineEnd = text.lastIndexOf('\n', latest - 1) + 1
  if (lineEnd > start + (latest - start) / 2) return lineEnd
  let cut = latest
  while (cut > start && !isSpaceAt(text, cut - 1)) cut--
  const places = [graphemeFloor(text, cut), graphemeFloor(text, latest)]
  return places.find((place) => place > start) ?? graphemeCeiling(text, latest)
}
