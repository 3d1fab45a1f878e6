import { splitForDisplay, wordsIn, type Range } from '@throughline/text'
import type { ViewTurn } from './types.ts'

/** One line as shown: a piece of the text without line ends, labels or blank lines. */
export interface DisplayLine {
  /** Where the line stands in the document's text (UTF-16 units, end exclusive). */
  readonly from: number
  readonly to: number
  /** Where it begins in the displayed text. */
  readonly shownFrom: number
  /** Index into `turns`, or -1 for text that belongs to no turn. */
  readonly turn: number
  /** What the line continues: nothing (it opens a turn), a paragraph before it, or its own sentence. */
  readonly opens: 'turn' | 'paragraph' | 'line' | 'nothing'
}

/**
 * The text as it is shown, and the way from each of its positions to the document's text and back.
 * Labels and blank lines are left out, and very long turns are broken, on screen only: the verbatim
 * text is never changed, and since a label is not there, no selection can begin in one.
 */
export class Projection {
  readonly text: string
  readonly turns: readonly ViewTurn[]
  readonly shown: string
  readonly lines: readonly DisplayLine[]
  #spoken: readonly Range[] | null = null

  constructor(text: string, turns: readonly ViewTurn[]) {
    this.text = text
    this.turns = inOrder(turns, text.length)
    this.lines = displayLines(text, this.turns)
    this.shown = this.lines.map((line) => text.slice(line.from, line.to)).join('\n')
  }

  /** The line that shows `position` of the displayed text. */
  lineAtShown(position: number): DisplayLine {
    return this.#line(lastAtOrBefore(this.lines, position, (line) => line.shownFrom))
  }

  /** From a position of the displayed text to the document's. */
  toText(position: number): number {
    const line = this.lineAtShown(position)
    return Math.min(line.from + (position - line.shownFrom), line.to)
  }

  /**
   * From a position of the document's text to the displayed one. A position that is not shown goes to
   * the next shown text (side 1) or to the one before (side -1); one at a break made for display goes
   * to the line after (side 1) or before it (side -1).
   */
  toShown(position: number, side: 1 | -1): number {
    let index = Math.max(
      0,
      lastAtOrBefore(this.lines, position, (line) => line.from),
    )
    const line = this.#line(index)
    if (side === -1 && position === line.from && index > 0) {
      const before = this.#line(index - 1)
      return before.shownFrom + (before.to - before.from)
    }
    if (position > line.to && side === 1 && index + 1 < this.lines.length) index += 1
    const nearest = this.#line(index)
    const within = Math.min(Math.max(position, nearest.from), nearest.to) - nearest.from
    return nearest.shownFrom + within
  }

  /** Where the shown line that holds a position of the document's text ends there. */
  lineEnd(position: number): number {
    return this.#line(lastAtOrBefore(this.lines, position, (line) => line.from)).to
  }

  /** The displayed stretch of a range, or null if nothing of it is shown. */
  rangeToShown(range: Range): Range | null {
    const from = this.toShown(range.from, 1)
    const to = this.toShown(range.to, -1)
    return to > from ? { from, to } : null
  }

  /**
   * The range of the document's text that a displayed stretch shows, or null if it shows nothing. Both
   * ends lie on shown text: a stretch that begins at the end of a line begins with the next one.
   */
  rangeToText(from: number, to: number): Range | null {
    let first = lastAtOrBefore(this.lines, from, (line) => line.shownFrom)
    const begin = this.#line(first)
    if (from >= begin.shownFrom + (begin.to - begin.from)) first += 1
    const last = lastAtOrBefore(this.lines, to - 1, (line) => line.shownFrom)
    if (first > last) return null
    const opening = this.#line(first)
    const closing = this.#line(last)
    const range = {
      from: opening.from + Math.max(0, from - opening.shownFrom),
      to: Math.min(closing.from + (to - closing.shownFrom), closing.to),
    }
    return range.to > range.from ? range : null
  }

  /** The words of each turn as ranges of the document's text: from its first shown line to its last. */
  get spoken(): readonly Range[] {
    this.#spoken ??= spokenRanges(this.lines)
    return this.#spoken
  }

  /** What a range says: its shown text, with a line end where the text has one or more. */
  said(range: Range): string {
    let said = ''
    for (const line of this.#linesOf(range)) {
      if (said !== '' && line.opens !== 'nothing') said += '\n'
      said += this.text.slice(Math.max(line.from, range.from), Math.min(line.to, range.to))
    }
    return said
  }

