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
    if (next.text.includes('\t') && next.from <= line.from + line.size * 0.5) return false
    const edge = this.#edges.get(line.column) ?? 0
    const room = edge - line.to
    if (room > firstWordWidth(next) + line.size * 0.3) return false
    // Only the second line of a paragraph may stand further in or out than the one before it.
    return (
      begins || next.column !== line.column || Math.abs(next.from - line.from) <= line.size * 0.7
    )
  }
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

function firstWordWidth({ text, from, to, size }: Line): number {
  if (ideograph.test(text.charAt(0))) return size
  const [word = ''] = /^\S+/u.exec(text) ?? []
  return ((to - from) * word.length) / Math.max(1, text.length)
}

/** Joins lines at words that were divided, and keeps every sign but a hyphen that only divides. */
class Hyphens {
  readonly #lines: readonly Line[]
  #words: ReadonlySet<string> | null = null
  rejoined = 0

  constructor(lines: readonly Line[]) {
    this.#lines = lines
  }

  joined(text: string, next: string): string {
    if (text.endsWith('\u00ad')) {
      this.rejoined++
      return text.slice(0, -1) + next
    }
    const last = text.charAt(text.length - 1)
    if (ideograph.test(last) && ideograph.test(next.charAt(0))) return text + next
    const divided = /([\p{L}\p{M}]+)[-\u2010]$/u.exec(text.slice(-60))
    if (!divided) return last === '—' ? text + next : `${text} ${next}`
    const rest = /^[\p{Ll}\p{M}]+/u.exec(next)?.[0]
    if (rest !== undefined && this.#isWord(`${divided[1]}${rest}`)) {
      this.rejoined++
      return text.slice(0, -1) + next
    }
    return text + next
  }

  /** Whether the document itself writes these letters as one word elsewhere. */
  #isWord(letters: string): boolean {
    this.#words ??= new Set(
      this.#lines.flatMap(
        ({ text }) =>
          text.toLowerCase().match(/[\p{L}\p{M}]+(?:[-\u2010'’][\p{L}\p{M}]+)*/gu) ?? [],
      ),
    )
    return this.#words.has(letters.toLowerCase())
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
