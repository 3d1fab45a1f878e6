import papaparse from 'papaparse'
import writeExcelFile from 'write-excel-file/node'
import type { Standing } from './plan-import.ts'
import { headings } from '../rules.ts'
import { guard, writeValue } from './cells.ts'

/** All participants as a table of text, its first row the headings; the import reads it back unchanged. */
export function tableOf({ sites, attributes, participants }: Standing): string[][] {
  const siteName = (id: string | null) => sites.find((site) => site.id === id)?.name ?? ''
  return [
    [
      headings.label,
      headings.site,
      headings.year,
      headings.quoteConsent,
      ...attributes.map(({ name }) => guard(name)),
      headings.note,
    ],
    ...participants.map((participant) => [
      participant.label,
      guard(siteName(participant.site)),
      participant.year === null ? '' : String(participant.year),
      participant.quoteConsent,
      ...attributes.map(({ id }) => writeValue(participant.attributes[id])),
      guard(participant.note),
    ]),
  ]
}

/** CSV with a byte order mark, without which spreadsheet programs misread accents; every cell in quotation marks. */
export function csvOf(table: readonly (readonly string[])[]): string {
  return `\uFEFF${papaparse.unparse(
    table.map((row) => [...row]),
    { quotes: true, newline: '\r\n' },
  )}\r\n`
}

/** A workbook of one sheet. Every cell is text, so that no program changes a date, a zero or a sign. */
export async function xlsxOf(table: readonly (readonly string[])[]): Promise<Buffer> {
  const [names = [], ...rows] = table
  return writeExcelFile(
    [
      names.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String }))),
    ],
    { sheet: 'Participants', stickyRowsCount: 1 },
  ).toBuffer()
}
