import { exitCodes as startCodes } from '@throughline/server/platform/home'

/** What a command ends with, for scripts; the README of this folder lists them for people. */
export const exitCodes = {
  done: 0,
  /** A fault in Throughline. */
  fault: 1,
  ...startCodes,
  /** Some of it was done, and some was refused: the output says what. */
  inPart: 6,
  /** What was to be proved or read is damaged, refused or not in order. */
  notInOrder: 7,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A command cannot go on. The message is a sentence for the person at the terminal. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.badSettings) {
    super(message)
    this.exitCode = exitCode
  }
}
