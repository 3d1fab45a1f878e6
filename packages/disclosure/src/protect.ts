import { inferable } from './attack.ts'
import type { Bounds, Rule, Shown } from './rules.ts'
import { showCount } from './rules.ts'
import { countAt, type CountTable, keyOf, type Place, placesOf, requireTable } from './table.ts'

export interface ProtectedCell extends Place {
  readonly count: number
  readonly shown: string
  readonly done: 'shown' | 'rounded' | 'suppressed' | 'suppressed with others'
  readonly why: string
}

/** What can still be worked out of a cell that the rule guards, beyond what is shown for it. */
export interface Inferable extends Place {
  readonly count: number
  readonly saidToBe: Bounds
  readonly knownToBe: Bounds
}

export interface ProtectedTable {
  readonly rule: Rule
  readonly cells: readonly ProtectedCell[]
  readonly inferable: readonly Inferable[]
  readonly warnings: readonly string[]
}

/** What stands for a cell that is suppressed so that another cannot be worked out. */
export const withOthers = '[c]'

/**
 * A table as the rule shows it, totals included, and what was done to each cell and why.
 *
 * Where a suppressed count could be worked out from its row and column, further cells are suppressed with it, the smallest
 * first, until it cannot; an exact attack (`inferable`) says when. What the attack can still do at the end is in the
 * result: the rule may not be enough, and nothing here says that a table is safe. A person decides.
 *
 * @throws DisclosureError naming the row, when it is no table of counts
 */
export async function protectTable(table: CountTable, rule: Rule): Promise<ProtectedTable> {
  requireTable(table)
  const shown = new Map<string, Shown>(
    placesOf(table).map((place) => [keyOf(place), showCount(rule, countAt(table, place))]),
  )
  const further = new Map<string, string>()
  const guarded = placesOf(table).filter((place) => {
    const count = countAt(table, place)
    return count > 0 && count < rule.threshold
  })
  const suppresses = guarded.some((place) => shown.get(keyOf(place))?.done === 'suppressed')

  let found: Inferable[] = []
  if (suppresses) suppressTogether(table, shown, further, rule)
  for (;;) {
    found = await stillInferable(table, shown, further, guarded)
    const [first] = found
    const next = suppresses && first ? nextToSuppress(table, shown, further, first) : null
    if (!first || !next) break
    further.set(keyOf(next), nameOf(table, first))
  }
  return {
    rule,
    cells: placesOf(table).map((place) => cellOf(table, rule, shown, further, place)),
    inferable: found,
    warnings: warningsOf(table, rule, found),
  }
}

/** A row or column in which one cell alone is suppressed gives it away: its total minus the rest. */
function suppressTogether(
  table: CountTable,
  shown: ReadonlyMap<string, Shown>,
  further: Map<string, string>,
  rule: Rule,
): void {
  const least = Math.max(2, rule.leastSuppressedTogether)
  const lines: Place[][] = [
    ...table.rows.map((_, row) => table.columns.map((__, column) => ({ row, column }))),
    ...table.columns.map((_, column) => table.rows.map((__, row) => ({ row, column }))),
  ]
  for (let changed = true; changed;) {
    changed = false
    for (const line of lines) {
      const hidden = line.filter((place) => isHidden(shown, further, place))
      const [one] = hidden
      if (!one || hidden.length >= Math.min(least, line.length)) continue
      const [next] = smallestFirst(
        table,
        line.filter((place) => !isHidden(shown, further, place)),
      )
      if (!next) continue
      further.set(keyOf(next), nameOf(table, one))
      changed = true
    }
  }
}

