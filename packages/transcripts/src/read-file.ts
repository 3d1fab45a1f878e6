import { noWords, openFile, type ReadOptions } from './open-file.ts'
import { toReadError, type ReadResult } from './result.ts'
import { titleOf } from './file-names/file-name.ts'
import type { TranscriptText } from './transcript.ts'

/**
 * Reads a file into transcripts: one, or for some tables several. Any bytes give an answer or a
 * typed error; nothing is thrown. The work is done before the promise is returned, so a caller
 * that serves others runs it in a worker.
 */
export function readFile(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions = {},
): Promise<ReadResult> {
  try {
    const transcripts = readNow(bytes, name, options)
    if (transcripts.every(({ text }) => text.trim() === '')) throw noWords()
    return Promise.resolve({ ok: true, transcripts })
  } catch (thrown) {
    return Promise.resolve({ ok: false, error: toReadError(thrown) })
  }
}

function readNow(bytes: Uint8Array, name: string, options: ReadOptions): readonly TranscriptText[] {
  const opened = openFile(bytes, name, options)
  const context = { title: titleOf(name), csv: options.csv }
  if (opened.kind === 'binary') return opened.format.read(opened.bytes, context)
  return opened.format.read(opened.text, context).map((transcript) => ({
    ...transcript,
    warnings: [...opened.warnings, ...transcript.warnings],
  }))
}
