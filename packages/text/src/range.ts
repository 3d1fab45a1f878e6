/**
 * A piece of a text: `from` inclusive, `to` exclusive, in UTF-16 code units, zero-based,
 * `0 <= from <= to <= text.length`. A caret is a range whose ends are equal.
 */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The range, brought within the text and put in order. A caller's offsets may be stale. */
export function clampRange(text: string, range: Range): Range {
  const from = clampOffset(text, Math.min(range.from, range.to))
  const to = clampOffset(text, Math.max(range.from, range.to))
  return { from, to }
}

function clampOffset(text: string, offset: number): number {
  return Math.max(0, Math.min(text.length, Math.trunc(offset)))
}

/** Whether both ranges have the same ends. */
export function sameRange(one: Range, other: Range): boolean {
  return one.from === other.from && one.to === other.to
}

/** Whether `inner` lies wholly within `outer`; a shared end counts as within. */
export function covers(outer: Range, inner: Range): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

/**
 * The pieces of `range` that lie within `allowed` (for instance the words of turns, so that no
 * speaker label is quoted), in the order of `allowed`. Touching is not overlapping, so no piece
 * is empty.
 */
export function piecesWithin(range: Range, allowed: readonly Range[]): Range[] {
  return allowed
    .map((part) => ({ from: Math.max(part.from, range.from), to: Math.min(part.to, range.to) }))
    .filter((piece) => piece.from < piece.to)
}
