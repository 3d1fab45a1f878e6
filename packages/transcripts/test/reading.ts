import { readFile, type ReadOptions, type TranscriptText } from '../src/index.ts'

/** The transcripts of a file that must be readable. */
export async function transcriptsOf(
  content: Uint8Array | string,
  name: string,
  options?: ReadOptions,
): Promise<readonly TranscriptText[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const result = await readFile(bytes, name, options)
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`)
  return result.transcripts
}

/** The single transcript of a file that must be readable. */
export async function transcriptOf(
  content: Uint8Array | string,
  name: string,
  options?: ReadOptions,
): Promise<TranscriptText> {
  const [transcript, ...others] = await transcriptsOf(content, name, options)
  if (!transcript || others.length > 0) throw new Error(`${name} does not hold one transcript`)
  return transcript
}

export async function textOf(
  content: Uint8Array | string,
  name: string,
  options?: ReadOptions,
): Promise<string> {
  return (await transcriptOf(content, name, options)).text
}

/** Speaker and words of every turn, so that a test reads like the transcript. */
export function saidBy({ text, turns }: TranscriptText): [string | null, string][] {
  return turns.map((turn) => [turn.speaker, text.slice(turn.from, turn.to)])
}

/** The labels as they stand in the text. */
export function labelsOf({ text, turns }: TranscriptText): (string | null)[] {
  return turns.map(({ label }) => label && text.slice(label.from, label.to))
}

/** Kind, place, covered words and text of every note. */
export function notedIn({ text, notes }: TranscriptText): [string, number, string, string][] {
  return notes.map((note) => [note.kind, note.from, text.slice(note.from, note.to), note.text])
}
