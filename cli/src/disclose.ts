import {
  countAt,
  type CountTable,
  differences,
  DisclosureError,
  type Place,
  protectTable,
  type Rule,
  ruleOf,
  rules,
} from '@throughline/disclosure'
import { type Command, Option } from 'commander'
import Papa from 'papaparse'
import { Refusal } from './exit-codes.ts'
import { resultAsJson, say } from './output.ts'
import { readGiven } from './read-given.ts'

export function addDisclose(parent: Command): void {
  parent
    .command('disclose')
    .description(
      'Show a table of counts as a rule for small counts shows it, and print what was done as JSON.',
    )
    .argument('<file>', 'CSV: the first line names the columns, the first column the rows')
    .addOption(
      new Option('--rule <name>', 'the rule')
        .choices(rules.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--before <file>', 'an earlier version of the table, to be compared')
    .addHelpText(
      'after',
      `
A last row or column called Total (or All) is checked, not counted; without one, totals are computed.

Rules:
${rules.map(({ name, source, note }) => `  ${name}: ${source}. ${note}`).join('\n')}

The rule warns and proposes; a person decides. Nothing printed here says that a table is safe.`,
    )
    .action(async (path: string, options: { rule: string; before?: string }) => {
      const found = await discloseIn(path, options.rule, options.before)
      resultAsJson(found)
      for (const warning of found.warnings) say(warning)
    })
}

/** A table in a file as the rule shows it. @throws Refusal with a sentence when it is no table of counts */
export async function discloseIn(path: string, name: string, before?: string) {
  try {
    const rule = ruleOf(name)
    const table = tableFrom(await textOf(path), path)
    const { cells, inferable, warnings } = await protectTable(table, rule)
    const earlier = before === undefined ? null : tableFrom(await textOf(before), before)
    return {
      ...about(rule),
      table: shownTable(table, (place) => cells.find((cell) => isAt(cell, place))?.shown ?? ''),
      cells: cells.map(({ row, column, ...cell }) => ({
        ...named(table, { row, column }),
        ...cell,
      })),
      inferable: inferable.map(({ row, column, ...cell }) => ({
        ...named(table, { row, column }),
        ...cell,
      })),
      ...(earlier
        ? {
            differences: differences(earlier, table, rule).map(({ row, column, ...found }) => ({
              ...named(table, { row, column }),
              ...found,
            })),
          }
        : {}),
      warnings,
    }
  } catch (error) {
    throw error instanceof DisclosureError ? new Refusal(error.message) : error
  }
}

function about({ name, source, confidence, note }: Rule) {
  return { rule: name, source, confidence, note }
}

const total = 'Total'
const isAt = (one: Place, other: Place) => one.row === other.row && one.column === other.column

function named({ rows, columns }: CountTable, { row, column }: Place) {
  return {
    row: row === null ? total : (rows[row] ?? ''),
    column: column === null ? total : (columns[column] ?? ''),
  }
}

/** The whole table as lines of cells, names and totals included. */
function shownTable(table: CountTable, textAt: (place: Place) => string): string[][] {
  const across = [...table.columns.keys(), null]
  return [
    ['', ...table.columns, total],
    ...[...table.rows.keys(), null].map((row) => [
      named(table, { row, column: null }).row,
      ...across.map((column) => textAt({ row, column })),
    ]),
  ]
}

async function textOf(path: string): Promise<string> {
  const given = await readGiven(path)
  if (given.kind === 'json')
    throw new Refusal(`${path} is JSON. Give the table as CSV: the first line names the columns.`)
  return given.text
}

/** @throws Refusal naming the line that is no row of counts, or whose total is not the sum */
function tableFrom(csv: string, path: string): CountTable {
  const { data: lines, errors } = Papa.parse<string[]>(csv, { skipEmptyLines: 'greedy' })
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter')
  if (error) throw new Refusal(`Line ${(error.row ?? 0) + 1} of ${path}: ${error.message}.`)
  const [head = [], ...body] = lines
  const isTotal = (name: string | undefined) => /^(total|all)$/i.test(name?.trim() ?? '')
  const columns = head.slice(1).map((name) => name.trim())
  const hasTotals = isTotal(columns.at(-1))
  const rows = body.map(([name = '']) => name.trim())
  const hasTotal = isTotal(rows.at(-1))
  const counts = body.map((line, index) =>
    columns.map((_, column) => countFrom(line[column + 1], index + 2, path)),
  )
  const long = body.findIndex((line) => line.length > head.length)
  if (long >= 0)
    throw new Refusal(
      `Line ${long + 2} of ${path} has more cells than the first line names columns.`,
    )
  requireOnce(columns, 'column', path)
  requireOnce(rows, 'row', path)
  const table = {
    rows: hasTotal ? rows.slice(0, -1) : rows,
    columns: hasTotals ? columns.slice(0, -1) : columns,
    counts: (hasTotal ? counts.slice(0, -1) : counts).map((row) =>
      hasTotals ? row.slice(0, -1) : row,
    ),
  }
  requireTotals(table, counts, { hasTotal, hasTotals }, path)
  return table
}

function countFrom(cell: string | undefined, line: number, path: string): number {
  const text = cell?.trim() ?? ''
  const count = Number(text)
  if (text === '' || !Number.isFinite(count) || count < 0)
    throw new Refusal(
      `Line ${line} of ${path}: ${text === '' ? 'a cell is empty' : `${text} is not a count`}. A number from 0 is needed.`,
    )
  return count
}

function requireOnce(names: readonly string[], what: string, path: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new Refusal(`${path} has the ${what} ${twice} twice. Name each once.`)
}

/** Totals that were given must be the sums: else the table is not the one that its author thinks. */
function requireTotals(
  table: CountTable,
  given: readonly (readonly number[])[],
  { hasTotal, hasTotals }: { hasTotal: boolean; hasTotals: boolean },
  path: string,
): void {
  const lines = hasTotal ? [...table.rows.keys(), null] : [...table.rows.keys()]
  const across = hasTotals ? [...table.columns.keys(), null] : [...table.columns.keys()]
  for (const [index, row] of lines.entries())
    for (const [place, column] of across.entries()) {
      const [count, sum] = [given[index]?.[place] ?? 0, countAt(table, { row, column })]
      if (Math.abs(count - sum) > 1e-9)
        throw new Refusal(
          `Line ${index + 2} of ${path}: the total is given as ${count}, and the counts add up to ${sum}.`,
        )
    }
}
