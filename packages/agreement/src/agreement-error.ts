/** The data cannot be read as codings. The message says what is wrong and where. */
export class AgreementError extends Error {
  override name = 'AgreementError'
  /** The row that is at fault, counted from 1; null where none is. */
  readonly row: number | null

  constructor(message: string, row: number | null = null) {
    super(row === null ? message : `Row ${row}: ${message}`)
    this.row = row
  }
}
