import {
  agreementOfMany,
  agreementOfTwo,
  allAgree,
  alphaByDistance,
  bootstrap,
  fleissPerCategory,
  givenWeights,
  krippendorffAlpha,
  lightsKappa,
  type ManyCoders,
  type Metric,
  ofUnits,
  type Ratings,
  ratingsOf,
  setDistances,
  type Table,
  tableOf,
  undefinedBecause,
  type Value,
  weightsOf,
  type Weights,
} from '@throughline/agreement'

const metrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const
const schemes = ['linear', 'quadratic'] as const

/** Units by coders: every statistic of units that the values allow. */
export function ofUnitsByCoders(ratings: Ratings) {
  const many = agreementOfMany(ratings)
  const two = ratings.coders === 2 ? agreementOfTwo(tableOf(ratings)) : null
  const { alpha } = krippendorffAlpha(ratings, 'nominal')
  return {
    units: ratings.units,
    coders: ratings.coders,
    percent_agreement: many.observed,
    ...(two ? { cohen: two.cohen.coefficient, scott: two.scott.coefficient } : {}),
    krippendorff: alpha,
    fleiss: many.fleiss.coefficient,
    conger: many.conger.coefficient,
    gwet_ac1: many.gwet.coefficient,
    bp: many.brennanPrediger.coefficient,
    [`bp_q${Math.max(2, ratings.categories.length)}`]: agreementOfMany(withTwoCategories(ratings))
      .brennanPrediger.coefficient,
    ...alphas(ratings),
  }
}

/** A code is used or not: where one category alone occurs, the other is there too. */
function withTwoCategories(ratings: Ratings): Ratings {
  return ratings.categories.length >= 2
    ? ratings
    : { ...ratings, categories: [...ratings.categories, 'another'] }
}

function alphas(ratings: Ratings) {
  const numeric = ratings.categories.every((category) => typeof category === 'number')
  const results = metrics
    .filter((metric) => metric === 'nominal' || numeric)
    .map((metric) => [metric, krippendorffAlpha(ratings, metric)] as const)
  const { pairable, unitsUsed } = krippendorffAlpha(ratings, 'nominal')
  return {
    ...Object.fromEntries(
      results.flatMap(([metric, { alpha, observed, expected }]) => [
        [metric, alpha],
        [`${metric}_Do`, observed],
        [`${metric}_De`, expected],
      ]),
    ),
    n_pairable: pairable,
    units_used: unitsUsed,
  }
}

/** Ratings or counts under declared categories, as for Fleiss’ κ. */
export function ofCategories(ratings: Ratings, knowsCoders: boolean) {
  const many = agreementOfMany(ratings)
  const share = allAgree(ratings)
  return {
    units: many.units,
    coders: ratings.coders,
    fleiss_kappa: many.fleiss.coefficient,
    Pbar: many.observed,
    Pe: many.fleiss.expected,
    per_category: fleissPerCategory(ratings),
    gwet_ac1: many.gwet.coefficient,
    brennan_prediger_randolph: many.brennanPrediger.coefficient,
    krippendorff_nominal: krippendorffAlpha(ratings, 'nominal').alpha,
    all_raters_agree_percent: share.value === null ? share : share.value * 100,
    ...(knowsCoders
      ? {
          light_mean_pairwise_kappa: lightsKappa(ratings),
          conger_exact_kappa: many.conger.coefficient,
        }
      : {}),
    ...errorsOf(many),
  }
}

function errorsOf(many: ManyCoders) {
  return {
    fleiss_kappa_se: many.fleiss.standardError,
    gwet_ac1_se: many.gwet.standardError,
    brennan_prediger_randolph_se: many.brennanPrediger.standardError,
  }
}

