import type {
  ColumnMeaning,
  previewParticipants as preview,
} from '@throughline/contract/participants'
import type { z } from 'zod'
import { Problem } from '../../../platform/http/problem.ts'
import { sitesOf } from '../../queries.ts'
import { attributesOf, participantsOf, type Place } from '../store.ts'
import { guessColumns } from './guess-columns.ts'
import {
  type Plan,
  planImport,
  problemOfColumns,
  type Sheet,
  type Standing,
} from './plan-import.ts'
import { readTable } from './read-table.ts'
import { csvOf, tableOf, xlsxOf } from './write-table.ts'

export type { Plan, Sheet } from './plan-import.ts'

const most = { rows: 2_000, columns: 150, cell: 10_000, characters: 1_200_000 }
const samplesShown = 3

/** What stands before an import. */
export async function standingOf(place: Place): Promise<Standing> {
  return {
    sites: await sitesOf(place.transaction, place.study),
    attributes: await attributesOf(place),
    participants: await participantsOf(place),
  }
}

/** @throws Problem 422 where the columns as a whole make no sense */
export function planOrRefuse(sheet: Sheet, standing: Standing, newId: (n: number) => string): Plan {
  const problem = problemOfColumns(sheet, standing.attributes)
  if (problem !== null) throw Problem.invalid('bad-columns', problem)
  return planImport(sheet, standing, newId)
}

/** What a file would become. Nothing is written. */
export async function previewParticipants(
  place: Place,
  file: Uint8Array,
  chosen: readonly ColumnMeaning[] | undefined,
): Promise<z.input<typeof preview.answer>> {
  const { format, encoding, warnings, rows } = await readTable(file)
  const [headings = [], ...cells] = rows
  refuseTooLarge(headings, cells)
  if (headings.every((heading) => heading.trim() === ''))
    throw Problem.invalid(
      'no-headings',
      'The first row is empty. It must hold the headings of the columns.',
    )
  const standing = await standingOf(place)
  const guessed = guessColumns(headings, cells, standing.attributes)
  const columns = chosen ?? guessed.map(({ meaning }) => meaning)
  // Nothing is kept under these ids.
  const plan = planOrRefuse({ headings, columns, cells }, standing, previewId)
  return {
    format,
    encoding,
    warnings,
    columns: headings.map((heading, index) => ({
      heading,
      samples: samplesOf(cells, index),
      meaning: columns[index] ?? { to: 'nothing' as const },
      why: chosen ? null : (guessed[index]?.why ?? null),
    })),
    // The answer's shape leaves out what would be written.
    rows: plan.rows,
    totals: plan.totals,
    cells,
  }
}

/** All participants as a file for a spreadsheet program, and for the import to read back. */
export async function exportParticipants(place: Place, as: 'csv' | 'xlsx') {
  const table = tableOf(await standingOf(place))
  return as === 'csv'
    ? { name: 'participants.csv', mediaType: 'text/csv; charset=utf-8', content: csvOf(table) }
    : {
        name: 'participants.xlsx',
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        content: await xlsxOf(table),
      }
}

function refuseTooLarge(headings: readonly string[], cells: readonly (readonly string[])[]): void {
  const refuse = (detail: string) => {
    throw Problem.invalid('table-too-large', detail)
  }
  const widest = cells.reduce((width, row) => Math.max(width, row.length), headings.length)
  if (widest > most.columns)
    refuse(`The table has ${widest} columns; ${most.columns} are taken at most.`)
  if (cells.length > most.rows)
    refuse(`The table has ${cells.length} rows; ${most.rows} are taken at most. Split it.`)
  let characters = 0
  for (const row of [headings, ...cells])
    for (const cell of row) {
      characters += cell.length + 3
      if (cell.length > most.cell)
        refuse(`A cell holds ${cell.length} characters; ${most.cell} are taken at most.`)
    }
  if (characters > most.characters)
    refuse('The table holds more than 1.2 million characters. Split it into several files.')
}

function samplesOf(cells: readonly (readonly string[])[], column: number): string[] {
  const distinct = new Set<string>()
  for (const row of cells) {
    const cell = row[column]?.trim() ?? ''
    if (cell !== '') distinct.add(cell.slice(0, 80))
    if (distinct.size === samplesShown) break
  }
  return [...distinct]
}

function previewId(n: number): string {
  return `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`
}
