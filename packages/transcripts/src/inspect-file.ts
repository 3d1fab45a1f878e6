import type { CsvInspection } from './csv/choice.ts'
import { inspectCsv } from './csv/guess.ts'
import { detectEncoding, type EncodingGuess } from './encoding.ts'
import { openFile, type ReadOptions } from './open-file.ts'
import { toReadError, type ReadError } from './result.ts'

/** What the preview shows of a file before it is imported. */
export type Inspection =
  | {
      readonly ok: true
      /** The name of the format in `formats`, and what a researcher calls it. */
      readonly format: string
      readonly formatTitle: string
      /** Null for formats that say their encoding themselves. */
      readonly encoding: EncodingGuess | null
      readonly csv: CsvInspection | null
    }
  | { readonly ok: false; readonly error: ReadError }

/**
 * Looks at a file without reading its turns. Choices already made in the preview (a format, an
 * encoding, a delimiter) are taken into account. Any bytes give an answer; nothing is thrown.
 */
export async function inspectFile(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions = {},
): Promise<Inspection> {
  try {
    return await inspectNow(bytes, name, options)
  } catch (thrown) {
    return { ok: false, error: toReadError(thrown) }
  }
}

async function inspectNow(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
): Promise<Inspection> {
  const opened = await openFile(bytes, name, options)
  const { name: format, title: formatTitle } = opened.format
  if (opened.kind === 'binary') return { ok: true, format, formatTitle, encoding: null, csv: null }
  return {
    ok: true,
    format,
    formatTitle,
    encoding: await detectEncoding(bytes),
    csv: format === 'csv' ? inspectCsv(opened.text, options.csv?.delimiter) : null,
  }
}
