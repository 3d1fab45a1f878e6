import { readFile } from 'node:fs/promises'
import { Refusal } from './exit-codes.ts'

/** A file that somebody gives a command to compute with. */
export type Given = { kind: 'json'; value: unknown } | { kind: 'table'; text: string }

/**
 * Reads a file: JSON where its name ends so or it begins with a brace or bracket, else the text of a table.
 *
 * @throws Refusal with a sentence when there is no such file, it is empty, too large or not JSON
 */
export async function readGiven(path: string): Promise<Given> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(sentenceFor(path, error.code))
  })
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes)
  if (text.trim() === '') throw new Refusal(`${path} is empty.`)
  if (!path.toLowerCase().endsWith('.json') && !/^\s*[{[]/.test(text))
    return { kind: 'table', text }
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'json', value }
  } catch (error) {
    throw new Refusal(`${path} is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

/** Why a file cannot be read. */
export function sentenceFor(path: string, code: string | undefined): string {
  if (code === 'ENOENT') return `There is no file ${path}.`
  if (code === 'EISDIR') return `${path} is a folder. Give a file.`
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read by you.`
  if (code === 'ERR_FS_FILE_TOO_LARGE') return `${path} is larger than 2 GB, which is too much.`
  return `${path} cannot be read (${code ?? 'unknown'}).`
}
