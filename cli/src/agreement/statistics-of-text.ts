import {
  agreementOfTwo,
  bestAlignment,
  type CodesByInterview,
  characterOverlap,
  type Continuum,
  coverage,
  dissimilarity,
  firstRunAtMost,
  gamma,
  type GammaUnit,
  holsti,
  krippendorffAlpha,
  type LegacyAlpha,
  legacyAlphaU,
  misleadingTableOfCharacters,
  newInformation,
  overlapOf,
  permutationBand,
  pooledKappa,
  ratingsOf,
  saturatedAt,
  segmentAgreement,
  type Stretch,
  type Table,
  tableOf,
  uAlpha,
  type Value,
  warningOfCharacters,
} from '@throughline/agreement'
import { pairs } from './statistics.ts'

type Pair = readonly [number, number]
type Triple = readonly [number, number, string]

const stretches = (list: readonly Pair[]): Stretch[] => list.map(([from, to]) => ({ from, to }))

export const continuumOf = (
  length: number,
  coders: Readonly<Record<string, readonly Triple[]>>,
): Continuum => ({
  length,
  coders: Object.entries(coders).map(([name, segments]) => ({
    name,
    segments: segments.map(([from, to, code]) => ({ from, to, code })),
  })),
})

/** The u-α family. */
export function ofContinuum(continuum: Continuum) {
  const { u, binary, coding, ofCode, coverage: covered, coincidences } = uAlpha(continuum)
  return {
    u_alpha_nominal: u,
    bar_u_alpha_binary: binary,
    cu_alpha_nominal: coding,
    k_u_alpha: Object.fromEntries(ofCode),
    coverage: Object.fromEntries(covered),
    observed_coincidence_lengths: Object.fromEntries(
      [...coincidences].flatMap(([c, row]) => [...row].map(([k, length]) => [`${c}|${k}`, length])),
    ),
    sum_ell: continuum.length * continuum.coders.length,
  }
}

/** The older α_U, of segments by start and length. */
export function ofLegacyText(data: {
  begin: number
  length: number
  coders: Readonly<Record<string, readonly Triple[]>>
}) {
  const byEnds = Object.fromEntries(
    Object.entries(data.coders).map(([name, segments]) => [
      name,
      segments.map(([start, length, code]): Triple => [
        start - data.begin,
        start - data.begin + length,
        code,
      ]),
    ]),
  )
  const { ofCode, overall } = legacyAlphaU(continuumOf(data.length, byEnds))
  return {
    ...Object.fromEntries(
      [...ofCode].map(([code, { observed, expected, alpha }]) => [
        code,
        { Do: observed, De: expected, alpha },
      ]),
    ),
    overall,
  }
}

/** The same for pairs of coders with one code, at the length given and at 5,000 times it. */
export function ofLegacyPairs(
  length: number,
  given: Readonly<Record<string, readonly [readonly Pair[], readonly Pair[]]>>,
) {
  const times = 5_000
  return Object.fromEntries(
    Object.entries(given).map(([name, coders]) => {
      const at = (scale: number): LegacyAlpha => {
        const { ofCode } = legacyAlphaU({
          length: length * scale,
          coders: coders.map((segments, index) => ({
            name: `coder ${index + 1}`,
            segments: segments.map(([start, size]) => ({
              from: start * scale,
              to: (start + size) * scale,
              code: 'u',
            })),
          })),
        })
        return (
          ofCode.get('u') ?? {
            observed: 0,
            expected: 0,
            alpha: { value: null, reason: 'nobody coded anything' },
          }
        )
      }
      const [plain, large] = [at(1), at(times)]
      return [
        name,
        {
          Do: plain.observed,
          [`De_${length}`]: plain.expected,
          [`alpha_${length}`]: plain.alpha,
          [`De_x${times}`]: large.expected,
          [`alpha_x${times}`]: large.alpha,
        },
      ]
    }),
  )
}

/** γ and the alignment that it rests on. */
export async function ofGamma(data: {
  coders: ReadonlyMap<string, readonly GammaUnit[]>
  alpha: number
  beta: number
  delta_empty: number
  distance: ((one: string, other: string) => number) | null
  seed: number
}) {
  const options = {
    positions: data.alpha,
    categories: data.beta,
    missing: data.delta_empty,
    ...(data.distance ? { distance: data.distance } : {}),
  }
  const { disorder, alignment } = await bestAlignment(data.coders, options)
  const sampled = await gamma(data.coders, { samples: 30, seed: data.seed, options })
  const names = [...data.coders]
  return {
    best_alignment_disorder: disorder,
    pair_dissimilarities: names.flatMap(([a, own], index) =>
      names.slice(index + 1).flatMap(([b, others]) =>
        own.flatMap((one, i) =>
          others.map((other, j) => ({
            a: [a, i],
            b: [b, j],
            ...dissimilarity(one, other, options),
          })),
        ),
      ),
    ),
    alignment: alignment.map((units) =>
      units.map((unit) => unit && [unit.from, unit.to, unit.category]),
    ),
    gamma: sampled.gamma,
    expected_disorder: sampled.expected,
    samples: sampled.samples,
    seed: sampled.seed,
  }
}

