import { beyondChance, type Figure, figure, quotient, undefinedBecause } from './figure.ts'
import { givenIn, ofCoders, type Ratings, sum } from './ratings.ts'
import { agreementOfTwo, tableOf } from './two-coders.ts'
import { weightOf, type Weights, weightsOf } from './weights.ts'

/** A coefficient with what chance alone would give and, over units as a sample, its standard error. */
export interface Coefficient {
  readonly expected: Figure
  readonly coefficient: Figure
  readonly standardError: Figure
}

export interface ManyCoders {
  /** Units that at least one coder coded, and that at least two did. */
  readonly units: number
  readonly unitsOfTwo: number
  /** The share of pairs of coders that agree, averaged over units that two coded. */
  readonly observed: Figure
  /** Fleiss 1971. */
  readonly fleiss: Coefficient
  /** Conger 1980: chance from each coder’s own shares. Needs to know who gave what. */
  readonly conger: Coefficient
  /** Brennan and Prediger 1981; for many coders Randolph 2005 (free marginals). */
  readonly brennanPrediger: Coefficient
  /** Gwet 2008 (AC1), with weights AC2. */
  readonly gwet: Coefficient
}

/**
 * The statistics of any number of coders, with values missing or not, as Gwet generalises them (Handbook of Inter-Rater
 * Reliability, 4th edition, chapters 2 and 5, and the R package irrCAC): agreement is taken over units that two coders
 * coded, the shares of categories over all units that anybody coded.
 */
export function agreementOfMany(ratings: Ratings, given?: Weights): ManyCoders {
  const categories = ratings.categories.length
  const weights = given ?? weightsOf('identity', categories)
  const units = unitsOf(ratings, weights)
  const ofTwo = units.filter(({ coders }) => coders >= 2)
  const observed = sum(ofTwo.map(({ agreement }) => agreement)) / ofTwo.length
  const shares = ratings.categories.map(
    (_, category) =>
      sum(units.map(({ counts, coders }) => (counts[category] ?? 0) / coders)) / units.length,
  )
  const allWeights = sum(weights.flat())
  const missing = missingReason(units.length, ofTwo.length)

  const coefficient = (
    expected: number,
    ofUnit: (counts: readonly number[]) => number,
  ): Coefficient => {
    if (missing) return { expected: missing, coefficient: missing, standardError: missing }
    const value = beyondChance(observed, expected)
    return {
      expected: figure(expected),
      coefficient: value,
      standardError:
        value.value === null
          ? value
          : errorOver(units, { expected, value: value.value, unitsOfTwo: ofTwo.length, ofUnit }),
    }
  }
  const mean = (counts: readonly number[], of: (category: number) => number) =>
    sum(counts.map((count, category) => count * of(category))) / sum(counts)
  const usual = shares.map((_, category) =>
    sum(shares.map((share, other) => share * weightOf(weights, category, other))),
  )
  const byShares = sum(shares.map((share, category) => share * (usual[category] ?? 0)))
  const spread = allWeights / (categories * (categories - 1))
  const tooFew: Coefficient = allOf(undefinedBecause('fewer than two categories are declared'))
  return {
    units: units.length,
    unitsOfTwo: ofTwo.length,
    observed: missing ?? figure(observed),
    fleiss: coefficient(byShares, (counts) => mean(counts, (category) => usual[category] ?? 0)),
    conger: missing ? allOf(missing) : congerOf(ratings, weights, observed),
    brennanPrediger:
      categories < 2
        ? tooFew
        : coefficient(allWeights / categories ** 2, () => allWeights / categories ** 2),
    gwet:
      categories < 2
        ? tooFew
        : coefficient(
            spread * sum(shares.map((share) => share * (1 - share))),
            (counts) => spread * mean(counts, (category) => 1 - (shares[category] ?? 0)),
          ),
  }
}

/**
 * Fleiss’ κ of one category against all others (Fleiss 1971, equation for κ_j); values may be missing: then the
 * category’s share and its disagreements are taken as for the whole, with the category against the rest.
 */
export function fleissPerCategory(ratings: Ratings): Figure[] {
  return ratings.categories.map((_, category) => {
    const against = {
      ...ratings,
      categories: ['it', 'another'],
      codes: ratings.codes.map((code) => (code < 0 ? code : code === category ? 0 : 1)),
    }
    const { coefficient } = agreementOfMany(against).fleiss
    return coefficient.value === null && coefficient.reason.startsWith('all values')
      ? undefinedBecause('the category is never used, or always')
      : coefficient
  })
}

