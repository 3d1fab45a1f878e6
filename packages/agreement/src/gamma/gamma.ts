import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { type Figure, figure, quotient } from '../figure.ts'
import { bestAlignment } from './best-alignment.ts'
import { type GammaOptions, type GammaUnit, usualGammaOptions } from './dissimilarity.ts'

export interface Gamma {
  /** `1 − observed / expected`. */
  readonly gamma: Figure
  readonly observed: number
  /** The mean disorder of the samples. */
  readonly expected: number
  readonly samples: number
  readonly seed: number
}

/**
 * γ (Mathet, Widlöcher and Métivier 2015). The expected disorder is the mean over seeded samples, in each of which every
 * coder is one of the real ones, drawn anew, moved round the text by a random distance; a unit that would pass the end
 * begins at the start instead. With the usual 30 samples γ moves by up to about .2 between seeds: give it with its seed.
 */
export async function gamma(
  coders: ReadonlyMap<string, readonly GammaUnit[]>,
  {
    samples,
    seed,
    options = usualGammaOptions,
  }: { samples: number; seed: number; options?: GammaOptions },
): Promise<Gamma> {
  const { disorder: observed } = await bestAlignment(coders, options)
  const random = xoroshiro128plus(seed)
  let total = 0
  for (let sample = 0; sample < samples; sample++)
    total += (await bestAlignment(shuffled(coders, random), options)).disorder
  const expected = total / samples
  const ratio = quotient(observed, expected, 'chance would agree as well as the best alignment')
  return {
    gamma: ratio.value === null ? ratio : figure(1 - ratio.value),
    observed,
    expected,
    samples,
    seed,
  }
}

/** Steps in which the text is turned. */
const steps = 1_000_000

function shuffled(
  coders: ReadonlyMap<string, readonly GammaUnit[]>,
  random: RandomGenerator,
): Map<string, GammaUnit[]> {
  const real = [...coders.values()]
  const all = real.flat()
  const start = Math.min(...all.map(({ from }) => from))
  const length = Math.max(...all.map(({ to }) => to)) - start
  return new Map(
    [...coders.keys()].map((name) => {
      const own = real[uniformInt(random, 0, real.length - 1)] ?? []
      const shift = (uniformInt(random, 0, steps - 1) / steps) * length
      return [
        name,
        own.map((unit) => {
          const from = start + ((unit.from - start + shift) % length)
          return { ...unit, from, to: from + (unit.to - unit.from) }
        }),
      ]
    }),
  )
}
