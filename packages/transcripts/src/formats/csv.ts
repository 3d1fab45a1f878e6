import { normaliseText } from '@throughline/text'
import type { CsvChoice, CsvColumns } from '../csv/choice.ts'
import { inspectCsv } from '../csv/guess.ts'
import { parseTable, type Table } from '../csv/table.ts'
import type { TextFormat } from '../format.ts'
import { UnreadableFile } from '../result.ts'
import { speakersOf, type TranscriptText, type Turn, type Warning } from '../transcript.ts'
import { clockToMilliseconds } from '../turns/clock.ts'
import { labelledText } from '../turns/labelled-text.ts'

type Row = readonly string[]

/** Delimited text: one turn a row, or one interview a row. The text is the chosen column's cells. */
export const csv: TextFormat = {
  name: 'csv',
  title: 'Table (CSV)',
  kind: 'text',
  extensions: ['csv', 'tsv', 'tab'],
  recognises: () => false,
  read(text, { title, csv: chosen }) {
    const choice = chosen ?? inspectCsv(text).choice
    const table = parseTable(text, choice.delimiter)
    const header = choice.header ? (table.rows[0] ?? []) : []
    const rows = choice.header ? table.rows.slice(1) : table.rows
    checkColumns(choice.columns, table)
    const read = choice.layout === 'interviews' ? readInterviews : readTurns
    const transcripts = read(rows, header, choice, title).filter(({ text: words }) => words.trim())
    if (transcripts.length === 0) {
      throw new UnreadableFile(
        'empty',
        'The column chosen for the text holds no words. Choose another one in the preview.',
      )
    }
    return transcripts.map((each) => ({
      ...each,
      warnings: [...each.warnings, ...tableWarnings(table)],
    }))
  },
}

function checkColumns(columns: CsvColumns, table: Table): void {
  const width = table.rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  const chosen = [columns.text, columns.speaker, columns.start, columns.end, columns.id]
  const beyond = chosen.find(
    (column) => column !== null && (!Number.isInteger(column) || column < 0 || column >= width),
  )
  if (beyond !== undefined && table.rows.length > 0) {
    throw new UnreadableFile(
      'bad-columns',
      `The table has ${width} ${width === 1 ? 'column' : 'columns'}, but another one was chosen. Choose the columns again in the preview.`,
    )
  }
}

function tableWarnings(table: Table): Warning[] {
  const warnings: Warning[] = []
  const width = table.rows[0]?.length ?? 0
  const uneven = table.rows.filter((row) => row.length !== width).length
  if (uneven > 0) {
    const message = `${uneven === 1 ? '1 row has' : `${uneven} rows have`} more or fewer cells than the first. Check that no text was cut at a delimiter.`
    warnings.push({ code: 'uneven-rows', message })
  }
  if (table.strayQuotes) {
    const message =
      'The quotation marks of the file do not pair up, so they were read as plain characters.'
    warnings.push({ code: 'stray-quotes', message })
  }
  return warnings
}

function readInterviews(
  rows: readonly Row[],
  header: Row,
  { columns }: CsvChoice,
  title: string,
): TranscriptText[] {
  return rows.map((row, index) => {
    const id = columns.id === null ? '' : (row[columns.id]?.trim() ?? '')
    const read = labelledText(id || `${title} ${index + 1}`, normaliseText(row[columns.text] ?? ''))
    return { ...read, attributes: attributesOf(row, header, columns) }
  })
}

/** The columns that are neither text nor id. A name that comes twice gets its column's number. */
function attributesOf(row: Row, header: Row, columns: CsvColumns): Record<string, string> {
  const attributes = new Map<string, string>()
  row.forEach((cell, column) => {
    if (column === columns.text || column === columns.id) return
    const name = header[column]?.trim() || `Column ${column + 1}`
    attributes.set(attributes.has(name) ? `${name} (${column + 1})` : name, cell)
  })
  return Object.fromEntries(attributes)
}

function readTurns(
  rows: readonly Row[],
  header: Row,
  { columns }: CsvChoice,
  title: string,
): TranscriptText[] {
  const { id } = columns
  const groups =
    id === null ? new Map([['', rows]]) : Map.groupBy(rows, (row) => row[id]?.trim() ?? '')
  const unit = timeUnit(columns.start === null ? '' : (header[columns.start] ?? ''))
  return Array.from(groups, ([name, group]) =>
    transcriptOfTurns(groups.size > 1 && name !== '' ? name : title, group, columns, unit),
  )
}

function transcriptOfTurns(
  title: string,
  rows: readonly Row[],
  columns: CsvColumns,
  unit: number,
): TranscriptText {
  const pieces: string[] = []
  const turns: Turn[] = []
  let from = 0
  for (const row of rows) {
    const words = normaliseText(row[columns.text] ?? '')
    if (words.trim() === '') continue
    const cell = (column: number | null): string =>
      column === null ? '' : (row[column]?.trim() ?? '')
    turns.push({
      from,
      to: from + words.length,
      label: null,
      speaker: cell(columns.speaker) || null,
      ...timesOf(cell(columns.start), cell(columns.end), unit),
    })
    pieces.push(words)
    from += words.length + 1
  }
  const text = pieces.join('\n')
  const times = turns.flatMap(({ from: start, to, startsAt, endsAt }) =>
    startsAt === null ? [] : [{ from: start, to, startsAt, endsAt }],
  )
  return { title, text, turns, speakers: speakersOf(text, turns), times, notes: [], warnings: [] }
}

/** Milliseconds that a plain number of this column stands for: seconds unless its name says ms. */
function timeUnit(columnName: string): number {
  return /(?:^|[\s_(-])(?:ms|msec|milliseconds?)\)?$/i.test(columnName.trim()) ? 1 : 1000
}

/** Beginning and end; NVivo writes both into one cell: `0:01.5 - 0:04.2`. */
function timesOf(start: string, end: string, unit: number): Pick<Turn, 'startsAt' | 'endsAt'> {
  const [, from, to] = /^(\d[\d:.,]*)\s+-\s+(\d[\d:.,]*)$/.exec(start) ?? []
  return {
    startsAt: timeOf(from ?? start, unit),
    endsAt: timeOf(end === '' ? (to ?? '') : end, unit),
  }
}

function timeOf(cell: string, unit: number): number | null {
  if (/^\d+(?:[.,]\d+)?$/.test(cell)) return Math.round(Number(cell.replace(',', '.')) * unit)
  return clockToMilliseconds(cell)
}
