import { solve } from '@throughline/solver'
import {
  dissimilarity,
  type GammaOptions,
  type GammaUnit,
  requireUnits,
  usualGammaOptions,
} from './dissimilarity.ts'

/** Units, one of each coder at most, that are taken for the same; null where a coder has none. */
export type UnitaryAlignment = readonly (GammaUnit | null)[]

export interface BestAlignment {
  /** The disorder of the best alignment: 0 where all coders did the same. */
  readonly disorder: number
  /** In the order of the first coder’s units, coders in their order. */
  readonly alignment: readonly UnitaryAlignment[]
}

/**
 * The alignment of least disorder, exactly (Mathet, Widlöcher and Métivier 2015, section 4): every unit stands in one
 * unitary alignment; one costs the mean of what its pairs of coders cost, and the whole costs their sum by the mean
 * number of units of a coder. It is an integer programme over all unitary alignments that can be of use: with n coders
 * of k units, up to (k + 1) to the power of n.
 *
 * Several alignments may be as good; the disorder is the same.
 *
 * @throws AgreementError where a unit ends before it begins, or there is one coder alone
 */
export async function bestAlignment(
  coders: ReadonlyMap<string, readonly GammaUnit[]>,
  options: GammaOptions = usualGammaOptions,
): Promise<BestAlignment> {
  requireUnits(coders)
  const units = [...coders.values()]
  const mean = units.reduce((total, own) => total + own.length, 0) / units.length
  if (mean === 0) return { disorder: 0, alignment: [] }
  const candidates = usefulAlignments(units, options)
  const chosen = await cheapestCover(units, candidates)
  return {
    disorder: chosen.reduce((total, { cost }) => total + cost, 0) / mean,
    alignment: chosen
      .map(({ places }) => places.map((place, coder) => units[coder]?.[place] ?? null))
      .toSorted((a, b) => beginOf(a) - beginOf(b)),
  }
}

interface Candidate {
  /** For each coder the index of its unit; −1 for none. */
  readonly places: readonly number[]
  readonly cost: number
}

/**
 * All but those that could be cut into their single units for no more: each single unit costs Δ∅, so that an alignment of
 * k units is of use below k·Δ∅ only, and none is worth more than n·Δ∅ on the way.
 */
function usefulAlignments(
  units: readonly (readonly GammaUnit[])[],
  options: GammaOptions,
): Candidate[] {
  const count = units.length
  const pairs = (count * (count - 1)) / 2
  const most = count * options.missing * pairs
  const candidates: Candidate[] = []
  const walk = (places: readonly number[], paid: number, taken: number) => {
    const coder = places.length
    if (coder === count) {
      const cost = paid / pairs
      if (taken === 1 || (taken > 1 && cost < taken * options.missing))
        candidates.push({ places, cost })
      return
    }
    for (let place = -1; place < (units[coder]?.length ?? 0); place++) {
      const unit = units[coder]?.[place]
      let now = paid
      for (const [other, otherPlace] of places.entries()) {
        const counterpart = units[other]?.[otherPlace]
        now +=
          unit && counterpart ? dissimilarity(unit, counterpart, options).combined : options.missing
      }
      if (now <= most) walk([...places, place], now, taken + (unit ? 1 : 0))
    }
  }
  walk([], 0, 0)
  return candidates
}

/** The set of candidates of least cost in which each unit stands once. */
async function cheapestCover(
  units: readonly (readonly GammaUnit[])[],
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const holding = units.map((own) => own.map((): number[] => []))
  for (const [index, { places }] of candidates.entries())
    for (const [coder, place] of places.entries()) holding[coder]?.[place]?.push(index)
  const term = (index: number) => `x${index}`
  const problem = [
    'Minimize',
    ` obj: ${candidates.map(({ cost }, index) => `${cost.toFixed(15)} ${term(index)}`).join('\n + ')}`,
    'Subject To',
    ...holding.flatMap((own, coder) =>
      own.map((indexes, place) => ` u${coder}_${place}: ${indexes.map(term).join('\n + ')} = 1`),
    ),
    'Binary',
    ...candidates.map((_, index) => ` ${term(index)}`),
    'End',
  ].join('\n')
  const { values } = await solve(problem)
  return candidates.filter((_, index) => (values.get(term(index)) ?? 0) > 0.5)
}

function beginOf(alignment: UnitaryAlignment): number {
  return Math.min(...alignment.map((unit) => unit?.from ?? Infinity))
}
