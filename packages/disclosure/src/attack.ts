import { solve } from '@throughline/solver'
import type { Bounds } from './rules.ts'
import { type CountTable, keyOf, type Place, type Published } from './table.ts'

/**
 * What somebody can work out of a count who knows the table as it is published, that counts are not negative and that rows
 * and columns add up to their totals: exactly, as the least and the greatest value that all of it allows. The constraints
 * are those of a flow through a network, so that with whole bounds both ends are whole numbers which can really occur.
 *
 * It knows of this table alone: not of other tables, earlier versions, or what people know of each other.
 */
export async function inferable(
  table: Pick<CountTable, 'rows' | 'columns'>,
  published: Published,
  place: Place,
): Promise<Bounds> {
  const problem = problemOf(table, published)
  const wanted = variable(place)
  const least = await solve(`Minimize\n obj: ${wanted}\n${problem}`)
  const most = await solve(`Maximize\n obj: ${wanted}\n${problem}`)
  return {
    least: round(least.objective),
    most: most.status === 'unbounded' ? null : round(most.objective),
  }
}

function problemOf(
  { rows, columns }: Pick<CountTable, 'rows' | 'columns'>,
  published: Published,
): string {
  const lines = [...rows.keys()]
  const across = [...columns.keys()]
  const addUp = (name: string, parts: readonly Place[], total: Place) =>
    ` ${name}: ${parts.map(variable).join(' + ')} - ${variable(total)} = 0`
  return [
    'Subject To',
    ...lines.map((row) =>
      addUp(
        `r${row}`,
        across.map((column) => ({ row, column })),
        { row, column: null },
      ),
    ),
    ...across.map((column) =>
      addUp(
        `c${column}`,
        lines.map((row) => ({ row, column })),
        { row: null, column },
      ),
    ),
    addUp(
      't',
      lines.map((row) => ({ row, column: null })),
      { row: null, column: null },
    ),
    'Bounds',
    ...[...published].map(
      ([key, { least, most }]) => ` ${least} <= x${key}${most === null ? '' : ` <= ${most}`}`,
    ),
    'End',
  ].join('\n')
}

const variable = (place: Place) => `x${keyOf(place)}`

/** The solver’s arithmetic leaves 2.9999999996 where 3 is meant. */
function round(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value - whole) < 1e-6 ? whole : value
}
