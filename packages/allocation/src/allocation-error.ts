/** What was given cannot be allocated as it stands. The message says what is wrong, and names the entry. */
export class AllocationError extends Error {
  override name = 'AllocationError'
  /** The id of the entry that is at fault; null where none is. */
  readonly entry: string | null

  constructor(message: string, entry: string | null = null) {
    super(message)
    this.entry = entry
  }
}
