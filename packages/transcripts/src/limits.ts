import { UnreadableFile } from './result.ts'

/** The largest file that is looked at, in bytes. */
export const fileLimit = 50_000_000
/** The longest text that one file may hold, in UTF-16 units: some three hundred hours of speech. */
export const textLimit = 20_000_000

/** The error for more than a transcript can be. */
export function textTooLong(): UnreadableFile {
  return new UnreadableFile(
    'too-large',
    `The file is larger than any transcript (more than ${fileLimit / 1_000_000} MB, or ${textLimit / 1_000_000} million characters). Import the interviews one by one.`,
  )
}
