import type { Range } from './range.ts'
import { trimRange } from './white-space.ts'

/** A place in a text where something begins: a line or words of it, with the number and the name that it gives. */
export interface FoundMark extends Range {
  readonly number: number | null
  /** What it says there, without the mark itself: “Where are you from?” of “Q4: Where are you from?”. */
  readonly name: string
}

const longestHeading = 120
const longestName = 300

/**
 * What a person wrote to say how lines begin, as an expression: `{number}` is a whole number, `{name}` some words, a
 * space any white space, and everything else stands for itself, in capitals or not. Null when it would find every line.
 */
function lineBeginning(pattern: string): RegExp | null {
  const written = pattern.trim()
  if (written.replaceAll(/\{(number|name)\}|\s/g, '') === '' && !written.includes('{number}'))
    return null
  const parts = written.split(/(\{number\}|\{name\}|\s+)/)
  const seen = new Set<string>()
  const source = parts.map((part) => {
    if (part === '{number}' && !seen.has(part))
      return seen.add(part) && '(?<number>\\d{1,3})(?!\\d)'
    // At most so many, so that no line makes the search long.
    if (part === '{name}' && !seen.has(part)) return seen.add(part) && '(?<name>.{1,300}?)'
    if (/^\s+$/.test(part)) return '\\s+'
    return part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  })
  return new RegExp(
    `^${source.join('')}${written.endsWith('{name}') ? '$' : '(?![\\p{L}\\p{N}])'}`,
    'iu',
  )
}

/** Lines that begin as the pattern says, such as `Q{number}` or `Part {number}: {name}`. */
export function linesLike(text: string, turns: readonly Range[], pattern: string): FoundMark[] {
  const beginning = lineBeginning(pattern)
  if (!beginning) return []
  return linesOf(text, turns).flatMap((line) => {
    const words = text.slice(line.from, line.to)
    const found = beginning.exec(words)
    if (!found) return []
    const number = found.groups?.number
    const rest = found.groups?.name ?? words.slice(found[0].length)
    return [
      {
        ...line,
        number: number === undefined ? null : Number(number),
        name: nameFrom(rest) || nameFrom(words),
      },
    ]
  })
}

/**
 * Lines that are headings: `# Markdown`, `**bold**` alone, or short and in capitals. Words of a turn are none, unless
 * they are a line of their own below its first.
 */
export function headingsIn(text: string, turns: readonly Range[]): FoundMark[] {
  const firstLines = new Set(turns.map((turn) => trimRange(text, turn).from))
  return linesOf(text, turns).flatMap((line) => {
    const words = text.slice(line.from, line.to)
    if (words.length > longestHeading || firstLines.has(line.from)) return []
    const written = /^#{1,6}\s+(.+)$/.exec(words)?.[1] ?? /^\*\*(.+)\*\*:?$/.exec(words)?.[1]
    if (written === undefined && !isInCapitals(words)) return []
    const name = nameFrom(written ?? words)
    return name === '' ? [] : [{ ...line, number: numberIn(name), name }]
  })
}

function isInCapitals(words: string): boolean {
  return (words.match(/\p{Lu}/gu) ?? []).length >= 3 && !/\p{Ll}/u.test(words)
}

/** Turns in which one of these questions is asked: most of its telling words are said. Each turn asks one at most, the likest. */
export function questionsAsked(
  text: string,
  turns: readonly Range[],
  questions: readonly { number: number; wording: string }[],
): FoundMark[] {
  const wanted = questions
    .map(({ number, wording }) => ({ number, words: tellingWords(wording) }))
    .filter(({ words }) => words.size >= 2)
  return turns.flatMap((turn) => {
    const range = trimRange(text, turn)
    const said = tellingWords(text.slice(range.from, range.to))
    if (said.size < 2) return []
    const [best] = wanted
      .map(({ number, words }) => ({ number, likeness: shareOf(words, said) }))
      .filter(({ likeness }) => likeness >= leastLikeness)
      .toSorted((a, b) => b.likeness - a.likeness)
    if (!best) return []
    return [{ ...range, number: best.number, name: nameFrom(text.slice(range.from, range.to)) }]
  })
}

/** Of a question's telling words so many must be said: it is seldom read out to the letter. */
const leastLikeness = 0.6

/** How much of `words` is said in `said`, from 0 to 1. */
function shareOf(words: ReadonlySet<string>, said: ReadonlySet<string>): number {
  let found = 0
  for (const word of words) if (said.has(word)) found += 1
  return found / words.size
}

/** Words of four letters or more in small letters: the short ones stand in every question. */
function tellingWords(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]{4,}/gu) ?? [])
}

/** Lines with words, without white space at their ends; of a line that begins with a turn's label, what is said. */
function linesOf(text: string, turns: readonly Range[]): Range[] {
  const lines: Range[] = []
  let from = 0
  let turn = 0
  while (from <= text.length) {
    const end = text.indexOf('\n', from)
    const to = end === -1 ? text.length : end
    while ((turns[turn]?.from ?? Infinity) < from) turn += 1
    const said = turns[turn]?.from ?? Infinity
    const line = trimRange(text, { from: said <= to ? said : from, to })
    if (line.from < line.to) lines.push(line)
    from = to + 1
  }
  return lines
}

function numberIn(name: string): number | null {
  const digits = /(?<!\d)\d{1,3}(?!\d)/.exec(name)?.[0]
  return digits === undefined ? null : Number(digits)
}

function nameFrom(written: string): string {
  const words = written.replace(/^[\s.:;,)\]*_–—-]+/, '').replaceAll(/\s+/g, ' ')
  return Array.from(words)
    .slice(0, longestName)
    .join('')
    .replace(/[\s*_]+$/, '')
}
