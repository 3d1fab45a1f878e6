import type { TranscriptText } from './transcript.ts'

export type ReadErrorCode =
  | 'empty'
  | 'too-large'
  | 'not-text'
  | 'unsupported-format'
  | 'unknown-encoding'
  | 'wrong-encoding'
  | 'damaged'
  | 'protected'
  | 'no-text'
  | 'no-captions'
  | 'no-times'
  | 'bad-columns'

/** Why a file cannot be read. The message is a sentence for a researcher: what is wrong, what to do. */
export interface ReadError {
  readonly code: ReadErrorCode
  readonly message: string
}

export type ReadResult =
  | { readonly ok: true; readonly transcripts: readonly TranscriptText[] }
  | { readonly ok: false; readonly error: ReadError }

/** Thrown within the readers only; readFile and inspectFile turn it into their answer. */
export class UnreadableFile extends Error {
  readonly code: ReadErrorCode

  constructor(code: ReadErrorCode, message: string) {
    super(message)
    this.name = 'UnreadableFile'
    this.code = code
  }
}

/** The typed error for anything a reader threw. A fault of ours reads as a damaged file. */
export function toReadError(thrown: unknown): ReadError {
  if (thrown instanceof UnreadableFile) return { code: thrown.code, message: thrown.message }
  return {
    code: 'damaged',
    message:
      'The file could not be read; it may be damaged. Open it in the program that made it, save it again and try once more.',
  }
}