/** Light 1971: the mean of Cohen’s κ over all pairs of coders; undefined as soon as one pair’s is. */
export function lightsKappa(ratings: Ratings): Figure {
  const kappas: number[] = []
  for (let one = 0; one < ratings.coders; one++)
    for (let other = one + 1; other < ratings.coders; other++) {
      const { coefficient } = agreementOfTwo(tableOf(ofCoders(ratings, [one, other]))).cohen
      if (coefficient.value === null) return coefficient
      kappas.push(coefficient.value)
    }
  return quotient(sum(kappas), kappas.length, 'no unit was coded by two coders')
}

/** The share of units, of those that all coders coded, on which all of them agree. */
export function allAgree(ratings: Ratings): Figure {
  let whole = 0
  let alike = 0
  for (let unit = 0; unit < ratings.units; unit++) {
    const given = givenIn(ratings, unit)
    if (given.length < ratings.coders || given.length < 2) continue
    whole++
    if (given.every((code) => code === given[0])) alike++
  }
  return quotient(alike, whole, 'no unit was coded by two coders')
}

interface Unit {
  readonly counts: readonly number[]
  readonly coders: number
  /** The share of pairs of its coders that agree; 0 for a single coder. */
  readonly agreement: number
}

/** Units that anybody coded. */
function unitsOf(ratings: Ratings, weights: Weights): Unit[] {
  const units: Unit[] = []
  for (let unit = 0; unit < ratings.units; unit++) {
    const given = givenIn(ratings, unit)
    if (given.length === 0) continue
    const counts = ratings.categories.map(() => 0)
    for (const code of given) counts[code] = (counts[code] ?? 0) + 1
    const pairs = sum(
      counts.map((count, category) =>
        count === 0
          ? 0
          : count * (sum(counts.map((other, of) => other * weightOf(weights, category, of))) - 1),
      ),
    )
    units.push({
      counts,
      coders: given.length,
      agreement: given.length < 2 ? 0 : pairs / (given.length * (given.length - 1)),
    })
  }
  return units
}

/** The linearised variance over units (Gwet 2021, and irrCAC’s `*.raw` functions), of a very large population. */
function errorOver(
  units: readonly Unit[],
  {
    expected,
    value,
    unitsOfTwo,
    ofUnit,
  }: {
    expected: number
    value: number
    unitsOfTwo: number
    ofUnit: (counts: readonly number[]) => number
  },
): Figure {
  const count = units.length
  if (count < 2) return undefinedBecause('there is a single unit')
  const deviations = units.map(({ counts, coders, agreement }) => {
    const own = coders < 2 ? 0 : ((count / unitsOfTwo) * (agreement - expected)) / (1 - expected)
    const shift = (2 * (1 - value) * (ofUnit(counts) - expected)) / (1 - expected)
    return (own - shift - value) ** 2
  })
  return figure(Math.sqrt(sum(deviations) / (count * (count - 1))))
}

/** Conger 1980 (Psychological Bulletin 88, 322–328), generalised as in irrCAC: the coders’ own shares, each over what they coded. */
function congerOf(ratings: Ratings, weights: Weights, observed: number): Coefficient {
  const { coders, units, codes, categories } = ratings
  const shares: number[][] = []
  for (let coder = 0; coder < coders; coder++) {
    const counts = categories.map(() => 0)
    let coded = 0
    for (let unit = 0; unit < units; unit++) {
      const code = codes[unit * coders + coder] ?? -1
      if (code < 0) continue
      counts[code] = (counts[code] ?? 0) + 1
      coded++
    }
    if (coded > 0) shares.push(counts.map((given) => given / coded))
  }
  const active = shares.length
  const means = categories.map(
    (_, category) => sum(shares.map((own) => own[category] ?? 0)) / active,
  )
  let expected = 0
  for (const [i, mean] of means.entries())
    for (const [j, other] of means.entries()) {
      const covariance =
        sum(shares.map((own) => ((own[i] ?? 0) - mean) * ((own[j] ?? 0) - other))) / (active - 1)
      expected += weightOf(weights, i, j) * (mean * other - covariance / active)
    }
  return {
    expected: figure(expected),
    coefficient: beyondChance(observed, expected),
    standardError: undefinedBecause('no standard error is given for it here'),
  }
}

function missingReason(units: number, ofTwo: number): Figure | null {
  if (units === 0) return undefinedBecause('there are no units')
  return ofTwo === 0 ? undefinedBecause('no unit was coded by two coders') : null
}

function allOf(figure_: Figure): Coefficient {
  return { expected: figure_, coefficient: figure_, standardError: figure_ }
}
