import {
  type Inspection,
  inspectFile,
  readFile,
  type ReadErrorCode,
  type ReadOptions,
  type ReadResult,
  joinReadings,
  type SessionReading,
} from '@throughline/transcripts'
import { speakersOfFiles, titleOfSession } from '@throughline/transcripts/file-names'
import { transcriptsInFile } from '@throughline/contract/transcripts'
import { Piscina } from 'piscina'

/** What the file is, where that could be found out, and what it becomes. */
export interface Reading {
  inspection: Extract<Inspection, { ok: true }> | null
  result: ReadResult
}

export interface FileToRead {
  bytes: Uint8Array
  name: string
  options: ReadOptions
}

export interface ReadTask extends FileToRead {
  /** Further files of the same session, to be joined with the first by time. */
  joined?: readonly FileToRead[]
}

const longest = 30_000
const atOnce = 2
let threads: Piscina<ReadTask, Reading> | null = null

/**
 * Reads a file in a thread of its own with limits of time and memory, so that no file holds up anybody else.
 * Never throws: what cannot be read is a result with its sentence.
 */
export async function readApart(task: ReadTask): Promise<Reading> {
  threads ??= new Piscina<ReadTask, Reading>({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: atOnce,
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  })
  await turn()
  try {
    // The time begins when a thread is free, not when many others wait.
    return await threads.run(task, { signal: AbortSignal.timeout(longest) })
  } catch (error) {
    return unreadable(sentenceFor(error))
  } finally {
    next()
  }
}

let reading = 0
const waiting: (() => void)[] = []

async function turn(): Promise<void> {
  if (reading < atOnce) reading += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
}

/** Whoever waits longest takes over the place; otherwise it is free. */
function next(): void {
  const first = waiting.shift()
  if (first) first()
  else reading -= 1
}

function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return brokeTheReader
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return 'Reading this file took longer than 30 seconds and was stopped. Split it, or save it as plain text and try again.'
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'Reading this file took more memory than a transcript can need and was stopped. Split it, or save it as plain text and try again.'
  return brokeTheReader
}

const brokeTheReader =
  'This file could not be read: it broke the reader. Save it as plain text and try again.'

function unreadable(message: string): Reading {
  return { inspection: null, result: { ok: false, error: { code: 'too-large', message } } }
}

/** What runs in the thread. */
export async function readHere({ joined = [], ...first }: ReadTask): Promise<Reading> {
  const inspection = await inspectFile(first.bytes, first.name, first.options)
  const result =
    joined.length === 0
      ? await readFile(first.bytes, first.name, first.options)
      : await readSession([first, ...joined])
  const problem = result.ok ? problemOf(result.transcripts) : null
  return {
    inspection: inspection.ok ? inspection : null,
    result:
      problem === null ? result : { ok: false, error: { code: 'bad-columns', message: problem } },
  }
}

/** Each file must be one transcript with times. Sentences say a file's number: its name may be somebody's. */
async function readSession(files: readonly FileToRead[]): Promise<ReadResult> {
  const names = files.map(({ name }) => name)
  const speakers = speakersOfFiles(names)
  const readings: SessionReading[] = []
  for (const [index, { bytes, name, options }] of files.entries()) {
    const result = await readFile(bytes, name, options)
    if (!result.ok)
      return refused(result.error.code, `File ${index + 1} of these: ${result.error.message}`)
    const [transcript, ...others] = result.transcripts
    if (!transcript || others.length > 0)
      return refused('no-times', `File ${index + 1} of these ${notOne}`)
    readings.push({ speaker: speakers[index] ?? name, transcript })
  }
  return joinReadings(titleOfSession(names), readings)
}

const notOne =
  'holds several transcripts, so it cannot be joined with others by time. Import it on its own.'

function refused(code: ReadErrorCode, message: string): ReadResult {
  return { ok: false, error: { code, message } }
}

const longestLabel = 200

/** What reads well and yet cannot be meant. */
function problemOf(transcripts: Extract<ReadResult, { ok: true }>['transcripts']): string | null {
  if (transcripts.length > transcriptsInFile)
    return `This would become ${transcripts.length.toLocaleString('en')} transcripts; one file may hold ${transcriptsInFile.toLocaleString('en')}. Choose another column for what tells the transcripts apart, or split the file.`
  if (transcripts.some(({ speakers }) => speakers.some(({ label }) => label.length > longestLabel)))
    return `A speaker would have a name of more than ${longestLabel} characters. Choose another column for the speakers.`
  return null
}
