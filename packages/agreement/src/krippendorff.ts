import { AgreementError } from './agreement-error.ts'
import { type Figure, figure, quotient, undefinedBecause } from './figure.ts'
import type { Ratings } from './ratings.ts'

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio'

export interface Alpha {
  readonly alpha: Figure
  /** Mean squared difference within units (D_o) and between all pairable values (D_e). */
  readonly observed: Figure
  readonly expected: Figure
  /** Values in units that two coders coded; others are not pairable and count for nothing. */
  readonly pairable: number
  readonly unitsUsed: number
}

/**
 * Krippendorff’s α for units, any number of coders, values missing or not (Krippendorff 2011, Computing Krippendorff’s
 * Alpha-Reliability). Ordinal takes the categories in their declared order; interval and ratio take their numbers.
 *
 * The sums over all pairs are written out only for ratio: nominal, ordinal (differences of mid-ranks) and interval have
 * closed forms, so that a million units take a fraction of a second.
 */
export function krippendorffAlpha(ratings: Ratings, metric: Metric): Alpha {
  const counts = pairableCounts(ratings)
  const pairable = counts.margins.reduce((total, count) => total + count, 0)
  const none = { pairable, unitsUsed: counts.unitsUsed }
  if (pairable === 0) return undefinedAlpha('no unit was coded by two coders', none)
  const scale = scaleOf(ratings, metric, counts.margins)
  if (typeof scale === 'string') return undefinedAlpha(scale, none)

  const observed = within(ratings, scale) / pairable
  const expected = between(counts.margins, scale, pairable) / (pairable * (pairable - 1))
  const disagreement = quotient(
    observed,
    expected,
    'all values are the same, so agreement by chance is certain',
  )
  return {
    alpha: disagreement.value === null ? disagreement : figure(1 - disagreement.value),
    observed: figure(observed),
    expected: figure(expected),
    ...none,
  }
}

/** How far apart two categories are, squared: by equality, by positions on a line, or as a ratio. */
type Scale =
  | { readonly kind: 'equality' }
  | { readonly kind: 'line'; readonly positions: Float64Array }
  | { readonly kind: 'ratio'; readonly positions: Float64Array }

type NoScale = 'the values are not numbers' | 'ratios need values that are not negative'

function scaleOf({ categories }: Ratings, metric: Metric, margins: Float64Array): Scale | NoScale {
  if (metric === 'nominal') return { kind: 'equality' }
  if (metric === 'ordinal') return { kind: 'line', positions: midRanks(margins) }
  const positions = new Float64Array(categories.length)
  for (const [index, category] of categories.entries()) {
    if (typeof category !== 'number') return 'the values are not numbers'
    if (metric === 'ratio' && category < 0) return 'ratios need values that are not negative'
    positions[index] = category
  }
  return { kind: metric === 'interval' ? 'line' : 'ratio', positions }
}

/** δ for ordinal is the number of values between two categories, half of each of them counted: a difference of mid-ranks. */
function midRanks(margins: Float64Array): Float64Array {
  let below = 0
  return margins.map((count) => {
    const rank = below + count / 2
    below += count
    return rank
  })
}

function squared(scale: Scale, one: number, other: number): number {
  if (scale.kind === 'equality') return one === other ? 0 : 1
  const [a, b] = [scale.positions[one] ?? 0, scale.positions[other] ?? 0]
  if (scale.kind === 'line') return (a - b) ** 2
  return a + b === 0 ? 0 : ((a - b) / (a + b)) ** 2
}

function pairableCounts({ codes, coders, units, categories }: Ratings) {
  const margins = new Float64Array(categories.length)
  let unitsUsed = 0
  for (let unit = 0; unit < units; unit++) {
    const start = unit * coders
    let given = 0
    for (let place = start; place < start + coders; place++) if ((codes[place] ?? -1) >= 0) given++
    if (given < 2) continue
    unitsUsed++
    for (let place = start; place < start + coders; place++) {
      const code = codes[place] ?? -1
      if (code >= 0) margins[code] = (margins[code] ?? 0) + 1
    }
  }
  return { margins, unitsUsed }
}

/** Σ over units of their ordered pairs’ squared differences, each by 1 / (m_u − 1). */
function within({ codes, coders, units }: Ratings, scale: Scale): number {
  let total = 0
  for (let unit = 0; unit < units; unit++) {
    const start = unit * coders
    let pairs = 0
    let given = 0
    for (let place = start; place < start + coders; place++) {
      const code = codes[place] ?? -1
      if (code < 0) continue
      given++
      for (let other = start; other < place; other++) {
        const second = codes[other] ?? -1
        if (second >= 0 && second !== code) pairs += 2 * squared(scale, code, second)
      }
    }
    if (given >= 2) total += pairs / (given - 1)
  }
  return total
}

/** Σ over ordered pairs of all pairable values. */
function between(margins: Float64Array, scale: Scale, pairable: number): number {
  if (scale.kind === 'equality')
    return pairable ** 2 - margins.reduce((total, count) => total + count ** 2, 0)
  const position = (category: number) => scale.positions[category] ?? 0
  if (scale.kind === 'line') {
    const mean =
      margins.reduce((total, count, category) => total + count * position(category), 0) / pairable
    return (
      2 *
      pairable *
      margins.reduce(
        (total, count, category) => total + count * (position(category) - mean) ** 2,
        0,
      )
    )
  }
  let total = 0
  for (const [one, count] of margins.entries())
    for (let other = 0; other < one; other++)
      total += 2 * count * (margins[other] ?? 0) * squared(scale, one, other)
  return total
}

function undefinedAlpha(
  reason: Parameters<typeof undefinedBecause>[0],
  used: { pairable: number; unitsUsed: number },
): Alpha {
  const nothing = undefinedBecause(reason)
  return { alpha: nothing, observed: nothing, expected: nothing, ...used }
}

/**
 * α for values of any kind under any distance from 0 to 1 that somebody defines, such as sets of codes. Distances enter
 * as they are; square them in the function where a squared one is wanted.
 *
 * @throws AgreementError naming the row where one has another number of values
 */
export function alphaByDistance<Given>(
  rows: readonly (readonly (Given | null)[])[],
  distance: (one: Given, other: Given) => number,
): Alpha {
  for (const [index, row] of rows.entries())
    if (row.length !== rows[0]?.length)
      throw new AgreementError(
        `It has ${row.length} values where the first row has ${rows[0]?.length}. Give each coder a value, or null.`,
        index + 1,
      )
  const units = rows
    .map((row) => row.filter((value) => value !== null))
    .filter((values) => values.length >= 2)
  const values = units.flat()
  const used = { pairable: values.length, unitsUsed: units.length }
  if (values.length === 0) return undefinedAlpha('no unit was coded by two coders', used)
  const observed =
    units.reduce((total, own) => total + pairSum(own, distance) / (own.length - 1), 0) /
    values.length
  const expected = pairSum(values, distance) / (values.length * (values.length - 1))
  const disagreement = quotient(
    observed,
    expected,
    'all values are the same, so agreement by chance is certain',
  )
  return {
    alpha: disagreement.value === null ? disagreement : figure(1 - disagreement.value),
    observed: figure(observed),
    expected: figure(expected),
    ...used,
  }
}

/** Over ordered pairs. */
function pairSum<Given>(
  values: readonly Given[],
  distance: (one: Given, other: Given) => number,
): number {
  let total = 0
  for (const [index, one] of values.entries())
    for (const other of values.slice(index + 1))
      total += distance(one, other) + distance(other, one)
  return total
}
