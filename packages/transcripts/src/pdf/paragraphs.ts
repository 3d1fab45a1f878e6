import { findTurns } from '../turns/find-turns.ts'
import type { Line } from './columns.ts'

/** A document's text, and how many words that were divided at the end of a line were put together again. */
export interface ParagraphText {
  readonly text: string
  readonly rejoined: number
}

/**
 * Joins the lines that a page's width broke, and keeps those that were meant: a line goes on in the next where that
 * one's first word had no room left, stands no lower than a line does, is no heading, begins no paragraph by where it
 * starts, and no speaker's turn. `widths` are those of the pages.
 */
export function paragraphsOf(lines: readonly Line[], widths: readonly number[]): ParagraphText {
  const layout = new Layout(lines, widths)
  const turns = turnStarts(lines)
  const hyphens = new Hyphens(lines)
  let text = ''
  let begins = true
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    begins = !before || turns.has(index) || !layout.goesOn(before, line, begins)
    if (!before) text += line.text
    else text = begins ? `${text}\n${line.text}` : hyphens.joined(text, line.text)
  }
  return { text, rejoined: hyphens.rejoined }
}

/** The lines with which a speaker begins. */
function turnStarts(lines: readonly Line[]): Set<number> {
  const starts = new Set<number>()
  const turns = findTurns(lines.map(({ text }) => text).join('\n'))
  let at = 0
  let next = 0
  for (const [index, { text }] of lines.entries()) {
    const end = at + text.length
    const label = turns[next]?.label
    if (label && label.from >= at && label.from <= end) {
      starts.add(index)
      while ((turns[next]?.label?.from ?? Infinity) <= end) next++
    }
    at = end + 1
  }
  return starts
}

/** What is usual in this document: how far lines are apart and how far they reach. */
class Layout {
  readonly #pitch: number
  readonly #edges = new Map<number, number>()

  constructor(lines: readonly Line[], widths: readonly number[]) {
    this.#pitch = median(
      lines.flatMap((line, index) => {
        const next = lines[index + 1]
        return next && sameColumn(line, next) ? [(next.base - line.base) / line.size] : []
      }),
    )
    for (const column of new Set(lines.map((line) => line.column))) {
      const some = lines.filter((line) => line.column === column)
      this.#edges.set(column, edgeOf(some, column === 0 ? Math.max(...widths) : null))
    }
  }

  /** Whether a line goes on in the next; `begins` says whether it begins a paragraph itself. */
  goesOn(line: Line, next: Line, begins: boolean): boolean {
    if (Math.abs(next.size - line.size) > line.size * 0.15) return false
    if (sameColumn(line, next)) {
      if (next.base - line.base > Math.max(this.#pitch * 1.25, 1) * line.size) return false
    } else if (line.column !== next.column && (line.column === 0 || next.column === 0)) return false
    if (startsItem(line, next)) return false
    if (next.text.includes('\t') && next.from <= line.from + line.size * 0.5) return false
    const edge = this.#edges.get(line.column) ?? 0
    const room = edge - line.to
    // Many people type two spaces behind a sentence; half a letter more, for words of wide letters.
    const spaces = /[.?!:]$/.test(line.text) ? 2.5 : 1.5
    if (room > firstWordWidth(next) + spaces * letterWidth(line)) return false
    // Only the second line of a paragraph may stand further in or out than the one before it.
    return (
      begins || next.column !== line.column || Math.abs(next.from - line.from) <= line.size * 0.7
    )
  }
}

/** Whether an item of a list begins: a mark, or a number behind the end of a sentence. */
function startsItem(line: Line, next: Line): boolean {
  if (/^[•‣▪◦●○■]\s/u.test(next.text)) return true
  return /^\d{1,3}[.)]\s/.test(next.text) && /[.?!:;…)][”"’']?$/u.test(line.text)
}

function sameColumn(line: Line, next: Line): boolean {
  return next.page === line.page && next.column === line.column && next.base > line.base
}

/**
 * Where lines end at the latest. Where many end near the longest, that is the edge; else the page's margins are
 * taken to be alike, so that short lines are not taken for broken ones.
 */
function edgeOf(lines: readonly Line[], pageWidth: number | null): number {
  const longest = Math.max(...lines.map(({ to }) => to))
  const size = median(lines.map((line) => line.size))
  const near = lines.filter(({ to }) => to > longest - size * 4).length
  if (pageWidth === null || (near >= 4 && near * 4 >= lines.length)) return longest
  return Math.max(longest, pageWidth - Math.min(...lines.map(({ from }) => from)))
}

const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

// A word may be of wider letters than its line; the more often a line goes on, the less often a turn is cut.
const wideWord = 1.3

function firstWordWidth({ text, from, to, size }: Line): number {
  if (ideograph.test(text.charAt(0))) return size
  const [word = ''] = /^\S+/u.exec(text) ?? []
  return ((to - from) * word.length * wideWord) / Math.max(1, text.length)
}

/** About the width of a space at least. */
function letterWidth({ text, from, to }: Line): number {
  return (to - from) / Math.max(1, text.length)
}

/** Letters at the end of a line whose hyphen may only divide a word: not those of "day-to-". */
const divided = /(?<![\p{L}\p{M}\p{N}'’-])([\p{L}\p{M}]+)[-\u2010]$/u
const divisionsOfHyphenated = 3

/**
 * Joins lines at words that were divided, and keeps every sign but a hyphen that only divides. Whether one does, the
 * document itself must say: it divides words, and it writes these letters as one word elsewhere.
 */
class Hyphens {
  readonly #lines: readonly Line[]
  #words: ReadonlySet<string> | null = null
  #isHyphenated: boolean | null = null
  rejoined = 0

  constructor(lines: readonly Line[]) {
    this.#lines = lines
  }

  joined(text: string, next: string): string {
    const end = text.slice(-80)
    if (end.endsWith('\u00ad')) {
      this.rejoined++
      return text.slice(0, -1) + next
    }
    if (ideograph.test(end.at(-1) ?? '') && ideograph.test(next.charAt(0))) return text + next
    // A line may be broken behind these signs within a word; where they stand alone, there is a space on both sides.
    if (!/[^\s\-\u2010—/][-\u2010—/]+$/u.test(end)) return `${text} ${next}`
    if (!this.#dividesWord(end, next) || !this.#hyphenated()) return text + next
    this.rejoined++
    return text.slice(0, -1) + next
  }

  #hyphenated(): boolean {
    this.#isHyphenated ??=
      this.#lines.filter((line, index) =>
        this.#dividesWord(line.text, this.#lines[index + 1]?.text ?? ''),
      ).length >= divisionsOfHyphenated
    return this.#isHyphenated
  }

  /** Whether the document writes the letters on both sides as one word elsewhere. */
  #dividesWord(end: string, next: string): boolean {
    const start = divided.exec(end.slice(-80))?.[1]
    const rest = /^[\p{Ll}\p{M}]+/u.exec(next)?.[0]
    if (start === undefined || rest === undefined) return false
    this.#words ??= new Set(
      this.#lines.flatMap(
        ({ text }) =>
          text.toLowerCase().match(/[\p{L}\p{M}]+(?:[-\u2010'’][\p{L}\p{M}]+)*/gu) ?? [],
      ),
    )
    return this.#words.has(`${start}${rest}`.toLowerCase())
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
