import { clampRange, type Range } from './range.ts'

// The locale is fixed so that server and browser cut at the same places.
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The range, grown outward until neither end lies within a grapheme (what a reader sees as one
 * character: an emoji with its joiners, a letter with its accents, a CRLF).
 */
export function snapToGraphemes(text: string, range: Range): Range {
  const { from, to } = clampRange(text, range)
  return { from: graphemeFloor(text, from), to: graphemeCeiling(text, to) }
}

/** Whether no grapheme spans this offset. The two ends of the text are borders. */
export function isGraphemeBorder(text: string, offset: number): boolean {
  return graphemeAcross(text, offset) === null
}

/** The nearest grapheme border at or before the offset. */
export function graphemeFloor(text: string, offset: number): number {
  return graphemeAcross(text, offset)?.from ?? offset
}

/** The nearest grapheme border at or after the offset. */
export function graphemeCeiling(text: string, offset: number): number {
  return graphemeAcross(text, offset)?.to ?? offset
}

/** The grapheme with code units on both sides of the offset, or null when this is a border. */
function graphemeAcross(text: string, offset: number): Range | null {
  if (offset <= 0 || offset >= text.length || isPlainBorder(text, offset)) return null
  // No grapheme goes on past a line feed, so the line is context enough.
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = text.indexOf('\n', offset)
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd + 1)
  const segment = segmenter.segment(line).containing(offset - lineStart)
  if (!segment || segment.index === offset - lineStart) return null
  const from = lineStart + segment.index
  return { from, to: from + segment.segment.length }
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** The cases that need no dictionary: beside a line feed, or between two ASCII characters. */
function isPlainBorder(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1)
  const after = text.charCodeAt(offset)
  if (before === lineFeed) return true
  if (after === lineFeed) return before !== carriageReturn
  return isPlainAscii(before) && isPlainAscii(after)
}

/** ASCII without the control characters. */
function isPlainAscii(unit: number): boolean {
  return unit >= 0x20 && unit < 0x7f
}