/** The table of two coders. */
export function ofTable(table: Table) {
  const two = agreementOfTwo(table)
  return {
    n: two.units,
    percent_agreement: two.observed,
    cohen: two.cohen.coefficient,
    cohen_pe: two.cohen.expected,
    scott: two.scott.coefficient,
    scott_pe: two.scott.expected,
    bp: two.brennanPrediger.coefficient,
    bp_pe: two.brennanPrediger.expected,
    krippendorff: two.krippendorff,
    kappa_max: two.kappaMaximum,
    cohen_se_large_sample: two.largeSampleError,
    cohen_se_null: two.nullError,
    cohen_z_null: two.z,
    gwet_ac1: two.gwet.coefficient,
    gwet_ac1_pe: two.gwet.expected,
  }
}

/** The same under linear and quadratic weights, or under those that are given. */
export function ofWeightedTable(table: Table, given: Weights | null) {
  const named = (name: string, weights: Weights) => {
    const two = agreementOfTwo(table, weights)
    return [
      [`cohen_${name}`, two.cohen.coefficient],
      [`gwet_ac2_${name}`, two.gwet.coefficient],
      [`bp_${name}`, two.brennanPrediger.coefficient],
      [`scott_${name}`, two.scott.coefficient],
      [`weighted_pa_${name}`, two.observed],
      [`cohen_se_large_sample_${name}`, two.largeSampleError],
    ] as const
  }
  return Object.fromEntries(
    given
      ? named('given', givenWeights(given, table.length))
      : schemes.flatMap((scheme) => named(scheme, weightsOf(scheme, table.length))),
  )
}

/** Two coders on a declared scale; what comes of the levels that occur alone is shown beside it. */
export function ofScale(one: readonly Value[], other: readonly Value[], scale: readonly Value[]) {
  const linear = (declared?: readonly Value[]) => {
    const ratings = ratingsOf(pairs(one, other), declared)
    return agreementOfTwo(tableOf(ratings), weightsOf('linear', ratings.categories.length)).cohen
      .coefficient
  }
  return {
    cohen_linear_declared_scale: linear(scale),
    cohen_linear_observed_levels_only: linear(),
  }
}

export function pairs(one: readonly Value[], other: readonly Value[]): (Value | null)[][] {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, unit) => [
    one[unit] ?? null,
    other[unit] ?? null,
  ])
}

/** Sets of codes a unit: α under each distance, plain and squared. */
export function ofSets(rows: readonly (readonly (readonly string[] | null)[])[]) {
  const units = rows.map((row) => row.map((codes) => codes && new Set(codes)))
  const alpha = (distance: keyof typeof setDistances, squared = false) =>
    alphaByDistance(units, (a, b) => setDistances[distance](a, b) ** (squared ? 2 : 1)).alpha
  return {
    nominal_set_equality: alpha('equality'),
    nominal_set_equality_squared: alpha('equality', true),
    jaccard: alpha('jaccard'),
    jaccard_squared: alpha('jaccard', true),
    dice_sorensen: alpha('dice'),
    dice_sorensen_squared: alpha('dice', true),
    masi_exact_thirds: alpha('masi'),
    masi_exact_thirds_squared: alpha('masi', true),
    passonneau2004_set_distance: alpha('passonneau'),
    masi_dkpro_jaccarddist_times_M: alpha('masiOfDistances'),
  }
}

/** The distribution of α over resamples of whole units. */
export function ofBootstrap(ratings: Ratings, metric: Metric, seed: number) {
  const found = bootstrap(
    ratings.units,
    (units) => krippendorffAlpha(ofUnits(ratings, units), metric).alpha,
    { resamples: 2_000, seed },
  )
  const distribution: Record<string, number> = {}
  for (const value of found.values) {
    const name = decimal(value)
    distribution[name] = (distribution[name] ?? 0) + 1
  }
  const none = undefinedBecause('all values are the same, so agreement by chance is certain')
  return {
    alpha: krippendorffAlpha(ratings, metric).alpha,
    n_resamples: found.resamples,
    undefined: found.undefined,
    ...(found.seed === null ? { distribution } : { seed: found.seed }),
    mean_defined: found.mean ?? none,
    percentile_2_5_type7: found.low ?? none,
    percentile_97_5_type7: found.high ?? none,
    median_type7: found.median ?? none,
  }
}

/** At most ten decimals, and one at least. */
function decimal(value: number): string {
  const rounded = Number(value.toFixed(10))
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)
}
