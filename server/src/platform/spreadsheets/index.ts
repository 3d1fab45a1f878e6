import Papa from 'papaparse'
import { writtenApart } from '../documents/index.ts'
import type { SentFile } from '../http/endpoints.ts'

/** A cell: text, a number, or nothing. Dates are written as ISO 8601 text, which no program reinterprets. */
export type Cell = string | number | null

export interface Table {
  /** The file's name without ending, and the sheet's. */
  name: string
  header: readonly string[]
  rows: readonly (readonly Cell[])[]
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * A table as CSV (UTF-8 with BOM, so that Excel reads it rightly; CRLF, RFC 4180) or XLSX.
 *
 * In CSV a text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV injection);
 * XLSX cells are typed, so none is needed there.
 */
export async function writeTable(table: Table, as: 'csv' | 'xlsx'): Promise<SentFile> {
  return as === 'csv'
    ? { name: `${table.name}.csv`, mediaType: 'text/csv; charset=utf-8', content: asCsv(table) }
    : { name: `${table.name}.xlsx`, mediaType: xlsxType, content: await asXlsx(table) }
}

const asXlsx = (table: Table) =>
  writtenApart(new URL('./workbook-thread.ts', import.meta.url), table)

function asCsv({ header, rows }: Table): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => cell ?? ''))
  return '\uFEFF' + Papa.unparse(lines, { escapeFormulae: true, newline: '\r\n' }) + '\r\n'
}
