/** How a program counted the places in a text: in what, and whether the two characters that end a line count as two. */
export interface Convention {
  readonly unit: 'code point' | 'UTF-16'
  readonly crlf: 1 | 2
}

/** Places as they stand in the file; the end is that of the first character after. */
export interface GivenRange {
  readonly start: number
  readonly end: number
  /** The quote, where the program kept it; it may be cut off with `…`. */
  readonly quote: string | null
}

export interface FoundConvention extends Convention {
  /** Ranges both ends of which stand where a word or line begins or ends, or whose quote is met; and of how many. */
  readonly aligned: number
  readonly selections: number
  /** Ranges that lie outside of the text. */
  readonly outside: number
  /** No other convention fits as well and means other places. */
  readonly isCertain: boolean
}

const all: readonly Convention[] = [
  { unit: 'code point', crlf: 2 },
  { unit: 'code point', crlf: 1 },
  { unit: 'UTF-16', crlf: 2 },
  { unit: 'UTF-16', crlf: 1 },
]

/**
 * The convention by which most ranges meet words or their quotes. The standard says code points, and nothing of line ends
 * (REFI-QDA 1.5, 10.2); NVivo was measured to count UTF-16 units and both characters of a line's end; ATLAS.ti counts one.
 * Where several fit alike, the habit of the program decides, and then the standard with line ends as they are stored.
 */
export function conventionOf(
  text: string,
  ranges: readonly GivenRange[],
  origin: string,
): FoundConvention {
  const scored = all.map((convention) => ({ convention, ...fit(text, ranges, convention) }))
  const best = scored.reduce((one, other) => (isBetter(other, one) ? other : one))
  const equals = scored.filter((one) => !isBetter(best, one))
  const habit = habitOf(origin)
  const chosen =
    equals.find(({ convention: { unit, crlf } }) => unit === habit.unit && crlf === habit.crlf) ??
    equals.find(({ convention: { unit } }) => unit === habit.unit) ??
    best
  const means = new Set(equals.map(({ places }) => places.join()))
  return {
    ...chosen.convention,
    aligned: chosen.aligned,
    outside: chosen.outside,
    selections: ranges.length,
    isCertain: means.size === 1,
  }
}

function habitOf(origin: string): Convention {
  if (/nvivo/i.test(origin)) return { unit: 'UTF-16', crlf: 2 }
  if (/atlas/i.test(origin)) return { unit: 'code point', crlf: 1 }
  return { unit: 'code point', crlf: 2 }
}

interface Fit {
  outside: number
  quoted: number
  aligned: number
}

function isBetter(one: Fit, other: Fit): boolean {
  if (one.outside !== other.outside) return one.outside < other.outside
  if (one.quoted !== other.quoted) return one.quoted > other.quoted
  return one.aligned > other.aligned
}

function fit(text: string, ranges: readonly GivenRange[], convention: Convention) {
  const place = placesIn(text, convention)
  const places = ranges.flatMap(({ start, end }) => [place(start), place(end)])
  const found = { outside: 0, quoted: 0, aligned: 0 }
  for (const [index, { quote }] of ranges.entries()) {
    const [from = null, to = null] = places.slice(index * 2, index * 2 + 2)
    if (from === null || to === null || to < from) found.outside += 1
    else if (quote !== null && isQuote(text.slice(from, to), quote)) {
      found.quoted += 1
      found.aligned += 1
    } else if (isEdge(text, from) && isEdge(text, to)) found.aligned += 1
  }
  return { ...found, places }
}

/** Without what programs change in a quote: white space, and what they cut off. */
function isQuote(words: string, quote: string): boolean {
  const plain = (value: string) => value.replaceAll(/\s+/g, ' ').trim()
  const kept = plain(quote)
    .replace(/(…|\.\.\.)$/, '')
    .trim()
  return (
    kept.length > 0 &&
    (plain(words) === kept || (kept.length >= 10 && plain(words).startsWith(kept)))
  )
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u

/** Whether no word goes on over this place. */
function isEdge(text: string, at: number): boolean {
  if (isWithinPair(text, at)) return false
  const before = text.slice(0, at).at(-1) ?? ''
  const after = text[at] ?? ''
  return !(wordCharacter.test(before) && wordCharacter.test(after))
}

function isWithinPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

/** Turns what was counted into UTF-16 offsets of the text; null for what lies outside. */
export function placesIn(
  text: string,
  { unit, crlf }: Convention,
): (counted: number) => number | null {
  const steps = stepsOf(text, unit, crlf)
  return (counted) => {
    if (counted < 0) return null
    // the last place at which the counts part before this one
    let [low, high] = [0, steps.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((steps[middle]?.counted ?? 0) <= counted) low = middle
      else high = middle - 1
    }
    const step = steps[low]
    const at = (step?.at ?? 0) + counted - (step?.counted ?? 0)
    return at > text.length ? null : at
  }
}

interface Step {
  counted: number
  at: number
}

/** Where counting goes on differently: after each character outside of the basic plane, after each end of a line. */
function stepsOf(text: string, unit: Convention['unit'], crlf: 1 | 2): Step[] {
  const steps: Step[] = [{ counted: 0, at: 0 }]
  const parting = unit === 'code point' ? /\r\n|[\u{10000}-\u{10FFFF}]/gu : /\r\n/g
  let shift = 0
  for (const { 0: found, index } of text.matchAll(parting)) {
    if (found === '\r\n' && crlf === 2) continue
    shift += 1
    steps.push({ counted: index + found.length - shift, at: index + found.length })
  }
  return steps
}
