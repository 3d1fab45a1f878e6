/** Which columns become what: zero-based column numbers, null where there is none. */
export interface CsvColumns {
  readonly text: number
  readonly speaker: number | null
  /** Seconds as a number, or a clock time. */
  readonly start: number | null
  readonly end: number | null
  /** What tells the transcripts apart. */
  readonly id: number | null
}

/**
 * How to read a CSV file. With `turns`, each row is one turn and rows of one id make a transcript
 * (the whole file does, where there is no id). With `interviews`, each row is a whole transcript
 * whose text may hold speaker labels, and the other columns become its attributes.
 */
export interface CsvChoice {
  readonly delimiter: string
  /** Whether the first row names the columns. */
  readonly header: boolean
  readonly layout: 'turns' | 'interviews'
  readonly columns: CsvColumns
}

/** What the preview of a CSV file shows. */
export interface CsvInspection {
  /** Our guess, for the reader to correct. */
  readonly choice: CsvChoice
  /** The names of the columns, or "Column 1" and so on. */
  readonly columnNames: readonly string[]
  /** The first rows below the header, each cell cut to 200 characters. */
  readonly firstRows: readonly (readonly string[])[]
  readonly rowCount: number
}
