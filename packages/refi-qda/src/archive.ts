import { Unzip, UnzipInflate, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { RefiQdaError } from './refi-qda-error.ts'
import type { Warnings } from './warnings.ts'

/** A file of a project: a text, a picture, a recording. */
export interface ProjectFile {
  /** As it is called in the archive, without the folder. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What is unpacked at most, in bytes, whatever the archive says of itself. */
export const unpackedLimit = 500_000_000
const chunkLength = 65_536

/**
 * Unpacks a project: its one XML file at the root, under whatever name, whose bytes are handed over in parts, and the files of its folder `sources`, under however
 * written a name. Names that lead out of the archive are left out.
 *
 * @throws RefiQdaError with a sentence
 */
export function unpack(
  bytes: Uint8Array,
  {
    onXml,
    warnings,
    limit = unpackedLimit,
  }: { onXml: (part: Uint8Array) => void; warnings: Warnings; limit?: number },
): Map<string, ProjectFile> {
  if (!endsAsArchive(bytes))
    throw new RefiQdaError(
      'damaged',
      'This archive ends in the middle: it was not saved, sent or copied completely. Get it once more.',
    )
  let documents = 0
  const files = new Map<string, ProjectFile>()
  let total = 0
  const unzip = new Unzip((entry) => {
    const name = entry.name.replaceAll('\\', '/')
    if (name.endsWith('/')) return
    if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..')) {
      warnings.say('lost', 'A file whose name leads out of the archive was left out.')
      return
    }
    const isDocument = !name.includes('/') && /\.qd[ec]$/i.test(name)
    const source = /^sources\/([^/]+)$/i.exec(name)?.[1]
    if (!isDocument && source === undefined) {
      warnings.say('lost', `${name.slice(0, 200)} does not belong to a project and was left out.`)
      return
    }
    if ((entry.originalSize ?? 0) > limit) throw tooLarge(limit)
    if (isDocument) documents += 1
    if (documents > 1) throw severalProjects()
    const chunks: Uint8Array[] = []
    entry.ondata = (error, chunk, final) => {
      if (error) throw damaged()
      total += chunk.length
      if (total > limit) throw tooLarge(limit)
      if (source === undefined) return onXml(chunk)
      chunks.push(chunk)
      if (!final) return
      const file = { name: source, bytes: joined(chunks) }
      if (files.has(file.name.toLowerCase()))
        warnings.say('lost', `A second file ${file.name.slice(0, 200)} was left out.`)
      else files.set(file.name.toLowerCase(), file)
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let from = 0; from < bytes.length; from += chunkLength) {
      const to = Math.min(bytes.length, from + chunkLength)
      unzip.push(bytes.subarray(from, to), to === bytes.length)
    }
  } catch (error) {
    throw error instanceof RefiQdaError ? error : damaged()
  }
  if (documents === 0)
    throw new RefiQdaError(
      'not-refi-qda',
      'The archive holds no project: no .qde file stands at its root. Export it from your program as QDPX.',
    )
  return files
}

/** A project as an archive, in parts. Recordings and pictures are packed already and are stored as they are. */
export function pack(
  document: { name: string; parts: Iterable<string> },
  files: Iterable<ProjectFile>,
): Uint8Array {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const encoder = new TextEncoder()
  const xml = new ZipDeflate(document.name, { level: 6 })
  zip.add(xml)
  let waiting = ''
  for (const part of document.parts) {
    waiting += part
    if (waiting.length < chunkLength) continue
    xml.push(encoder.encode(waiting))
    waiting = ''
  }
  xml.push(encoder.encode(waiting), true)
  for (const { name, bytes } of files) {
    const path = `sources/${name}`
    const entry = /\.(txt|rtf)$/i.test(name) ? new ZipDeflate(path) : new ZipPassThrough(path)
    zip.add(entry)
    entry.push(bytes, true)
  }
  zip.end()
  return joined(chunks)
}

export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

// The record that ends an archive, and the longest comment that may stand behind its mark.
const endMark = [0x50, 0x4b, 5, 6]
const endSearched = 65_557

function endsAsArchive(bytes: Uint8Array): boolean {
  const end = bytes.subarray(-endSearched)
  for (let at = end.lastIndexOf(0x50); at >= 0; at = at > 0 ? end.lastIndexOf(0x50, at - 1) : -1)
    if (endMark.every((byte, index) => end[at + index] === byte)) return true
  return false
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function severalProjects(): RefiQdaError {
  return new RefiQdaError(
    'ambiguous',
    'The archive holds more than one project, and no program writes two. Export them one by one.',
  )
}

function tooLarge(limit: number): RefiQdaError {
  return new RefiQdaError(
    'too-large',
    `The archive unpacks to more than ${Math.round(limit / 1_000_000)} MB, so it was not read further. Export the project without its recordings.`,
  )
}

function damaged(): RefiQdaError {
  return new RefiQdaError('damaged', 'The archive is damaged. Get it once more.')
}