/** The smallest cell in the row or column of what can be worked out; then any cell; then a total of it. */
function nextToSuppress(
  table: CountTable,
  shown: ReadonlyMap<string, Shown>,
  further: ReadonlyMap<string, string>,
  { row, column }: Place,
): Place | null {
  const open = placesOf(table).filter((place) => !isHidden(shown, further, place))
  const beside = (place: Place) => place.row === row || place.column === column
  const inner = (place: Place) => place.row !== null && place.column !== null
  const choices = [
    open.filter((place) => inner(place) && beside(place)),
    open.filter((place) => !inner(place) && beside(place)),
    open.filter(inner),
    open,
  ]
  for (const choice of choices) {
    const [next] = smallestFirst(table, choice)
    if (next) return next
  }
  return null
}

function smallestFirst(table: CountTable, places: readonly Place[]): Place[] {
  return places.toSorted((a, b) => countAt(table, a) - countAt(table, b))
}

async function stillInferable(
  table: CountTable,
  shown: ReadonlyMap<string, Shown>,
  further: ReadonlyMap<string, string>,
  guarded: readonly Place[],
): Promise<Inferable[]> {
  const published = new Map(
    [...shown].map(([key, { bounds }]): [string, Bounds] => [
      key,
      further.has(key) ? { least: 0, most: null } : bounds,
    ]),
  )
  const found: Inferable[] = []
  for (const place of guarded) {
    const saidToBe = published.get(keyOf(place)) ?? { least: 0, most: null }
    const knownToBe = await inferable(table, published, place)
    if (isNarrower(knownToBe, saidToBe))
      found.push({ ...place, count: countAt(table, place), saidToBe, knownToBe })
  }
  return found
}

function isNarrower(known: Bounds, said: Bounds): boolean {
  return known.least > said.least || (known.most ?? Infinity) < (said.most ?? Infinity)
}

function isHidden(
  shown: ReadonlyMap<string, Shown>,
  further: ReadonlyMap<string, string>,
  place: Place,
): boolean {
  return further.has(keyOf(place)) || shown.get(keyOf(place))?.done === 'suppressed'
}

function cellOf(
  table: CountTable,
  rule: Rule,
  shown: ReadonlyMap<string, Shown>,
  further: ReadonlyMap<string, string>,
  place: Place,
): ProtectedCell {
  const count = countAt(table, place)
  const guards = further.get(keyOf(place))
  if (guards !== undefined)
    return {
      ...place,
      count,
      shown: withOthers,
      done: 'suppressed with others',
      why: `With it, ${guards} could be worked out from the totals.`,
    }
  const { text, done } = shown.get(keyOf(place)) ?? showCount(rule, count)
  const why = {
    shown: 'As it is.',
    rounded: `Rounded as ${rule.name} says.`,
    suppressed: `Below ${rule.threshold}.`,
  }[done]
  return { ...place, count, shown: text, done, why }
}

function warningsOf(table: CountTable, rule: Rule, found: readonly Inferable[]): string[] {
  const alone = table.rows.flatMap((name, row) => {
    const total = countAt(table, { row, column: null })
    const whole = table.columns.find((_, column) => countAt(table, { row, column }) === total)
    return total > 0 && whole !== undefined && table.columns.length > 1
      ? [`All of ${name} are in ${whole}: to know that somebody is of ${name} tells it.`]
      : []
  })
  return [
    ...alone,
    ...found.map(
      (cell) =>
        `${nameOf(table, cell)} is said to be ${rangeOf(cell.saidToBe)} and can be worked out to be ${rangeOf(cell.knownToBe)}.`,
    ),
    ...(rule.confidence === 'read'
      ? []
      : [
          `The digits of ${rule.name} are ${rule.confidence}: compare them with the source before you rely on them.`,
        ]),
    'This looks at one table and its totals. Other tables, an earlier version, and what people know of each other are not considered: it does not show that the table is safe.',
  ]
}

function rangeOf({ least, most }: Bounds): string {
  if (most === null) return `${least} or more`
  return least === most ? String(least) : `${least} to ${most}`
}

function nameOf({ rows, columns }: CountTable, { row, column }: Place): string {
  const line = row === null ? 'the total' : (rows[row] ?? '')
  return column === null ? `${line} in all` : `${line} in ${columns[column] ?? ''}`
}
