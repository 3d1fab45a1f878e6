import {
  type Inspection,
  inspectFile,
  joinReadings,
  readFile,
  type ReadError,
  type ReadErrorCode,
  type ReadOptions,
  type ReadResult,
  type SessionReading,
} from '@throughline/transcripts'
import { speakersOfFiles, titleOfSession } from '@throughline/transcripts/file-names'
import { transcriptsInFile } from '@throughline/contract/transcripts'
import { packed, type ReadTranscript } from './packed.ts'

/** What the file is, where that could be found out, and what it becomes. */
export interface Reading {
  inspection: Extract<Inspection, { ok: true }> | null
  result: { ok: true; transcripts: readonly ReadTranscript[] } | { ok: false; error: ReadError }
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

/** What runs in the thread. Never throws for a file that cannot be read. */
export async function readHere({ joined = [], ...first }: ReadTask): Promise<Reading> {
  const inspected = await inspectFile(first.bytes, first.name, first.options)
  const inspection = inspected.ok ? inspected : null
  const result =
    joined.length === 0
      ? await readFile(first.bytes, first.name, first.options)
      : await readSession([first, ...joined])
  if (!result.ok) return { inspection, result }
  const error = problemOf(result.transcripts)
  if (error) return { inspection, result: { ok: false, error } }
  return { inspection, result: { ok: true, transcripts: result.transcripts.map(packed) } }
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
const mostTurns = 250_000
const mostSpeakers = 10_000
const mostNotes = 20_000

/** What reads well and yet cannot be meant. */
function problemOf(
  transcripts: Extract<ReadResult, { ok: true }>['transcripts'],
): ReadError | null {
  const columns = (message: string) => ({ code: 'bad-columns' as const, message })
  const large = (message: string) => ({ code: 'too-large' as const, message })
  const count = (number: number) => number.toLocaleString('en')
  if (transcripts.length > transcriptsInFile)
    return columns(
      `This would become ${count(transcripts.length)} transcripts; one file may hold ${count(transcriptsInFile)}. Choose another column for what tells the transcripts apart, or split the file.`,
    )
  const speakers = transcripts.flatMap((transcript) => transcript.speakers)
  if (speakers.some(({ label }) => label.length > longestLabel))
    return columns(
      `A speaker would have a name of more than ${longestLabel} characters. Choose another column for the speakers.`,
    )
  const labels = new Set(speakers.map(({ label }) => label)).size
  if (labels > mostSpeakers)
    return columns(
      `This would have ${count(labels)} speakers; one file may have ${count(mostSpeakers)}. Look what stands at the start of its lines or in its column of speakers.`,
    )
  const turns = Math.max(...transcripts.map((transcript) => transcript.turns.length))
  if (turns > mostTurns)
    return large(
      `This would become a transcript of ${count(turns)} turns; one may have ${count(mostTurns)}. Import the interviews one by one.`,
    )
  const notes = Math.max(...transcripts.map((transcript) => transcript.notes.length))
  if (notes > mostNotes)
    return large(
      `This would become a transcript with ${count(notes)} notes; one may have ${count(mostNotes)}. Save it without its comments and notes and import that.`,
    )
  return null
}
