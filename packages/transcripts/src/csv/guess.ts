import type { CsvChoice, CsvColumns, CsvInspection } from './choice.ts'
import { guessDelimiter, parseTable } from './table.ts'

const names = {
  text: /^(?:text|utterance|words?|transcript(?:ion)?|content|message|speech|dialog(?:ue)?|body|caption|quote|answer|sentence)s?$/,
  speaker:
    /^(?:speaker|interlocutor|role|who|name|person|talker|actor|voice)(?:[ _-]?(?:name|label|id))?$/,
  start:
    /^(?:time ?span|start|begin|onset|from|time|timestamp|start[ _-]?time|begin[ _-]?time|time[ _-]?in|in)(?:[ _-]?\(?(?:s|sec|seconds|ms)\)?)?$/,
  end: /^(?:end|stop|offset|to|end[ _-]?time|stop[ _-]?time|time[ _-]?out|out)(?:[ _-]?\(?(?:s|sec|seconds|ms)\)?)?$/,
  id: /^(?:(?:transcript|interview|participant|session|file|team|group|doc(?:ument)?|case|respondent|dialog(?:ue)?)(?:[ _-]?(?:id|no|number|nr|name|code))?|id)$/,
}

const longText = 400
const judgedRows = 200
const shownRows = 8
const shownCell = 200

/** Looks at a CSV file and guesses how to read it, with the delimiter given or guessed. */
export function inspectCsv(text: string, chosenDelimiter?: string): CsvInspection {
  const delimiter = chosenDelimiter ?? guessDelimiter(text)
  const { rows } = parseTable(text, delimiter)
  const header = hasHeader(rows)
  const body = header ? rows.slice(1) : rows
  const width = Math.max(0, ...rows.slice(0, judgedRows).map((row) => row.length))
  const first = header ? (rows[0] ?? []) : []
  const columnNames = Array.from(
    { length: width },
    (_, column) => first[column]?.trim() || `Column ${column + 1}`,
  )
  const judged = body.slice(0, judgedRows)
  const columns = guessColumns(header ? columnNames : [], judged, width)
  return {
    choice: { delimiter, header, ...layoutOf(columns, judged) },
    columnNames,
    firstRows: body.slice(0, shownRows).map((row) => row.map((cell) => cell.slice(0, shownCell))),
    rowCount: body.length,
  }
}

/** A header has a column name that we know, or only short words above rows with numbers or more. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, second] = rows
  if (!first) return false
  const cells = first.map((cell) => cell.trim().toLowerCase())
  if (cells.some((cell) => Object.values(names).some((pattern) => pattern.test(cell)))) return true
  const distinct = new Set(cells).size === cells.length
  const short = cells.every((cell) => cell !== '' && cell.length <= 40 && !isTime(cell))
  const otherBelow = second?.some((cell) => isTime(cell) || cell.length > 60) ?? false
  return distinct && short && otherBelow
}

function isTime(cell: string): boolean {
  return /^\s*\d[\d:.,]*\s*$/.test(cell)
}

function guessColumns(
  columnNames: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): CsvColumns {
  const named = (pattern: RegExp): number | null => {
    const index = columnNames.findIndex((name) => pattern.test(name.trim().toLowerCase()))
    return index < 0 ? null : index
  }
  const text = named(names.text) ?? longestColumn(rows, width)
  const others = Array.from({ length: width }, (_, column) => column).filter(
    (each) => each !== text,
  )
  const speaker =
    named(names.speaker) ?? others.find((column) => recursAsName(rows, column)) ?? null
  const times = others.filter((column) => column !== speaker && ascends(rows, column))
  const clear = (column: number | null): number | null =>
    column === text || column === speaker ? null : column
  const unnamed = columnNames.length === 0
  return {
    text,
    speaker: speaker === text ? null : speaker,
    start: clear(named(names.start) ?? (unnamed ? (times[0] ?? null) : null)),
    end: clear(named(names.end) ?? (unnamed ? (times[1] ?? null) : null)),
    id: clear(named(names.id)),
  }
}

function longestColumn(rows: readonly (readonly string[])[], width: number): number {
  const lengths = Array.from({ length: width }, (_, column) =>
    rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0),
  )
  return Math.max(0, lengths.indexOf(Math.max(0, ...lengths)))
}

/** A few short values that come again and again, as speakers do. */
function recursAsName(rows: readonly (readonly string[])[], column: number): boolean {
  const values = rows.map((row) => row[column]?.trim() ?? '')
  const distinct = new Set(values)
  return (
    rows.length >= 4 &&
    distinct.size >= 2 &&
    distinct.size * 2 <= rows.length &&
    values.every((value) => value.length <= 40 && !isTime(value))
  )
}

/** Times go up, with decimals or colons; row numbers are whole. */
function ascends(rows: readonly (readonly string[])[], column: number): boolean {
  const values = rows.map((row) => row[column]?.trim() ?? '')
  const numbers = values.map((value) => Number(value.replace(/:/g, '').replace(',', '.')))
  return (
    values.every(isTime) &&
    values.some((value) => /[:.,]/.test(value)) &&
    numbers.every((value, index) => index === 0 || value >= (numbers[index - 1] ?? 0) - 5)
  )
}

function layoutOf(
  columns: CsvColumns,
  rows: readonly (readonly string[])[],
): Pick<CsvChoice, 'layout' | 'columns'> {
  const texts = rows.map((row) => row[columns.text] ?? '')
  const average = texts.reduce((sum, each) => sum + each.length, 0) / Math.max(1, texts.length)
  const { id } = columns
  const ids = id === null ? [] : rows.map((row) => row[id] ?? '')
  const oneRowEach = id === null || new Set(ids).size === rows.length
  if (columns.speaker === null && average >= longText && oneRowEach) {
    return { layout: 'interviews', columns: { ...columns, start: null, end: null } }
  }
  // An id of every single row numbers the rows; it does not tell transcripts apart.
  const numbersRows = rows.length > 1 && oneRowEach
  return { layout: 'turns', columns: { ...columns, id: numbersRows ? null : id } }
}
