/** What was given is no table of counts, or names a rule that there is not. The message says what and where. */
export class DisclosureError extends Error {
  override name = 'DisclosureError'
  /** The row that is at fault, counted from 1 below the names of the columns; null where none is. */
  readonly row: number | null

  constructor(message: string, row: number | null = null) {
    super(row === null ? message : `Row ${row}: ${message}`)
    this.row = row
  }
}
