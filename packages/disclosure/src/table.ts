import { DisclosureError } from './disclosure-error.ts'
import type { Bounds } from './rules.ts'

/** Counts by rows and columns, without their totals. */
export interface CountTable {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** A place in a table; null stands for the total. */
export interface Place {
  readonly row: number | null
  readonly column: number | null
}

/** @throws DisclosureError naming the row that does not fit, or holds what is no count */
export function requireTable({ rows, columns, counts }: CountTable): void {
  if (rows.length === 0 || columns.length === 0)
    throw new DisclosureError('A table needs a row and a column at least.')
  if (counts.length !== rows.length)
    throw new DisclosureError(`There are ${rows.length} names of rows and ${counts.length} rows.`)
  for (const [index, row] of counts.entries()) {
    if (row.length !== columns.length)
      throw new DisclosureError(
        `It has ${row.length} counts for ${columns.length} columns.`,
        index + 1,
      )
    const odd = row.find((count) => !Number.isFinite(count) || count < 0)
    if (odd !== undefined)
      throw new DisclosureError(`${odd} is not a count: a number from 0 is needed.`, index + 1)
  }
}

/** Every place of a table, totals last in their row and column. */
export function placesOf({ rows, columns }: CountTable): Place[] {
  const lines = [...rows.keys(), null]
  const across = [...columns.keys(), null]
  return lines.flatMap((row) => across.map((column) => ({ row, column })))
}

/** The count at a place, or the total. */
export function countAt({ counts }: CountTable, { row, column }: Place): number {
  const lines = row === null ? counts : [counts[row] ?? []]
  return lines.reduce(
    (total, line) =>
      total + (column === null ? line.reduce((sum, count) => sum + count, 0) : (line[column] ?? 0)),
    0,
  )
}

export const keyOf = ({ row, column }: Place): string => `${row ?? 't'}_${column ?? 't'}`

/** What is published: bounds for each place, by its key. */
export type Published = ReadonlyMap<string, Bounds>
