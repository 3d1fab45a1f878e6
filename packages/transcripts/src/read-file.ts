import { noWords, openFile, type ReadOptions } from './open-file.ts'
import { toReadError, type ReadResult } from './result.ts'
import { titleOf } from './file-names/file-name.ts'
import type { TranscriptText } from './transcript.ts'

/**
 * Reads a file into transcripts: one, or for some tables several. Any bytes give an answer or a
 * typed error; nothing is thrown. Most of the work is done in one go, so a caller that serves others
 * runs it in a worker.
 */
export async function readFile(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions = {},
): Promise<ReadResult> {
  try {
    const transcripts = await transcriptsIn(bytes, name, options)
    if (transcripts.every(({ text }) => text.trim() === '')) throw noWords()
    return { ok: true, transcripts }
  } catch (thrown) {
    return { ok: false, error: toReadError(thrown) }
  }
}

async function transcriptsIn(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
): Promise<readonly TranscriptText[]> {
  const opened = await openFile(bytes, name, options)
  const context = { title: titleOf(name), csv: options.csv }
  if (opened.kind === 'binary') return opened.format.read(opened.bytes, context)
  return opened.format.read(opened.text, context).map((transcript) => ({
    ...transcript,
    warnings: [...opened.warnings, ...transcript.warnings],
  }))
}
