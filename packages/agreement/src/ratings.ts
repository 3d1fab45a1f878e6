import { AgreementError } from './agreement-error.ts'

/** What a coder gave a unit: the name of a category, or a number on a scale. */
export type Value = string | number

/** Units by coders: which category each coder gave each unit. */
export interface Ratings {
  /** The declared categories, in their order; chance depends on them, used or not. */
  readonly categories: readonly Value[]
  readonly units: number
  readonly coders: number
  /** Row by row: the index of the category, −1 where the coder gave none. */
  readonly codes: Int32Array
}

/**
 * Ratings from rows of units, a value or null for each coder.
 *
 * Without `declared`, the categories are those that occur, numbers first and in order. Declare them where a scale has
 * levels that nobody used.
 *
 * @throws AgreementError naming the row where one has another number of values, or a value that was not declared
 */
export function ratingsOf(
  rows: readonly (readonly (Value | null)[])[],
  declared?: readonly Value[],
): Ratings {
  const coders = rows[0]?.length ?? 0
  const found = new Map<Value, number>(
    declared ? distinct(declared).map((one, at) => [one, at]) : [],
  )
  const codes = new Int32Array(rows.length * coders).fill(-1)
  for (const [unit, row] of rows.entries()) {
    if (row.length !== coders)
      throw new AgreementError(
        `It has ${row.length} values where the first row has ${coders}. Give each coder a value, or null.`,
        unit + 1,
      )
    for (let coder = 0; coder < coders; coder++) {
      const value = row[coder] ?? null
      if (value === null) continue
      let index = found.get(value)
      if (index === undefined) {
        if (declared)
          throw new AgreementError(`${JSON.stringify(value)} is not a declared category.`, unit + 1)
        index = found.size
        found.set(value, index)
      }
      codes[unit * coders + coder] = index
    }
  }
  const categories = declared ? [...found.keys()] : inOrder([...found.keys()])
  if (!declared) {
    const places = new Int32Array(categories.length)
    for (const [place, category] of categories.entries()) places[found.get(category) ?? 0] = place
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at] ?? -1
      if (code >= 0) codes[at] = places[code] ?? -1
    }
  }
  return { categories, units: rows.length, coders, codes }
}

/**
 * Ratings from counts: for each unit, how many coders gave each category. Who gave what is not known, so that statistics
 * that ask for it (Cohen, Conger) do not apply.
 *
 * @throws AgreementError naming the row where counts are no whole numbers or too few
 */
export function ratingsOfCounts(
  counts: readonly (readonly number[])[],
  declared?: readonly Value[],
): Ratings {
  const width = declared?.length ?? counts[0]?.length ?? 0
  const coders = counts.reduce((most, row) => Math.max(most, sum(row)), 0)
  const codes = new Int32Array(counts.length * coders).fill(-1)
  for (const [unit, row] of counts.entries()) {
    requireCounts(row, width, unit + 1)
    let coder = 0
    for (const [category, count] of row.entries())
      for (let given = 0; given < count; given++) codes[unit * coders + coder++] = category
  }
  return {
    categories: distinct(declared ?? Array.from({ length: width }, (_, index) => index + 1)),
    units: counts.length,
    coders,
    codes,
  }
}

/** @throws AgreementError when a row is not this many whole numbers from 0 */
export function requireCounts(row: readonly number[], width: number, number: number): void {
  if (row.length !== width)
    throw new AgreementError(`It has ${row.length} counts, and ${width} are needed.`, number)
  const odd = row.find((count) => !Number.isInteger(count) || count < 0)
  if (odd !== undefined)
    throw new AgreementError(`${odd} is not a count: a whole number from 0 is needed.`, number)
}

/** The values of one unit that were given, as indexes of categories. */
export function givenIn({ codes, coders }: Ratings, unit: number): Int32Array {
  return codes.subarray(unit * coders, (unit + 1) * coders).filter((code) => code >= 0)
}

/** The ratings of these coders, in this order. */
export function ofCoders(ratings: Ratings, coders: readonly number[]): Ratings {
  const codes = new Int32Array(ratings.units * coders.length)
  for (let unit = 0; unit < ratings.units; unit++)
    for (const [index, coder] of coders.entries())
      codes[unit * coders.length + index] = ratings.codes[unit * ratings.coders + coder] ?? -1
  return { ...ratings, coders: coders.length, codes }
}

/** The ratings of these units, in this order; a unit may be there more than once. */
export function ofUnits(ratings: Ratings, units: readonly number[]): Ratings {
  const codes = new Int32Array(units.length * ratings.coders)
  for (const [index, unit] of units.entries())
    codes.set(
      ratings.codes.subarray(unit * ratings.coders, (unit + 1) * ratings.coders),
      index * ratings.coders,
    )
  return { ...ratings, units: units.length, codes }
}

export function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function distinct(values: readonly Value[]): Value[] {
  const categories = [...new Set(values)]
  if (categories.length < values.length)
    throw new AgreementError('A category is declared twice. Declare each once.')
  return categories
}

function inOrder(values: readonly Value[]): Value[] {
  const numbers: number[] = []
  const names: string[] = []
  for (const value of values)
    if (typeof value === 'number') numbers.push(value)
    else names.push(value)
  return [...numbers.toSorted((a, b) => a - b), ...names.toSorted()]
}
