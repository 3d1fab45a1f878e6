import writeExcelFile from 'write-excel-file/node'
import type { Table } from './index.ts'

/** What XML 1.0 cannot hold, and Excel refuses to open: control characters but tab and line ends, U+FFFE, U+FFFF. */
function withoutUnwritable(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}

/** A table as an Excel workbook. Holds up its thread for a second with twenty thousand rows. */
export default async function workbookOf({ name, header, rows }: Table): Promise<Uint8Array> {
  const head = header.map((value) => ({ value, fontWeight: 'bold' as const }))
  const body = rows.map((row) =>
    row.map((cell) =>
      typeof cell === 'string' ? { value: withoutUnwritable(cell), type: String } : cell,
    ),
  )
  return writeExcelFile([head, ...body], {
    sheet: name.slice(0, 31),
    stickyRowsCount: 1,
  }).toBuffer()
}
