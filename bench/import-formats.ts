import { readFile } from '@throughline/transcripts'
import { interview, interviewLength } from './inputs/interview.ts'
import { writers } from './inputs/transcript-files.ts'

/** How fast one format is read; CPU milliseconds are for one file. */
export interface ImportSpeed {
  readonly format: string
  readonly filesPerSecond: number
  readonly cpuMs: number
}

const files = 50

/**
 * Reads 50 transcripts of 60 KB of text in each format, one after the other, on inputs made here.
 * A first reading of each format, to have the code compiled, is not counted.
 */
export async function benchImport(): Promise<ImportSpeed[]> {
  const speeds: ImportSpeed[] = []
  for (const [format, write] of Object.entries(writers)) {
    const inputs: Uint8Array[] = []
    for (let file = 0; file < files; file++) inputs.push(await write(interview(file)))
    await readAll(inputs.slice(0, 3), format)
    const clock = performance.now()
    const cpu = process.cpuUsage()
    await readAll(inputs, format)
    const { user, system } = process.cpuUsage(cpu)
    const seconds = (performance.now() - clock) / 1000
    speeds.push({ format, filesPerSecond: files / seconds, cpuMs: (user + system) / 1000 / files })
  }
  return speeds
}

async function readAll(inputs: readonly Uint8Array[], format: string): Promise<void> {
  for (const bytes of inputs) {
    const result = await readFile(bytes, `interview.${format}`)
    if (!result.ok) throw new Error(`${format}: ${result.error.message}`)
    const length = result.transcripts.reduce((sum, { text }) => sum + text.length, 0)
    if (length < interviewLength * 0.9) throw new Error(`${format}: words are missing`)
  }
}
