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
  return graphemeFloor(text, offset) === offset
}

/** The nearest grapheme border at or before the offset. */
export function graphemeFloor(text: string, offset: number): number {
  return graphemeAt(text, offset)?.from ?? offset
}

/** The nearest grapheme border at or after the offset. */
export function graphemeCeiling(text: string, offset: number): number {
  const grapheme = graphemeAt(text, offset)
  return grapheme && grapheme.from < offset ? grapheme.to : offset
}

/** The grapheme that holds the code unit after this offset, or null at either end of the text. */
function graphemeAt(text: string, offset: number): Range | null {
  if (offset <= 0 || offset >= text.length) return null
  // Most places in most texts stand between two plain ASCII characters.
  if (isPlainAscii(text.charCodeAt(offset - 1)) && isPlainAscii(text.charCodeAt(offset))) {
    return { from: offset, to: offset + 1 }
  }
  // No grapheme goes on past a line feed, so the line is context enough.
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineFeed = text.indexOf('\n', offset)
  const line = text.slice(lineStart, lineFeed < 0 ? text.length : lineFeed + 1)
  const segment = segmenter.segment(line).containing(offset - lineStart)
  if (!segment) return null
  const from = lineStart + segment.index
  return { from, to: from + segment.segment.length }
}

/** ASCII without the control characters: each is a grapheme unless a mark follows it. */
function isPlainAscii(unit: number): boolean {
  return unit >= 0x20 && unit < 0x7f
}
