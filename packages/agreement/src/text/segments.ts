import { type Figure, quotient } from '../figure.ts'

/** A stretch of text: `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * When two segments count as the same: when their overlap is this share of the stretch they span together, from above 0
 * (any overlap) to 1 (the same borders). It must be printed beside every figure: the figure swings with it.
 */
export interface OverlapRule {
  readonly leastShareOfSpan: number
}

export interface SegmentAgreement {
  /** Segments of either coder that have a counterpart at the other. */
  readonly matched: number
  readonly total: number
  /** Matched by total: F1, where counterparts are mutual. */
  readonly share: Figure
  readonly rule: OverlapRule
}

/** For one code: how many segments of two coders have a counterpart. What neither coded counts for nothing. */
export function segmentAgreement(
  one: readonly Stretch[],
  other: readonly Stretch[],
  rule: OverlapRule,
): SegmentAgreement {
  const found = (own: readonly Stretch[], others: readonly Stretch[]) =>
    own.filter((segment) =>
      others.some((counterpart) => {
        const shared = overlap(segment, counterpart)
        const span = Math.max(segment.to, counterpart.to) - Math.min(segment.from, counterpart.from)
        return shared > 0 && shared / span >= rule.leastShareOfSpan
      }),
    ).length
  const matched = found(one, other) + found(other, one)
  const total = one.length + other.length
  return { matched, total, share: quotient(matched, total, 'nobody coded anything'), rule }
}

export interface CharacterOverlap {
  /** `2 |A ∩ B| / (|A| + |B|)` and `|A ∩ B| / |A ∪ B|` of the characters that two coders gave a code. */
  readonly dice: Figure
  readonly jaccard: Figure
}

/** How far what two coders coded with one code is the same text. A coder’s own overlaps count once. */
export function characterOverlap(
  one: readonly Stretch[],
  other: readonly Stretch[],
): CharacterOverlap {
  const { both, onlyOne, onlyOther } = characterCounts(one, other, 0)
  return overlapOf(both, onlyOne, onlyOther)
}

/** The same from counts. */
export function overlapOf(both: number, onlyOne: number, onlyOther: number): CharacterOverlap {
  const either = both + onlyOne + onlyOther
  return {
    dice: quotient(2 * both, 2 * both + onlyOne + onlyOther, 'nobody coded anything'),
    jaccard: quotient(both, either, 'nobody coded anything'),
  }
}

/** Characters that both, one or neither coded, of a text of this length. */
export function characterCounts(
  one: readonly Stretch[],
  other: readonly Stretch[],
  length: number,
) {
  const [a, b] = [union(one), union(other)]
  let both = 0
  for (const own of a) for (const counterpart of b) both += overlap(own, counterpart)
  const onlyOne = lengthOf(a) - both
  const onlyOther = lengthOf(b) - both
  return { both, onlyOne, onlyOther, neither: length - both - onlyOne - onlyOther }
}

/**
 * Whether each coder gave a code to each unit that the text itself cuts, such as turns or sentences: 1 or 0, for the
 * statistics of units. A unit has the code when at least this share of it does; above 0, any of it.
 */
export function codedUnits(
  units: readonly Stretch[],
  coders: readonly (readonly Stretch[])[],
  leastShare: number,
): (0 | 1)[][] {
  const unions = coders.map(union)
  return units.map((unit) =>
    unions.map((own) => {
      const covered = own.reduce((total, segment) => total + overlap(unit, segment), 0)
      return covered > 0 && covered >= leastShare * (unit.to - unit.from) ? 1 : 0
    }),
  )
}

/**
 * The table of two coders by characters, for κ by characters.
 *
 * It must be asked for by this name, because it misleads: characters of one segment are not independent, so that the more
 * text nobody coded, the higher it stands, and its standard error is far too small. `warning` says so beside the figure.
 */
export function misleadingTableOfCharacters(
  one: readonly Stretch[],
  other: readonly Stretch[],
  length: number,
): { table: number[][]; warning: string } {
  const { both, onlyOne, onlyOther, neither } = characterCounts(one, other, length)
  return {
    table: [
      [both, onlyOne],
      [onlyOther, neither],
    ],
    warning: warningOfCharacters,
  }
}

export const warningOfCharacters =
  'By characters: they are not independent, so this rises with text that nobody coded and long segments outweigh many ' +
  'short ones; its standard error means nothing. Give agreement by turns or segments, or u-alpha, instead.'

function union(segments: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = []
  for (const { from, to } of segments.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else joined.push({ from, to })
  }
  return joined
}

function lengthOf(segments: readonly Stretch[]): number {
  return segments.reduce((total, { from, to }) => total + to - from, 0)
}

function overlap(one: Stretch, other: Stretch): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from))
}
