import { normaliseText } from '@throughline/text'
import type { CsvChoice } from './csv/choice.ts'
import { decodeText } from './encoding.ts'
import type { BinaryFormat, TextFormat } from './format.ts'
import { formats } from './formats.ts'
import { txt } from './formats/txt.ts'
import { fileLimit, textLimit, textTooLong } from './limits.ts'
import { binaryFormat, textFormat } from './recognise.ts'
import { UnreadableFile } from './result.ts'
import type { Warning } from './transcript.ts'

/** What a person chose in the preview; whatever is missing is found out from the file. */
export interface ReadOptions {
  /** The name of a format in `formats`. */
  readonly format?: string | undefined
  /** One of `encodingNames`; for formats of plain text. */
  readonly encoding?: string | undefined
  readonly csv?: CsvChoice | undefined
}

/** A file whose format is known and, if it is text, whose characters are. */
export type OpenedFile =
  | { readonly kind: 'binary'; readonly format: BinaryFormat; readonly bytes: Uint8Array }
  | {
      readonly kind: 'text'
      readonly format: TextFormat
      readonly text: string
      readonly warnings: readonly Warning[]
    }

/** Finds the format and decodes the text. Throws UnreadableFile. */
export async function openFile(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
): Promise<OpenedFile> {
  checkSize(bytes)
  const chosen = chosenFormat(options.format)
  const binary = binaryFormat(bytes, chosen ? `.${chosen.extensions[0]}` : name)
  if (binary) return { kind: 'binary', format: binary, bytes }
  const decoded = await decodeText(bytes, options.encoding)
  const text = normaliseText(decoded.text)
  if (text.length > textLimit) throw textTooLong()
  if (text.trim() === '') throw noWords()
  const known = chosen?.kind === 'text' ? chosen : textFormat(text, name)
  if (known) return { kind: 'text', format: known, text, warnings: decoded.warnings }
  return { kind: 'text', format: txt, text, warnings: [...decoded.warnings, unknownFormat] }
}

function chosenFormat(name: string | undefined): TextFormat | BinaryFormat | null {
  if (name === undefined) return null
  const format = formats.find((each) => each.name === name)
  if (format) return format
  const names = formats.map((each) => each.name).join(', ')
  throw new UnreadableFile(
    'unsupported-format',
    `There is no format "${name}"; there are ${names}.`,
  )
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length === 0) throw noWords()
  if (bytes.length > fileLimit) throw textTooLong()
}

/** The error for a file without a single word. */
export function noWords(): UnreadableFile {
  return new UnreadableFile(
    'empty',
    'The file holds no words. Look whether it is the right one and whether it was saved completely.',
  )
}

const unknownFormat: Warning = {
  code: 'unknown-format',
  message: 'The name of the file says no known format, so it was read as plain text.',
}
