import { unzipSync } from 'fflate'
import papaparse from 'papaparse'
import { readSheet } from 'read-excel-file/node'
import { z } from 'zod'

/** A table of text, its first row the headings. */
export const table = z.object({
  format: z.enum(['csv', 'xlsx']),
  /** How the bytes were read, such as `UTF-8`; null for XLSX. */
  encoding: z.string().nullable(),
  warnings: z.array(z.string()),
  rows: z.array(z.array(z.string())),
})
export type Table = z.infer<typeof table>

/** The file is not what it should be; the message is a sentence for a person. */
export class Unreadable extends Error {}

const mostUnpackedBytes = 60 * 1024 * 1024

/** Reads a CSV or XLSX file. Without limits: `read-table.ts` sets them. @throws Unreadable */
export async function parseTable(file: Uint8Array): Promise<Table> {
  if (file.length === 0) throw new Unreadable('This file is empty.')
  if (startsWith(file, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(file)
  if (startsWith(file, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new Unreadable(
      'This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx or CSV.',
    )
  return readCsv(file)
}

async function readXlsx(file: Uint8Array): Promise<Table> {
  let unpacked = 0
  let sheets = 0
  try {
    unzipSync(file, {
      filter: ({ name, originalSize }) => {
        unpacked += originalSize
        if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) sheets += 1
        return false
      },
    })
  } catch {
    throw new Unreadable('This file is damaged: it begins like a workbook but cannot be unpacked.')
  }
  if (sheets === 0) throw new Unreadable('This file is no workbook. Choose an .xlsx or CSV file.')
  if (unpacked > mostUnpackedBytes)
    throw new Unreadable('This workbook unpacks to more than 60 MB. Split it, or save it as CSV.')
  const rows = await readSheet(Buffer.from(file)).catch((error: unknown) => {
    throw error instanceof RangeError
      ? error
      : new Unreadable('This workbook could not be read. Save it again as .xlsx or CSV.')
  })
  return {
    format: 'xlsx',
    encoding: null,
    warnings: sheets > 1 ? [`The workbook has ${sheets} sheets; only the first one is read.`] : [],
    rows: rows.map((row) => row.map(textOf)),
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) {
    const moment = cell.toISOString()
    return moment.endsWith('T00:00:00.000Z') ? moment.slice(0, 10) : moment.slice(0, 16)
  }
  return typeof cell === 'string' ? cell : String(z.union([z.number(), z.boolean()]).parse(cell))
}

function readCsv(file: Uint8Array): Table {
  const { text, encoding, warnings } = decode(file)
  const parsed = papaparse.parse<string[]>(text, { delimiter: delimiterOf(text) })
  if (parsed.errors.some(({ type }) => type === 'Quotes'))
    warnings.push('A quotation mark is opened and not closed. Look whether every row is there.')
  return { format: 'csv', encoding, warnings, rows: parsed.data }
}

function decode(file: Uint8Array): { text: string; encoding: string; warnings: string[] } {
  if (startsWith(file, [0xff, 0xfe]))
    return { text: new TextDecoder('utf-16le').decode(file), encoding: 'UTF-16', warnings: [] }
  if (startsWith(file, [0xfe, 0xff]))
    return { text: new TextDecoder('utf-16be').decode(file), encoding: 'UTF-16', warnings: [] }
  if (file.includes(0))
    throw new Unreadable('This file is neither CSV nor XLSX. Choose a spreadsheet.')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file)
    return { text, encoding: 'UTF-8', warnings: [] }
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(file),
      encoding: 'Windows-1252',
      warnings: [
        'The file is not UTF-8 and was read as Windows-1252. Look whether accents and quotation marks are right.',
      ],
    }
  }
}

/** The mark that stands most often in the headings, outside quotation marks: comma, semicolon, tab or bar. */
function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((mark) => [mark, 0]))
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '\n' || character === '\r') break
    else counts.set(character, (counts.get(character) ?? -1) + 1)
  }
  const marks = [',', ';', '\t', '|'].toSorted(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0),
  )
  return marks[0] ?? ','
}

function startsWith(file: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => file[index] === byte)
}
