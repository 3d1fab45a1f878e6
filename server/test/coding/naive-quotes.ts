// What the conditions of quotes mean, said as plainly as it can be: every coding is held against every other one.

export interface Range {
  from: number
  to: number
}

export interface NaiveCoding extends Range {
  id: string
  transcript: string
  code: string
}

export interface NaiveConditions {
  any: readonly string[]
  all: readonly string[]
  not: readonly string[]
  overlapping: readonly string[]
  inside: readonly string[]
  near: readonly string[]
  within: number
  unit: 'turns' | 'words'
}

/** Whether a coding meets the conditions among the codings of a study. `turns` are those of its transcript, in order, and `text` is its text. */
export function meets(
  coding: NaiveCoding,
  codings: readonly NaiveCoding[],
  { turns, text }: { turns: readonly Range[]; text: string },
  { any, all, not, overlapping, inside, near, within, unit }: NaiveConditions,
): boolean {
  const beside = codings.filter(({ transcript }) => transcript === coding.transcript)
  const others = beside.filter(({ id }) => id !== coding.id)
  const own = any.length > 0 ? any : all
  const asks = (codes: readonly string[], holds: (other: NaiveCoding) => boolean) =>
    codes.length === 0 || others.some((other) => codes.includes(other.code) && holds(other))
  return (
    (own.length === 0 || own.includes(coding.code)) &&
    all.every((code) => beside.some((one) => one.code === code && overlap(one, coding))) &&
    !beside.some((one) => not.includes(one.code) && overlap(one, coding)) &&
    asks(overlapping, (other) => overlap(other, coding)) &&
    asks(inside, (other) => other.from <= coding.from && coding.to <= other.to) &&
    asks(near, (other) =>
      unit === 'turns'
        ? overlap(stretchAround(other, turns, within), coding)
        : overlap(other, coding) || wordsBetween(other, coding, text) <= within,
    )
  )
}

const overlap = (a: Range, b: Range) => a.from < b.to && b.from < a.to

/** From the turn `within` before the first that it touches to the turn `within` after the last. */
function stretchAround(range: Range, turns: readonly Range[], within: number): Range {
  const ending = turns.findIndex(({ to }) => to > range.from)
  const first = ending === -1 ? turns.length - 1 : ending
  const last = Math.max(
    turns.findLastIndex(({ from }) => from < range.to),
    0,
  )
  return {
    from: Math.min(range.from, turns[first - within]?.from ?? 0),
    to: Math.max(range.to, turns[last + within]?.to ?? Infinity),
  }
}

function wordsBetween(one: Range, other: Range, text: string): number {
  const between = text.slice(Math.min(one.to, other.to), Math.max(one.from, other.from))
  return between.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length
}
