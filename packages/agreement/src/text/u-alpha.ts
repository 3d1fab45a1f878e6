import { type Figure, figure, quotient, undefinedBecause } from '../figure.ts'
import { sum } from '../ratings.ts'
import { type CoderOfText, type Continuum, oneCodeEach } from './continuum.ts'

/** What stands for “no code” in coincidences. */
export const gap = 'φ'

export interface UAlpha {
  /** Boundaries and codes together (uα). */
  readonly u: Figure
  /** Coded or not, whatever the code (|uα). */
  readonly binary: Figure
  /** Codes alone, where two coders coded (cuα). */
  readonly coding: Figure
  /** One code alone, where it meets another coder’s code ((k)uα); by code. */
  readonly ofCode: ReadonlyMap<string, Figure>
  /** How much of what a code covers is also coded by another coder; (k)uα says nothing of the rest. */
  readonly coverage: ReadonlyMap<string, Figure>
  /** ℓ_ck by code, `gap` included: the length that one coder gave c and another k, over m − 1. Zeros are left out. */
  readonly coincidences: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/**
 * Krippendorff’s u-α family for segments of a text without units cut beforehand (Krippendorff, Mathet, Bouvry and
 * Widlöcher 2016, Quality & Quantity 50, equations 32 to 38; Krippendorff 2019, section 12.6). A place has one code of a
 * coder at most: where codes overlap, compute it for each code apart. Cutting one segment in four costs nothing here.
 *
 * In cuα and (k)uα a segment pairs with itself over the mean length of it that another coder coded, the reading that gives
 * the published .724.
 *
 * @throws AgreementError naming coder and place where a segment is outside the text or overlaps another of its coder
 */
export function uAlpha(continuum: Continuum): UAlpha {
  const coders = oneCodeEach(continuum)
  const codes = [...new Set(coders.flatMap(({ segments }) => segments.map(({ code }) => code)))]
  const names = [gap, ...codes.toSorted()]
  const lengths = coincidencesOf(continuum.length, coders, names)
  const total = continuum.length * coders.length
  const several = coders.length >= 2 && continuum.length > 0
  const squares = ownPairs(continuum.length, coders, names)

  const everything = names.map((_, index) => index)
  const coded = everything.slice(1)
  const reason = 'no place was coded by two coders'
  const u = several ? alphaOf(lengths, everything, squares, total) : undefinedBecause(reason)
  const binaryLengths = collapse(lengths)
  const binary = several
    ? alphaOf(binaryLengths, [0, 1], [squares[0] ?? 0, sum(squares.slice(1))], total)
    : undefinedBecause(reason)

  const meanPairs = pairsWhereCoded(continuum.length, coders, names)
  const valued = sum(coded.flatMap((c) => coded.map((k) => lengths[c]?.[k] ?? 0)))
  const coding =
    valued === 0 ? undefinedBecause(reason) : alphaOf(lengths, coded, meanPairs, valued)
  return {
    u,
    binary,
    coding,
    ofCode: new Map(
      valued === 0
        ? []
        : coded.map((k) => [names[k] ?? '', ofCode(lengths, coded, meanPairs, valued, k)]),
    ),
    coverage: new Map(
      coded.map((k) => [
        names[k] ?? '',
        quotient(
          sum(coded.map((c) => lengths[c]?.[k] ?? 0)),
          sum(everything.map((c) => lengths[c]?.[k] ?? 0)),
          'nobody coded anything',
        ),
      ]),
    ),
    coincidences: new Map(
      names.map((name, c) => [
        name,
        new Map(
          names.flatMap((other, k): [string, number][] => {
            const length = lengths[c]?.[k] ?? 0
            return length === 0 ? [] : [[other, length]]
          }),
        ),
      ]),
    ),
  }
}

type Matrix = readonly (readonly number[])[]

/** Equations 33 and 34 over these rows and columns: the expected ε from the margins, without pairs of a segment with itself. */
function expectedOf(
  lengths: Matrix,
  over: readonly number[],
  pairs: readonly number[],
  total: number,
) {
  const margin = new Map(over.map((c) => [c, sum(over.map((k) => lengths[c]?.[k] ?? 0))]))
  const scale = total ** 2 - sum(over.map((c) => pairs[c] ?? 0))
  return (c: number, k: number) =>
    (total * ((margin.get(c) ?? 0) * (margin.get(k) ?? 0) - (c === k ? (pairs[c] ?? 0) : 0))) /
    scale
}

function alphaOf(
  lengths: Matrix,
  over: readonly number[],
  pairs: readonly number[],
  total: number,
): Figure {
  const expected = expectedOf(lengths, over, pairs, total)
  const disagreement = quotient(
    total - sum(over.map((c) => lengths[c]?.[c] ?? 0)),
    round(total - sum(over.map((c) => expected(c, c))), total),
    'where two coders coded, only one code was used',
  )
  return disagreement.value === null ? disagreement : figure(1 - disagreement.value)
}

/** Equation 38. */
function ofCode(
  lengths: Matrix,
  over: readonly number[],
  pairs: readonly number[],
  total: number,
  k: number,
): Figure {
  const observed = sum(over.map((c) => lengths[c]?.[k] ?? 0))
  if (observed === 0)
    return undefinedBecause('no place that has this code was coded by a second coder')
  const expected = expectedOf(lengths, over, pairs, total)
  const all = sum(over.map((c) => expected(c, k)))
  const disagreement = quotient(
    (all / observed) * (observed - (lengths[k]?.[k] ?? 0)),
    round(all - expected(k, k), total),
    'where two coders coded, only this code was used',
  )
  return disagreement.value === null ? disagreement : figure(1 - disagreement.value)
}

/** A difference that is nothing but the error of floating point is 0. */
function round(value: number, scale: number): number {
  return Math.abs(value) < 1e-10 * scale ? 0 : value
}

/** Equation 35: coded or not. */
function collapse(lengths: Matrix): Matrix {
  const [none = [], ...rest] = lengths
  const [uncoded = 0, ...toCoded] = none
  const across = sum(toCoded)
  return [
    [uncoded, across],
    [across, sum(rest.flatMap((row) => row.slice(1)))],
  ]
}

/** Equation 33’s ΣC: squared lengths of coded segments, and the plain length of gaps, of which every point stands alone. */
function ownPairs(
  length: number,
  coders: readonly CoderOfText[],
  names: readonly string[],
): number[] {
  const pairs = names.map(() => 0)
  const index = indexOf(names)
  for (const { segments } of coders) {
    pairs[0] = (pairs[0] ?? 0) + length - sum(segments.map(({ from, to }) => to - from))
    for (const { from, to, code } of segments) {
      const c = index(code)
      pairs[c] = (pairs[c] ?? 0) + (to - from) ** 2
    }
  }
  return pairs
}

/** Equation 36’s own pairs: the squared mean length of a segment that the other coders coded. */
function pairsWhereCoded(
  length: number,
  coders: readonly CoderOfText[],
  names: readonly string[],
): number[] {
  const pairs = names.map(() => 0)
  const index = indexOf(names)
  const coded = codedUpTo(length, coders)
  for (const { segments } of coders)
    for (const { from, to, code } of segments) {
      const shared = (coded(to) - coded(from) - (to - from)) / (coders.length - 1)
      const c = index(code)
      pairs[c] = (pairs[c] ?? 0) + shared ** 2
    }
  return pairs
}

/** How much all coders together coded before a border of a segment: a running sum over borders. */
function codedUpTo(length: number, coders: readonly CoderOfText[]): (place: number) => number {
  const changes = new Map<number, number>()
  const change = (place: number, by: number) => changes.set(place, (changes.get(place) ?? 0) + by)
  for (const { segments } of coders)
    for (const { from, to } of segments) {
      change(from, 1)
      change(to, -1)
    }
  change(length, 0)
  const before = new Map<number, number>()
  let [place, active, total] = [0, 0, 0]
  for (const [border, by] of [...changes].toSorted(([a], [b]) => a - b)) {
    total += active * (border - place)
    before.set(border, total)
    active += by
    place = border
  }
  return (border) => before.get(border) ?? 0
}

/**
 * Equation 32 by one walk along the text. A pair of codes is added up only where the number of coders that use one of
 * the two changes, so that the walk costs borders times the codes in use at a place, not borders times all pairs of codes.
 */
function coincidencesOf(
  length: number,
  coders: readonly CoderOfText[],
  names: readonly string[],
): number[][] {
  const width = names.length
  const totals = new Float64Array(width * width)
  const since = new Float64Array(width * width)
  const using = new Int32Array(width)
  const inUse = new Set<number>()
  const index = indexOf(names)

  const addUp = (c: number, place: number) => {
    for (const k of inUse) {
      const [low, high] = c < k ? [c, k] : [k, c]
      const pair = low * width + high
      const of = using[c] ?? 0
      const pairs = c === k ? of * (of - 1) : of * (using[k] ?? 0)
      totals[pair] = (totals[pair] ?? 0) + pairs * (place - (since[pair] ?? 0))
    }
  }
  const begin = (c: number, place: number) => {
    for (const k of inUse) since[c < k ? c * width + k : k * width + c] = place
  }
  const change = (c: number, by: number, place: number) => {
    addUp(c, place)
    using[c] = (using[c] ?? 0) + by
    if (using[c] === 0) inUse.delete(c)
    else inUse.add(c)
    begin(c, place)
  }

  change(0, coders.length, 0)
  for (const { place, from, to } of bordersOf(length, coders, index)) {
    change(from, -1, place)
    change(to, 1, place)
  }
  for (const c of inUse) change(c, -(using[c] ?? 0), length)

  return names.map((_, c) =>
    names.map((__, k) => {
      const pair = c < k ? c * width + k : k * width + c
      return (totals[pair] ?? 0) / Math.max(1, coders.length - 1)
    }),
  )
}

/** Where a coder goes from one code (or gap) to another, in the order of the text. */
function bordersOf(
  length: number,
  coders: readonly CoderOfText[],
  index: (code: string) => number,
) {
  const borders: { place: number; from: number; to: number }[] = []
  for (const { segments } of coders) {
    for (const [number, { from, to, code }] of segments.entries()) {
      const before = segments[number - 1]
      borders.push({
        place: from,
        from: before?.to === from ? index(before.code) : 0,
        to: index(code),
      })
      if (segments[number + 1]?.from !== to && to < length)
        borders.push({ place: to, from: index(code), to: 0 })
    }
  }
  return borders.toSorted((a, b) => a.place - b.place)
}

function indexOf(names: readonly string[]): (code: string) => number {
  const indexes = new Map(names.map((name, index) => [name, index]))
  return (code) => indexes.get(code) ?? 0
}
