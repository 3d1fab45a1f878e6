import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { AgreementError } from './agreement-error.ts'
import { percentile } from './bootstrap.ts'

/** The codes of each interview, in the order in which the interviews were held. */
export type CodesByInterview = readonly (readonly string[])[]

export interface NewInformation {
  /** The first and last interview of the run, counted from 1. */
  readonly run: readonly [number, number]
  readonly added: number
  /** New codes by the codes of the base. */
  readonly ratio: number
}

/**
 * The ratio of new information of Guest, Namey and Chen 2020 (PLoS ONE 15(5): e0232076): codes that a run of interviews
 * adds to all before it, by the distinct codes of the base; the base stays what it was. Runs slide by one interview, or
 * follow each other (`disjoint`). It depends on the order: show it with `permutationBand`. One run without anything new
 * does not mean that nothing new will come.
 *
 * @throws AgreementError when base or run is not a whole number from 1, or the base has no codes
 */
export function newInformation(
  interviews: CodesByInterview,
  { base, run, disjoint = false }: { base: number; run: number; disjoint?: boolean },
): { baseCodes: number; runs: NewInformation[] } {
  for (const [name, value] of [
    ['base', base],
    ['run', run],
  ] as const)
    if (!Number.isInteger(value) || value < 1)
      throw new AgreementError(
        `The ${name} must be a whole number of interviews from 1, not ${value}.`,
      )
  const baseCodes = new Set(interviews.slice(0, base).flat()).size
  if (baseCodes === 0) throw new AgreementError('The interviews of the base have no codes.')
  const { cumulative } = coverage(interviews)
  const runs: NewInformation[] = []
  for (let first = base; first + run <= interviews.length; first += disjoint ? run : 1) {
    const added = (cumulative[first + run - 1] ?? 0) - (cumulative[first - 1] ?? 0)
    runs.push({ run: [first + 1, first + run], added, ratio: added / baseCodes })
  }
  return { baseCodes, runs }
}

/** The first run at or below this ratio; null where there is none. */
export function firstRunAtMost(
  runs: readonly NewInformation[],
  threshold: number,
): readonly [number, number] | null {
  return runs.find(({ ratio }) => ratio <= threshold)?.run ?? null
}

/** How many codes each interview adds, and how many there are by then. */
export function coverage(interviews: CodesByInterview): { added: number[]; cumulative: number[] } {
  const seen = new Set<string>()
  const added: number[] = []
  const cumulative: number[] = []
  for (const codes of interviews) {
    const before = seen.size
    for (const code of codes) seen.add(code)
    added.push(seen.size - before)
    cumulative.push(seen.size)
  }
  return { added, cumulative }
}

/** For each number of interviews, between which numbers of codes 95 % of the orders lie that were drawn from the seed. */
export function permutationBand(
  interviews: CodesByInterview,
  { permutations, seed }: { permutations: number; seed: number },
): { low: number; median: number; high: number }[] {
  const random = xoroshiro128plus(seed)
  const curves: number[][] = []
  for (let number = 0; number < permutations; number++) {
    const order = [...interviews]
    for (let last = order.length - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last)
      const [one, two] = [order[last], order[other]]
      if (one && two) [order[last], order[other]] = [two, one]
    }
    curves.push(coverage(order).cumulative)
  }
  return interviews.map((_, place) => {
    const values = curves.map((curve) => curve[place] ?? 0).toSorted((a, b) => a - b)
    return {
      low: percentile(values, 0.025) ?? 0,
      median: percentile(values, 0.5) ?? 0,
      high: percentile(values, 0.975) ?? 0,
    }
  })
}

/**
 * Francis and others 2010 (Psychology & Health 25, 1229–1245): after a first number of interviews, the interview at which
 * so many in a row added nothing new; null where that has not been reached.
 */
export function saturatedAt(
  added: readonly number[],
  { initial = 10, inARow = 3 }: { initial?: number; inARow?: number } = {},
): number | null {
  let without = 0
  for (const [index, codes] of added.entries()) {
    if (index < initial) continue
    without = codes === 0 ? without + 1 : 0
    if (without === inARow) return index + 1
  }
  return null
}

/** The five criteria of conceptual depth (Nelson 2017, Qualitative Research 17, 554–570). People score them; nothing here does. */
export const conceptualDepthCriteria = [
  'range',
  'complexity',
  'subtlety',
  'resonance',
  'validity',
] as const
