import { trimRange, type Range } from '@throughline/text'
import type { Turn, Warning } from '../transcript.ts'
import { clockPattern, clockToMilliseconds } from './clock.ts'
import { isUsualLabel } from './roles.ts'

/** A table's cells as ranges of the text, row by row, in reading order (UTF-16 units). */
export type TableCells = readonly (readonly Range[])[]

/** A table whose rows are turns. */
export interface TableTurns {
  readonly range: Range
  readonly turns: readonly Turn[]
}

/** Which columns hold what; every column before the words belongs to the label. */
interface Columns {
  readonly speaker: number
  readonly time: number | null
  readonly words: number
}

const fewestRows = 2
const mostColumns = 6
const longestName = 60

/**
 * The tables whose rows are turns: one column names the speaker, a later one holds what they say,
 * and another may hold the time. It is one when most rows have the same number of cells, and the
 * cells of a column before the words are short names that recur, or that transcribers commonly use.
 * A blank name means that the speaker before goes on. Rows with another number of cells, and a first
 * row of column names, are no turns. Of tables within tables the outermost that has turns counts.
 */
export function tableTurns(text: string, tables: readonly TableCells[]): TableTurns[] {
  const found: TableTurns[] = []
  for (const table of [...tables].sort(byPlace)) {
    const range = rangeOf(table)
    if (!range || (found.at(-1)?.range.to ?? -1) >= range.to) continue
    const turns = turnsOf(text, table)
    if (turns.length > 0) found.push({ range, turns })
  }
  return found
}

/**
 * A warning about each table that holds a good part of the words and was read row by row, because
 * it does not show who speaks: its words may have been spoken in another order.
 */
export function readByRows(
  text: string,
  tables: readonly TableCells[],
  turns: readonly Turn[],
): Warning[] {
  const doubtful = tables.filter((table) => {
    const range = rangeOf(table)
    if (!range || (range.to - range.from) * 4 < text.length) return false
    const several = table.some((row) => row.filter((cell) => wordsAt(text, cell) !== '').length > 1)
    const inside = turns.some(
      (turn) => turn.label && turn.from >= range.from && turn.to <= range.to,
    )
    return several && !inside
  })
  return doubtful.map((table) => ({
    code: 'read-by-rows',
    message:
      'A table was read row by row, each cell from left to right. Look whether its words stand in the order in which they were spoken; if not, copy them out of the table and import that.',
    at: rangeOf(table)?.from ?? 0,
  }))
}

function turnsOf(text: string, table: TableCells): Turn[] {
  const width = usualWidth(table)
  if (width < 2 || width > mostColumns) return []
  const usual = table.filter((row) => row.length === width)
  if (usual.length < fewestRows || usual.length * 10 < table.length * 6) return []
  const first = usual[0] ?? []
  const rows = isHeader(text, first) ? usual.slice(1) : usual
  const columns = columnsOf(text, rows, width)
  if (!columns) return []
  const turns: Turn[] = []
  for (const row of rows) {
    const turn = turnOf(text, row, columns, turns.at(-1)?.speaker ?? null)
    if (turn) turns.push(turn)
  }
  return turns
}

function turnOf(
  text: string,
  row: readonly Range[],
  columns: Columns,
  before: string | null,
): Turn | null {
  const words = row[columns.words]
  const speaker = row[columns.speaker]
  const time = columns.time === null ? undefined : row[columns.time]
  if (!words || !speaker || wordsAt(text, words) === '') return null
  const { name, clock } = nameAndClock(wordsAt(text, speaker))
  const [from, to] = clocksIn(time ? wordsAt(text, time) : clock)
  const head = row.slice(0, columns.words).filter((cell) => wordsAt(text, cell) !== '')
  const label = { from: head[0]?.from ?? words.from, to: head.at(-1)?.to ?? words.from }
  return {
    ...trimRange(text, words),
    label: head.length > 0 ? trimRange(text, label) : null,
    speaker: name === '' ? before : name,
    startsAt: from ?? null,
    endsAt: to ?? null,
  }
}

function columnsOf(
  text: string,
  rows: readonly (readonly Range[])[],
  width: number,
): Columns | null {
  const cells = Array.from({ length: width }, (_, column) =>
    rows.map((row) => wordsAt(text, row[column])),
  )
  const time = cells.findIndex(isTimeColumn)
  const speaker = cells.findIndex((column, index) => index !== time && isSpeakerColumn(column))
  if (speaker < 0) return null
  let words: number | null = null
  for (let column = speaker + 1; column < width; column++) {
    const longest = words === null ? -1 : lengthOf(cells[words])
    if (column !== time && lengthOf(cells[column]) > longest) words = column
  }
  return words === null ? null : { speaker, time: time < 0 ? null : time, words }
}

const onlyClocks = new RegExp(String.raw`^(?:[[\](){}<>#\s–—-]|${clockPattern})+$`)
const anyClock = new RegExp(clockPattern, 'g')

function isTimeColumn(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  return filled.length > 0 && filled.every((cell) => onlyClocks.test(cell) && /\d/.test(cell))
}

function isSpeakerColumn(cells: readonly string[]): boolean {
  const names = cells.flatMap((cell) => nameAndClock(cell).name || [])
  const distinct = new Set(names)
  const recurs = distinct.size * 2 <= names.length
  return (
    names.length * 2 >= cells.length &&
    names.every(isName) &&
    distinct.size > 0 &&
    (recurs || names.every(isUsualLabel))
  )
}

function isName(name: string): boolean {
  return name.length <= longestName && /\p{L}/u.test(name) && !/[?!…,;]|\S{3,}\.$/u.test(name)
}

/** A cell such as "Anna:", "[00:12] Anna" or "Anna (00:12)". */
function nameAndClock(cell: string): { name: string; clock: string } {
  const clock = (cell.match(anyClock) ?? []).join(' ')
  const name = cell
    .replace(anyClock, '')
    .replace(/[[(<{#]\s*[-–—]?\s*[\])>}#]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s:：]+$/u, '')
    .trim()
  return { name, clock }
}

function clocksIn(written: string): (number | null)[] {
  return (written.match(anyClock) ?? []).map(clockToMilliseconds)
}

const columnNames =
  /^(?:speaker|sprecher(?:in)?|who|wer|name|person|time|zeit|time ?code|time ?stamp|text|words|transcript|transcription|transkript|utterance|content|inhalt|speech|dialogue|line|nr|no|#)\.?:?$/i

/** A row of column names: every cell that is not blank is one, or two of them are. */
function isHeader(text: string, row: readonly Range[]): boolean {
  const cells = row.map((cell) => wordsAt(text, cell)).filter((cell) => cell !== '')
  const named = cells.filter((cell) => columnNames.test(cell)).length
  return named > 0 && (named === cells.length || named >= 2)
}

function usualWidth(table: TableCells): number {
  const counts = new Map<number, number>()
  for (const row of table) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function rangeOf(table: TableCells): Range | null {
  const from = table[0]?.[0]?.from
  const to = table.at(-1)?.at(-1)?.to
  return from === undefined || to === undefined ? null : { from, to }
}

function byPlace(a: TableCells, b: TableCells): number {
  const [first, second] = [rangeOf(a), rangeOf(b)]
  return (first?.from ?? 0) - (second?.from ?? 0) || (second?.to ?? 0) - (first?.to ?? 0)
}

function wordsAt(text: string, cell: Range | undefined): string {
  return cell ? text.slice(cell.from, cell.to).trim() : ''
}

function lengthOf(cells: readonly string[] | undefined): number {
  return cells?.reduce((sum, cell) => sum + cell.length, 0) ?? 0
}
