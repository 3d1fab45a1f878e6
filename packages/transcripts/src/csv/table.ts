import Papa from 'papaparse'

/** The cells of a delimited file, row by row; blank rows are dropped. */
export interface Table {
  readonly rows: readonly (readonly string[])[]
  /** Whether quotation marks were read as plain characters because they do not pair up. */
  readonly strayQuotes: boolean
}

const delimiters = [',', '\t', ';', '|']

/** Parses by RFC 4180. Where its quotation marks are unbalanced they are taken as characters. */
export function parseTable(text: string, delimiter: string): Table {
  const parsed = parse(text, delimiter, '"')
  if (!parsed.errors.some((error) => error.type === 'Quotes')) {
    return { rows: parsed.data, strayQuotes: false }
  }
  return { rows: parse(text, delimiter, '\u0000').data, strayQuotes: true }
}

function parse(text: string, delimiter: string, quoteChar: string, preview = 0) {
  return Papa.parse<string[]>(text, {
    delimiter,
    quoteChar,
    newline: '\n',
    skipEmptyLines: 'greedy',
    preview,
  })
}

const sampleRows = 50

/** The delimiter that cuts the first rows into the most, and evenly many, cells. */
export function guessDelimiter(text: string): string {
  const sample = text.slice(0, 200_000)
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const rows = parse(sample, delimiter, '"', sampleRows).data
    const width = rows[0]?.length ?? 1
    // The sample may end within the last row.
    const judged = rows.length > 1 ? rows.slice(0, -1) : rows
    const even = judged.filter((row) => row.length === width).length / Math.max(1, judged.length)
    const score = width > 1 ? even * even * Math.log2(width) : 0
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
