import {
  type CodeRow as Row,
  mostCodesInFile,
  type previewCodes as preview,
} from '@throughline/contract/code-import'
import type { z } from 'zod'
import type { ReadContext } from '../../platform/http/endpoints.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readTable } from '../../study/index.ts'
import { type CodeRow, readCodes } from '../code-list.ts'
import { codeAt, columnsBy, differences, keyOf, readRows, type ReadRow } from './rules.ts'

/** What a file of codes would become. Nothing is written. @throws Problem 422 when it is no table of codes */
export async function previewCodes(
  { transaction, study }: Pick<ReadContext, 'transaction' | 'study'>,
  file: Uint8Array,
): Promise<z.input<typeof preview.answer>> {
  const { format, encoding, warnings, rows } = await readTable(file)
  const [headings = [], ...cells] = format === 'csv' ? rows.map((row) => row.map(unguarded)) : rows
  const meaning = columnsBy(headings)
  if (!meaning.includes('path') && !meaning.includes('name'))
    throw Problem.invalid(
      'no-names',
      'No column holds the names of codes. Give one the heading “code” or “name” in the first row.',
    )
  const read = readRows(meaning, cells)
  if (read.length > mostCodesInFile)
    throw Problem.invalid(
      'table-too-large',
      `The file holds ${read.length} codes; ${mostCodesInFile} are taken at most. Split it.`,
    )
  const codes = await readCodes(transaction, study)
  return {
    format,
    encoding,
    warnings,
    columns: headings.map((heading, index) => ({ heading, meaning: meaning[index] ?? null })),
    rows: judged(read, codes),
  }
}

/** Takes off the apostrophe that keeps spreadsheet programs from running a text of a CSV file as a formula. */
const unguarded = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '')

function judged(read: readonly ReadRow[], codes: readonly CodeRow[]): Row[] {
  const seen = new Map<string, number>()
  return read.map((row): Row => {
    if ('problem' in row)
      return {
        number: row.number,
        code: null,
        outcome: 'wrong',
        problem: row.problem,
        differences: [],
      }
    const { number, code } = row
    const key = code.path.map(keyOf).join('\n')
    const before = seen.get(key)
    if (before !== undefined)
      return {
        number,
        code: null,
        outcome: 'wrong',
        problem: `“${code.path.join(' › ')}” stands in row ${before} already. Keep one of the two.`,
        differences: [],
      }
    seen.set(key, number)
    const here = codeAt(codes, code.path)
    const differing = here ? differences(here, code) : []
    const outcome = here === undefined ? 'new' : differing.length > 0 ? 'differs' : 'same'
    return { number, code, outcome, problem: null, differences: differing }
  })
}
