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
      names.map((value) => ({ value: escaped(value), type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) =>
        row.map((value) => (value === '' ? null : { value: escaped(value), type: String })),
      ),
    ],
    { sheet: 'Participants', stickyRowsCount: 1 },
  ).toBuffer()
}

/** A workbook reads `_x0041_` as the character of that number (ECMA-376, ST_Xstring): its underscore is written so. */
function escaped(text: string): string {
  // The library looks texts up in a plain object, where words such as `constructor` stand already.
  const known = text in Object.prototype
  const first = known ? `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_` : ''
  return (
    first +
    text
      .slice(known ? 1 : 0)
      .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
      // The library that reads workbooks drops the mark of a lost character, unless it is written as a number.
      .replaceAll('\uFFFD', '_xFFFD_')
  )
}
