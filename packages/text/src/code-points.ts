/**
 * Converts between offsets in UTF-16 code units (ours, CodeMirror's, the browser's) and offsets in
 * Unicode code points (REFI-QDA's, PostgreSQL's). Both are zero-based.
 */
export interface CodePointIndex {
  /** How many code points the text has; a lone surrogate counts as one. */
  readonly length: number
  /** Code points before this UTF-16 offset. Within a surrogate pair: those before the pair. */
  toCodePoint(offset: number): number
  /** The UTF-16 offset at which this code point starts. */
  toUtf16(codePoint: number): number
}

/**
 * Builds the index of a text once (linear); each conversion is then a binary search over the
 * characters outside the basic plane. Conversions throw a RangeError beyond the text.
 */
export function codePointIndex(text: string): CodePointIndex {
  const pairs = surrogatePairs(text)
  const length = text.length - pairs.length
  return {
    length,
    toCodePoint(offset) {
      checkWithin(offset, text.length, 'UTF-16 offset')
      const before = countWhere(pairs, (start) => start + 2 <= offset)
      return pairs[before] === offset - 1 ? offset - 1 - before : offset - before
    },
    toUtf16(codePoint) {
      checkWithin(codePoint, length, 'code point offset')
      return codePoint + countWhere(pairs, (start, index) => start - index < codePoint)
    },
  }
}

/** UTF-16 offsets of the high half of every surrogate pair, ascending. */
function surrogatePairs(text: string): number[] {
  return Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), (match) => match.index)
}

/** How many leading elements meet a condition that never holds again once it fails. */
function countWhere(
  starts: readonly number[],
  holds: (start: number, index: number) => boolean,
): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const start = starts[middle]
    if (start !== undefined && holds(start, middle)) low = middle + 1
    else high = middle
  }
  return low
}

function checkWithin(value: number, limit: number, what: string): void {
  if (!Number.isInteger(value) || value < 0 || value > limit) {
    throw new RangeError(`The ${what} ${value} lies outside 0 to ${limit}`)
  }
}
