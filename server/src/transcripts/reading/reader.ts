import {
  type Inspection,
  inspectFile,
  readFile,
  type ReadOptions,
  type ReadResult,
} from '@throughline/transcripts'
import { Piscina } from 'piscina'

/** What the file is, where that could be found out, and what it becomes. */
export interface Reading {
  inspection: Extract<Inspection, { ok: true }> | null
  result: ReadResult
}

export interface ReadTask {
  bytes: Uint8Array
  name: string
  options: ReadOptions
}

const longest = 30_000
let threads: Piscina<ReadTask, Reading> | null = null

/**
 * Reads a file in a thread of its own with limits of time and memory, so that no file holds up anybody else.
 * Never throws: what cannot be read is a result with its sentence.
 */
export async function readApart(task: ReadTask): Promise<Reading> {
  threads ??= new Piscina<ReadTask, Reading>({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  })
  try {
    return await threads.run(task, { signal: AbortSignal.timeout(longest) })
  } catch (error) {
    const tooLong =
      error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
    return {
      inspection: null,
      result: {
        ok: false,
        error: {
          code: 'too-large',
          message: tooLong
            ? 'Reading this file took longer than 30 seconds and was stopped. Split it, or save it as plain text and try again.'
            : 'Reading this file took more memory than a transcript can need and was stopped. Split it, or save it as plain text and try again.',
        },
      },
    }
  }
}

/** What runs in the thread. */
export async function readHere({ bytes, name, options }: ReadTask): Promise<Reading> {
  const inspection = await inspectFile(bytes, name, options)
  return {
    inspection: inspection.ok ? inspection : null,
    result: await readFile(bytes, name, options),
  }
}
