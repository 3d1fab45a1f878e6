import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { AgreementError } from './agreement-error.ts'
import type { Figure } from './figure.ts'

export interface Bootstrap {
  /** How many resamples there were, and in how many the statistic was undefined; those are left out of the interval. */
  readonly resamples: number
  readonly undefined: number
  /** The defined values, in order. */
  readonly values: readonly number[]
  readonly mean: number | null
  readonly median: number | null
  /** The interval between percentiles (2.5 and 97.5 of 100 for 95 %), by linear interpolation (type 7 of R). */
  readonly low: number | null
  readonly high: number | null
  /** The seed of a random one; null where every resample was counted. */
  readonly seed: number | null
}

/** Beyond so many resamples none are counted one by one. */
const mostToEnumerate = 50_000

/**
 * The distribution of a statistic when whole items are drawn with replacement: units, or for interviews transcripts, never
 * single pairs of values (`../README.md` says why). All `nⁿ` resamples are counted where they are at most 50,000 (up to
 * six items); otherwise as many as asked for are drawn from the seed.
 *
 * @param statistic of the items with these indexes; an index may be there more than once
 * @throws AgreementError when there is nothing to draw from
 */
export function bootstrap(
  items: number,
  statistic: (indexes: readonly number[]) => Figure,
  { resamples, seed, level = 0.95 }: { resamples: number; seed: number; level?: number },
): Bootstrap {
  if (items < 1) throw new AgreementError('There is nothing to draw resamples from.')
  const all = items ** items
  const exact = all <= mostToEnumerate
  const random = xoroshiro128plus(seed)
  const values: number[] = []
  const count = exact ? all : resamples
  for (let number = 0; number < count; number++) {
    const indexes = Array.from({ length: items }, (_, place) =>
      exact ? Math.floor(number / items ** place) % items : uniformInt(random, 0, items - 1),
    )
    const { value } = statistic(indexes)
    if (value !== null) values.push(value)
  }
  values.sort((a, b) => a - b)
  return {
    resamples: count,
    undefined: count - values.length,
    values,
    mean:
      values.length === 0
        ? null
        : values.reduce((total, value) => total + value, 0) / values.length,
    median: percentile(values, 0.5),
    low: percentile(values, (1 - level) / 2),
    high: percentile(values, (1 + level) / 2),
    seed: exact ? null : seed,
  }
}

/** Of values in order, by linear interpolation between the two nearest (Hyndman and Fan 1996, type 7); null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const place = (values.length - 1) * share
  const low = values[Math.floor(place)]
  const high = values[Math.ceil(place)]
  return low === undefined || high === undefined ? null : low + (high - low) * (place % 1)
}
