import { Unzip, UnzipInflate } from 'fflate'
import { UnreadableFile } from '../result.ts'

/** The most that the parts we read may hold once inflated; a day's interview takes a tenth of it. */
export const inflatedLimit = 40_000_000

const chunkLength = 65_536

/**
 * Inflates the wanted parts of a zip archive, by name. Stops at the limit whatever sizes the
 * archive declares, so that a zip bomb costs no more memory than an honest document.
 */
export function inflateParts(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limit = inflatedLimit,
): Map<string, Uint8Array> {
  if (!endsAsArchive(bytes)) throw cutOff()
  const parts = new Map<string, Uint8Array>()
  let total = 0
  const unzip = new Unzip((file) => {
    if (!wanted(file.name)) return
    if ((file.originalSize ?? 0) > limit) throw tooLarge()
    const chunks: Uint8Array[] = []
    file.ondata = (error, chunk, final) => {
      if (error) throw error
      total += chunk.length
      if (total > limit) throw tooLarge()
      chunks.push(chunk)
      if (final) parts.set(file.name, joined(chunks))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for (let from = 0; from < bytes.length; from += chunkLength) {
    const to = Math.min(bytes.length, from + chunkLength)
    unzip.push(bytes.subarray(from, to), to === bytes.length)
  }
  return parts
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

function cutOff(): UnreadableFile {
  return new UnreadableFile(
    'damaged',
    'This document ends in the middle: it was not saved, sent or copied completely. Get it once more and import that.',
  )
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

function tooLarge(): UnreadableFile {
  return new UnreadableFile(
    'too-large',
    'The document unpacks to more text than any interview holds. Save the interview alone in a new document and import that.',
  )
}
