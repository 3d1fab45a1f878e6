/** Exit codes of a start that could not succeed, so that scripts can tell the reasons apart. */
export const exitCodes = {
  badSettings: 2,
  homeInUse: 3,
  databaseUnavailable: 4,
  diskFull: 5,
} as const

export type StartFailureReason = keyof typeof exitCodes

/**
 * The app cannot start. The message is a sentence for the person at the terminal: what is wrong and
 * what to do. Whoever catches it prints the message alone and ends with `exitCode`.
 */
export class StartFailure extends Error {
  readonly reason: StartFailureReason

  constructor(reason: StartFailureReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartFailure'
    this.reason = reason
  }

  get exitCode(): number {
    return exitCodes[this.reason]
  }
}
