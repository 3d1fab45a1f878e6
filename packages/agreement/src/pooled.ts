import { type Figure, quotient, undefinedBecause } from './figure.ts'
import { sum } from './ratings.ts'
import { agreementOfTwo, type Table } from './two-coders.ts'

/** κ of each code, their mean, and pooled: `(mean P_o − mean P_e) / (1 − mean P_e)` (De Vries and others 2008, Field Methods 20, 272–282). */
export function pooledKappa(tables: readonly Table[]): {
  perCode: Figure[]
  mean: Figure
  pooled: Figure
} {
  const results = tables.map((table) => agreementOfTwo(table))
  const perCode = results.map(({ cohen }) => cohen.coefficient)
  const values = perCode.flatMap(({ value }) => value ?? [])
  const missing = perCode.find(({ value }) => value === null)
  const observed = sum(results.map((result) => result.observed.value ?? 0)) / results.length
  const expected = sum(results.map(({ cohen }) => cohen.expected)) / results.length
  if (results.some((result) => result.observed.value === null) || results.length === 0)
    return {
      perCode,
      mean: undefinedBecause('there are no units'),
      pooled: undefinedBecause('there are no units'),
    }
  return {
    perCode,
    mean: missing ?? quotient(sum(values), values.length, 'there are no units'),
    pooled: quotient(
      observed - expected,
      1 - expected,
      'all values are the same, so agreement by chance is certain',
    ),
  }
}

/** Holsti 1969: `2 A / (N1 + N2)`, of how many decisions two coders agree in, by all that each made. */
export function holsti(agreed: number, first: number, second: number): Figure {
  return quotient(2 * agreed, first + second, 'there are no units')
}
