import { clampRange, covers, sameRange, type Range } from './range.ts'
import { snapToGraphemes } from './graphemes.ts'
import { trimRange } from './white-space.ts'

const words = new Intl.Segmenter('en', { granularity: 'word' })
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/**
 * The next larger meaningful piece of text around a selection or caret: whole words, then whole
 * sentences, then whole turns. A selection across several turns grows to the whole of those turns
 * and no further; once there, the same range comes back.
 *
 * `turns` are the words of each turn (no labels), in order. A caret in a label counts as one at
 * the start of that label's turn. Text outside every turn (a heading, a file without speakers)
 * grows by its line instead.
 */
export function growRange(text: string, turns: readonly Range[], range: Range): Range {
  // White space at the ends would lead into lines that nobody meant to select.
  const selected = trimRange(text, snapToGraphemes(text, range))
  const first = trimRange(text, unitAt(text, turns, selected.from))
  const last =
    selected.to > selected.from ? trimRange(text, unitAt(text, turns, selected.to - 1)) : first
  const start = intoUnit(first, selected.from)
  const current = { from: start, to: Math.max(start, intoUnit(last, selected.to)) }
  const steps = [
    { from: wordStart(text, first, current), to: wordEnd(text, last, current) },
    { from: sentenceStart(text, first, current), to: sentenceEnd(text, last, current) },
    { from: first.from, to: last.to },
  ]
  const larger = steps.find((step) => covers(step, current) && !sameRange(step, current))
  return larger ?? current
}

/** The turn whose words hold this offset, or that starts on its line; else the line itself. */
function unitAt(text: string, turns: readonly Range[], offset: number): Range {
  const line = lineAt(text, offset)
  const next = firstEndingAtOrAfter(turns, offset)
  if (next && next.from <= offset) return next
  if (next && next.from <= line.to) return next
  const previous = lastStartingAtOrBefore(turns, offset)
  if (previous && previous.to >= line.from) return previous
  return line
}

function firstEndingAtOrAfter(turns: readonly Range[], offset: number): Range | undefined {
  return turns[indexWhere(turns.length, (index) => (turns[index]?.to ?? 0) >= offset)]
}

function lastStartingAtOrBefore(turns: readonly Range[], offset: number): Range | undefined {
  return turns[indexWhere(turns.length, (index) => (turns[index]?.from ?? 0) > offset) - 1]
}

/** The first index for which an ascending condition holds, or `length`. */
function indexWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function lineAt(text: string, offset: number): Range {
  const from = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return { from: offset === 0 ? 0 : from, to: end < 0 ? text.length : end }
}

function intoUnit(unit: Range, offset: number): number {
  return Math.max(unit.from, Math.min(unit.to, offset))
}

function wordStart(text: string, unit: Range, current: Range): number {
  const word = wordAround(text, unit, current.from, current.from === current.to)
  return word ? Math.min(word.from, current.from) : current.from
}

function wordEnd(text: string, unit: Range, current: Range): number {
  const empty = current.from === current.to
  const word = wordAround(text, unit, empty ? current.to : current.to - 1, empty)
  return word ? Math.max(word.to, current.to) : current.to
}

/** The word at this offset; for a caret also the word that ends there. */
function wordAround(text: string, unit: Range, offset: number, caret: boolean): Range | null {
  const here = segmentAt(text, unit, words, offset)
  if (here?.isWordLike) return here
  if (!caret || offset === unit.from) return null
  const before = segmentAt(text, unit, words, offset - 1)
  return before?.isWordLike ? before : null
}

function sentenceStart(text: string, unit: Range, current: Range): number {
  const sentence = segmentAt(text, unit, sentences, Math.min(current.from, unit.to - 1))
  return sentence ? Math.min(current.from, trimRange(text, sentence).from) : current.from
}

function sentenceEnd(text: string, unit: Range, current: Range): number {
  const last = current.to > current.from ? current.to - 1 : Math.min(current.to, unit.to - 1)
  const sentence = segmentAt(text, unit, sentences, last)
  return sentence ? Math.max(current.to, trimRange(text, sentence).to) : current.to
}

interface Segment extends Range {
  readonly isWordLike: boolean
}

function segmentAt(
  text: string,
  unit: Range,
  segmenter: Intl.Segmenter,
  offset: number,
): Segment | null {
  if (offset < unit.from || offset >= unit.to) return null
  const segment = segmenter.segment(text.slice(unit.from, unit.to)).containing(offset - unit.from)
  if (!segment) return null
  const from = unit.from + segment.index
  return { from, to: from + segment.segment.length, isWordLike: segment.isWordLike ?? false }
}

/** The turns that the range touches, as one range; used to offer "the whole turn" at once. */
export function wholeTurns(text: string, turns: readonly Range[], range: Range): Range {
  const { from, to } = clampRange(text, range)
  const first = unitAt(text, turns, from)
  const last = unitAt(text, turns, Math.max(from, to - 1))
  return trimRange(text, { from: first.from, to: Math.max(first.to, last.to) })
}
