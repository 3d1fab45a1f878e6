import { AgreementError } from './agreement-error.ts'
import { beyondChance, type Figure, figure, quotient, undefinedBecause } from './figure.ts'
import { type Ratings, requireCounts, sum } from './ratings.ts'
import { weightOf, type Weights, weightsOf } from './weights.ts'

/** How often the first coder gave category i and the second j: `table[i][j]`, whole numbers, square. */
export type Table = readonly (readonly number[])[]

/** Agreement of two coders under one model of chance. */
export interface BeyondChance {
  /** What chance alone would agree on. */
  readonly expected: number
  readonly coefficient: Figure
}

export interface TwoCoders {
  readonly units: number
  /** The share of units (weighted, where weights are) on which both agree. */
  readonly observed: Figure
  /** Cohen 1960: chance from each coder’s own shares. */
  readonly cohen: BeyondChance
  /** Scott 1955: chance from the shares of both together. */
  readonly scott: BeyondChance
  /** Brennan and Prediger 1981: every declared category is as likely. */
  readonly brennanPrediger: BeyondChance
  /** Gwet 2008 (AC1), with weights AC2. */
  readonly gwet: BeyondChance
  /** Krippendorff’s nominal α of the same table; without weights only. */
  readonly krippendorff: Figure
  /** The highest κ that the coders’ own shares allow (Cohen 1960); without weights only. */
  readonly kappaMaximum: Figure
  /** Fleiss, Cohen and Everitt 1969: for an interval around κ. */
  readonly largeSampleError: Figure
  /** The same source, under κ = 0: for the test of it, and nothing else. */
  readonly nullError: Figure
  /** κ divided by its error under κ = 0. */
  readonly z: Figure
}

/**
 * The statistics of two coders who both coded every unit (`../README.md` has formulas and sources).
 *
 * @throws AgreementError naming the row, when the table is not square or holds no counts
 */
export function agreementOfTwo(table: Table, given?: Weights): TwoCoders {
  const categories = table.length
  for (const [index, row] of table.entries()) requireCounts(row, categories, index + 1)
  const units = sum(table.flat())
  const weights = given ?? weightsOf('identity', categories)
  const total = Math.max(units, 1)
  const shares = table.map((row) => row.map((count) => count / total))
  const first = shares.map(sum)
  const second = first.map((_, column) => sum(shares.map((row) => row[column] ?? 0)))
  const both = first.map((share, index) => (share + (second[index] ?? 0)) / 2)
  const allWeights = sum(weights.flat())

  const observed = weighted(weights, (row, column) => shares[row]?.[column] ?? 0)
  const byOwnShares = weighted(weights, (i, j) => (first[i] ?? 0) * (second[j] ?? 0))
  const byBoth = weighted(weights, (i, j) => (both[i] ?? 0) * (both[j] ?? 0))
  const byGwet =
    (allWeights * sum(both.map((share) => share * (1 - share)))) / (categories * (categories - 1))

  const against = (expected: number): BeyondChance => ({
    expected,
    coefficient:
      units === 0 ? undefinedBecause('there are no units') : beyondChance(observed, expected),
  })
  const perCategory = (expected: number): BeyondChance =>
    categories < 2
      ? { expected, coefficient: undefinedBecause('fewer than two categories are declared') }
      : against(expected)
  const cohen = against(byOwnShares)
  const scott = against(byBoth)
  const errors = errorsOfKappa({
    shares,
    first,
    second,
    weights,
    units,
    expected: byOwnShares,
    kappa: cohen.coefficient,
  })
  return {
    units,
    observed: units === 0 ? undefinedBecause('there are no units') : figure(observed),
    cohen,
    scott,
    brennanPrediger: perCategory(allWeights / categories ** 2),
    gwet: perCategory(byGwet),
    krippendorff: alphaFromScott(scott.coefficient, units),
    kappaMaximum:
      units === 0
        ? undefinedBecause('there are no units')
        : beyondChance(
            sum(first.map((share, index) => Math.min(share, second[index] ?? 0))),
            byOwnShares,
          ),
    ...errors,
    z: ratioOf(cohen.coefficient, errors.nullError),
  }
}

/** The table of two coders; units that one of them left out are not in it. */
export function tableOf(ratings: Ratings): number[][] {
  if (ratings.coders !== 2)
    throw new AgreementError(`A table is of two coders, and there are ${ratings.coders}.`)
  const table = ratings.categories.map(() => ratings.categories.map(() => 0))
  for (let unit = 0; unit < ratings.units; unit++) {
    const row = table[ratings.codes[2 * unit] ?? -1]
    const column = ratings.codes[2 * unit + 1] ?? -1
    if (row && column >= 0) row[column] = (row[column] ?? 0) + 1
  }
  return table
}

function ratioOf(one: Figure, other: Figure): Figure {
  if (one.value === null) return one
  if (other.value === null) return other
  return quotient(one.value, other.value, 'chance alone leaves nothing to vary')
}

/** For two coders and complete nominal data, `α = 1 − (1 − π)(2n − 1) / 2n` (Krippendorff 2004, with Scott’s π). */
function alphaFromScott(scott: Figure, units: number): Figure {
  return scott.value === null
    ? scott
    : figure(1 - ((1 - scott.value) * (2 * units - 1)) / (2 * units))
}

/** Fleiss, Cohen and Everitt 1969 (Psychological Bulletin 72, 323–327), equations 8 and 9, for any weights. */
function errorsOfKappa({
  shares,
  first,
  second,
  weights,
  units,
  expected,
  kappa,
}: {
  shares: Table
  first: readonly number[]
  second: readonly number[]
  weights: Weights
  units: number
  expected: number
  kappa: Figure
}): { largeSampleError: Figure; nullError: Figure } {
  if (kappa.value === null) return { largeSampleError: kappa, nullError: kappa }
  const { value } = kappa
  const ofRow = first.map((_, row) =>
    sum(second.map((share, j) => share * weightOf(weights, row, j))),
  )
  const ofColumn = second.map((_, column) =>
    sum(first.map((share, i) => share * weightOf(weights, i, column))),
  )
  const usual = (row: number, column: number) => (ofRow[row] ?? 0) + (ofColumn[column] ?? 0)
  const scale = units * (1 - expected) ** 2
  let large = 0
  let none = 0
  for (const [i, row] of shares.entries())
    for (const [j, share] of row.entries()) {
      const weight = weightOf(weights, i, j)
      large += share * (weight - usual(i, j) * (1 - value)) ** 2
      none += (first[i] ?? 0) * (second[j] ?? 0) * (weight - usual(i, j)) ** 2
    }
  return {
    largeSampleError: figure(
      Math.sqrt(Math.max(0, large - (value - expected * (1 - value)) ** 2) / scale),
    ),
    nullError: figure(Math.sqrt(Math.max(0, none - expected ** 2) / scale)),
  }
}

function weighted(weights: Weights, share: (row: number, column: number) => number): number {
  return sum(weights.flatMap((row, i) => row.map((weight, j) => weight * share(i, j))))
}