/** Segments of two coders with one code, under several overlap rules. */
export function ofSegments(one: readonly Pair[], other: readonly Pair[]) {
  return {
    ...Object.fromEntries(
      [90, 80, 50, 1].map((percent) => {
        const found = segmentAgreement(stretches(one), stretches(other), {
          leastShareOfSpan: percent / 100,
        })
        return [
          `threshold_${percent}`,
          { matched: found.matched, total: found.total, percent: found.share },
        ]
      }),
    ),
    overlap_rule: 'shared by spanned together',
  }
}

/** What two coders coded with one code, by characters; where the text’s length is given, the misleading figures with their warning. */
export function ofTextOfTwo(one: readonly Pair[], other: readonly Pair[], length?: number) {
  const [a, b] = [stretches(one), stretches(other)]
  const { dice, jaccard } = characterOverlap(a, b)
  if (length === undefined) return { dice, jaccard }
  const { table, warning } = misleadingTableOfCharacters(a, b, length)
  const two = agreementOfTwo(table)
  const coded = (name: string, segments: readonly Stretch[]) => ({
    name,
    segments: segments.map((segment) => ({ ...segment, code: 'it' })),
  })
  return {
    total_chars: length,
    percent_agreement: two.observed,
    kappa: two.cohen.coefficient,
    ac1: two.gwet.coefficient,
    dice,
    jaccard,
    u_alpha: uAlpha({ length, coders: [coded('a', a), coded('b', b)] }).u,
    warning,
  }
}

/** Counts of characters, as coding comparisons print them. */
export function ofCharacters(data: {
  both: number
  only_a: number
  only_b: number
  neither: number
}) {
  const { both, only_a: onlyA, only_b: onlyB, neither } = data
  const two = agreementOfTwo([
    [both, onlyA],
    [onlyB, neither],
  ])
  const total = both + onlyA + onlyB + neither
  return {
    percent_agreement: two.observed,
    kappa: two.cohen.coefficient,
    sum_EF: two.cohen.expected * total,
    ...overlapOf(both, onlyA, onlyB),
    kappa_on_coded_only_with_correct_pe: agreementOfTwo([
      [both, onlyA],
      [onlyB, 0],
    ]).cohen.coefficient,
    warning: warningOfCharacters,
  }
}

export function ofTableOfCharacters(table: Table) {
  const two = agreementOfTwo(table)
  return {
    kappa: two.cohen.coefficient,
    se_if_characters_independent: two.largeSampleError,
    warning: warningOfCharacters,
  }
}

/** Two coders, a value for each unit. */
export function ofTwo(one: readonly Value[], other: readonly Value[]) {
  const ratings = ratingsOf(pairs(one, other))
  const two = agreementOfTwo(tableOf(ratings))
  const alpha = krippendorffAlpha(ratings, 'nominal')
  const agreed = (two.observed.value ?? 0) * two.units
  return {
    percent_agreement: two.observed,
    expected_agreement: alpha.expected.value === null ? alpha.expected : 1 - alpha.expected.value,
    krippendorff_binary: alpha.alpha,
    holsti: holsti(agreed, one.length, other.length),
    cohen: two.cohen.coefficient,
    scott: two.scott.coefficient,
    gwet_ac1: two.gwet.coefficient,
    bp: two.brennanPrediger.coefficient,
  }
}

export function ofTablesPerCode(tables: readonly Table[]) {
  const { perCode, mean, pooled } = pooledKappa(tables)
  return { kappa_per_code: perCode, mean_kappa: mean, pooled_kappa: pooled }
}

/** What each further interview adds. */
export function ofInterviews(interviews: CodesByInterview) {
  const { added, cumulative } = coverage(interviews)
  return {
    new: added,
    cumulative,
    permutation_band: permutationBand(interviews, { permutations: 1_000, seed: 1 }),
    permutations: 1_000,
    seed: 1,
  }
}

export function ofNewInformation(
  interviews: CodesByInterview,
  options: { base: number; run: number; disjoint: boolean },
) {
  const { baseCodes, runs } = newInformation(interviews, options)
  return {
    base_unique: baseCodes,
    runs: runs.map(({ run, added, ratio }) => ({ run, new: added, ratio })),
    first_run_le_5pct: firstRunAtMost(runs, 0.05),
    first_run_0pct: firstRunAtMost(runs, 0),
  }
}

export const ofNewThemes = (added: readonly number[]) => ({
  saturated_at_interview: saturatedAt(added),
})