  /** Whether any character of a range belongs to a label. */
  touchesLabel(range: Range): boolean {
    const first = Math.max(
      0,
      lastAtOrBefore(this.turns, range.from, (turn) => turn.from),
    )
    for (let index = first; (this.turns[index]?.from ?? Infinity) < range.to; index += 1) {
      const label = this.turns[index]?.label
      if (label && label.from < range.to && range.from < label.to) return true
    }
    return false
  }

  /** How many of a range's words are shown; those of labels are not counted. */
  wordsIn(range: Range): number {
    let words = 0
    for (const line of this.#linesOf(range))
      words += wordsIn(this.text, {
        from: Math.max(line.from, range.from),
        to: Math.min(line.to, range.to),
      })
    return words
  }

  /** The shown lines that share a character with a range. */
  *#linesOf(range: Range): Generator<DisplayLine> {
    const first = Math.max(
      0,
      lastAtOrBefore(this.lines, range.from, (line) => line.from),
    )
    for (let index = first; index < this.lines.length; index += 1) {
      const line = this.#line(index)
      if (line.from >= range.to) return
      if (line.to > range.from) yield line
    }
  }

  #line(index: number): DisplayLine {
    return this.lines[index] ?? emptyLine
  }
}

const emptyLine: DisplayLine = { from: 0, to: 0, shownFrom: 0, turn: -1, opens: 'turn' }

function spokenRanges(lines: readonly DisplayLine[]): readonly Range[] {
  const ranges = new Map<number, Range>()
  for (const line of lines)
    if (line.turn !== -1)
      ranges.set(line.turn, { from: ranges.get(line.turn)?.from ?? line.from, to: line.to })
  return [...ranges.values()]
}

/**
 * Turns in order, each with its label, clipped to the text and to each other, so that every character
 * has one turn at most.
 */
function inOrder(turns: readonly ViewTurn[], length: number): readonly ViewTurn[] {
  const whole = turns.map((turn) => ({
    ...turn,
    from: Math.min(turn.from, turn.label?.from ?? turn.from),
    to: Math.max(turn.to, turn.label?.to ?? turn.to),
  }))
  let end = 0
  return whole
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .flatMap((turn) => {
      const from = Math.max(turn.from, end)
      const to = Math.min(turn.to, length)
      if (to <= from) return []
      end = to
      return [{ ...turn, from, to }]
    })
}

function displayLines(text: string, turns: readonly ViewTurn[]): readonly DisplayLine[] {
  const lines: DisplayLine[] = []
  let shownFrom = 0
  const put = (from: number, to: number, turn: number, opens: DisplayLine['opens']) => {
    lines.push({ from, to, shownFrom, turn, opens })
    shownFrom += to - from + 1
  }
  // What the next line opens is carried on, for a label may stand in the middle of a turn.
  let opens: DisplayLine['opens'] = 'turn'
  const show = (from: number, to: number, turn: number) => {
    let begin = from
    while (begin < to) {
      const newline = text.indexOf('\n', begin)
      const end = newline === -1 || newline > to ? to : newline
      if (isBlank(text, begin, end)) {
        if (opens === 'line') opens = 'paragraph'
      } else {
        for (const piece of splitForDisplay(text, { from: begin, to: end })) {
          put(piece.from, piece.to, turn, opens)
          opens = 'nothing'
        }
        opens = 'line'
      }
      begin = end + 1
    }
  }
  let shownUpTo = 0
  turns.forEach((turn, index) => {
    opens = 'turn'
    show(shownUpTo, turn.from, -1)
    opens = 'turn'
    const label = turn.label
    if (label && label.to > label.from) {
      show(turn.from, label.from, index)
      show(skipSpaces(text, label.to, turn.to), turn.to, index)
    } else show(turn.from, turn.to, index)
    shownUpTo = turn.to
  })
  opens = 'turn'
  show(shownUpTo, text.length, -1)
  return lines.length > 0 ? lines : [emptyLine]
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let position = from; position < to; position += 1)
    if (!/\s/.test(text.charAt(position))) return false
  return true
}

function skipSpaces(text: string, from: number, to: number): number {
  let position = from
  while (position < to && (text[position] === ' ' || text[position] === '\t')) position += 1
  return position
}

/** Index of the last element whose key is at most `value`; -1 if there is none. */
export function lastAtOrBefore<T>(
  sorted: readonly T[],
  value: number,
  key: (element: T) => number,
): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const element = sorted[middle]
    if (element !== undefined && key(element) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
