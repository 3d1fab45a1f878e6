import { AgreementError } from './agreement-error.ts'

/** How much two categories agree, from 0 to 1, by their indexes; 1 for the same. */
export type Weights = readonly (readonly number[])[]

export type WeightScheme = 'identity' | 'linear' | 'quadratic'

/**
 * Weights over this many categories in their declared order: identity 1 or 0; linear `1 − |i − j| / (q − 1)`; quadratic
 * with the square (Cohen 1968, Psychological Bulletin 70, 213–220). Levels that nobody used count: a scale is what was
 * declared.
 */
export function weightsOf(scheme: WeightScheme, categories: number): Weights {
  const power = scheme === 'quadratic' ? 2 : 1
  const indexes = Array.from({ length: categories }, (_, index) => index)
  return indexes.map((row) =>
    indexes.map((column) => {
      if (row === column) return 1
      return scheme === 'identity' ? 0 : 1 - (Math.abs(row - column) / (categories - 1)) ** power
    }),
  )
}

/**
 * Weights that somebody gives.
 *
 * @throws AgreementError naming the row, when they are not symmetric, not from 0 to 1 or not 1 for the same
 */
export function givenWeights(weights: Weights, categories: number): Weights {
  if (weights.length !== categories)
    throw new AgreementError(
      `There are ${weights.length} rows of weights for ${categories} categories.`,
    )
  for (const [row, values] of weights.entries()) {
    if (values.length !== categories)
      throw new AgreementError(
        `It has ${values.length} weights for ${categories} categories.`,
        row + 1,
      )
    for (const [column, weight] of values.entries()) {
      if (!(weight >= 0 && weight <= 1))
        throw new AgreementError(`The weight ${weight} is not from 0 to 1.`, row + 1)
      if (row === column && weight !== 1)
        throw new AgreementError('The weight of a category with itself must be 1.', row + 1)
      if (weight !== weights[column]?.[row])
        throw new AgreementError(
          `The weight in column ${column + 1} is not that of row ${column + 1}, column ${row + 1}.`,
          row + 1,
        )
    }
  }
  return weights
}

export function weightOf(weights: Weights, row: number, column: number): number {
  return weights[row]?.[column] ?? 0
}
