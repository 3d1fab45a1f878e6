import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { interview } from './inputs/interview.ts'
import { writers } from './inputs/transcript-files.ts'

const readFiles = z.object({
  filesPerSecond: z.number(),
  /** For one file. */
  cpuMs: z.number(),
  /** The most memory (resident) that the process had, and what it had before it read the first file. */
  peakMB: z.number(),
  startedMB: z.number(),
})

/** How fast one format is read, and how much memory that takes. */
export type ImportSpeed = z.infer<typeof readFiles> & { readonly format: string }

const files = 50
const notCounted = 3

/**
 * Reads 50 transcripts of 60 KB of text in each format, one after the other, on inputs made here, each format in a
 * process of its own.
 */
export async function benchImport(): Promise<ImportSpeed[]> {
  const speeds: ImportSpeed[] = []
  for (const [format, write] of Object.entries(writers)) {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-read-'))
    try {
      for (let file = 0; file < files + notCounted; file++)
        await writeFile(join(folder, `${100 + file}.${format}`), await write(interview(file)))
      speeds.push({ format, ...(await readApart(folder)) })
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  return speeds
}

async function readApart(folder: string) {
  const child = fork(join(import.meta.dirname, 'read-files.ts'), [folder, String(notCounted)])
  const told = once(child, 'message')
  const ended = once(child, 'exit').then(() => {
    throw new Error('The reader ended before its work was done; it says why above.')
  })
  const [message] = await Promise.race([told, ended])
  ended.catch(() => undefined)
  return readFiles.parse(message)
}
