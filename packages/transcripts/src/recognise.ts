import type { BinaryFormat, TextFormat } from './format.ts'
import { formats } from './formats.ts'
import { extensionOf } from './file-names/file-name.ts'
import { isOtherOpenDocument } from './office/archive.ts'
import { UnreadableFile } from './result.ts'

interface OtherFormat {
  readonly title: string
  readonly extensions: readonly string[]
  readonly recognises: (bytes: Uint8Array) => boolean
  readonly advice: string
}

const neverByContent = (): boolean => false

/** What people have and this version does not read, so that they hear what to do. */
const otherFormats: readonly OtherFormat[] = [
  {
    title: 'an older Office file, or one protected by a password',
    extensions: ['doc', 'xls', 'ppt'],
    recognises: startsWith('\u00d0\u00cf\u0011\u00e0'),
    advice: 'Open it, remove the password if there is one, save it as .docx, and import that.',
  },
  {
    title: 'an OpenDocument spreadsheet, presentation or drawing',
    extensions: ['ods', 'odp', 'odg'],
    recognises: isOtherOpenDocument,
    advice: 'Save a sheet as CSV, or the words as a text document (.odt), and import that.',
  },
  {
    title: 'a workbook',
    extensions: ['xlsx', 'xlsm'],
    recognises: neverByContent,
    advice: 'Save the sheet as CSV and import that.',
  },
  {
    title: 'a binary Praat TextGrid',
    extensions: [],
    recognises: startsWith('ooBinaryFile'),
    advice: 'Open it in Praat, choose Save → Save as text file, and import that.',
  },
  {
    title: 'a sound or video recording',
    extensions: ['mp3', 'm4a', 'wav', 'mp4', 'mov', 'ogg', 'webm', 'flac', 'aac', 'wma'],
    recognises: (bytes) =>
      /^(?:ID3|RIFF....WAVE|OggS|fLaC|....ftyp|.E\u00df\u00a3)/s.test(startOf(bytes, 16)),
    advice: 'Import its transcript instead.',
  },
  {
    title: 'a picture',
    extensions: ['png', 'jpg', 'jpeg', 'gif', 'tif', 'tiff', 'heic'],
    recognises: (bytes) => /^(?:\u0089PNG|\u00ff\u00d8\u00ff|GIF8)/.test(startOf(bytes, 16)),
    advice: 'Import the words as text instead.',
  },
]

function startOf(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length))
}

function startsWith(signature: string): (bytes: Uint8Array) => boolean {
  return (bytes) => startOf(bytes, signature.length) === signature
}

/**
 * The format of these bytes before they are decoded: one of our binary formats, or null for text.
 * Throws UnreadableFile for what is plainly something else.
 */
export function binaryFormat(bytes: Uint8Array, name: string): BinaryFormat | null {
  const extension = extensionOf(name)
  const other = otherFormats.find((each) => each.recognises(bytes))
  if (other) throw unsupported(other)
  const byName = formats.find((format) => format.extensions.includes(extension))
  const byContent = formats.find((format) => format.kind === 'binary' && format.recognises(bytes))
  if (byContent?.kind === 'binary') {
    const named = otherFormats.find((each) => each.extensions.includes(extension))
    // Rich Text and the Word documents of today are often called .doc.
    if (named && extension !== 'doc') throw unsupported(named)
    return byContent
  }
  if (byName?.kind === 'binary') {
    throw new UnreadableFile(
      'damaged',
      `The name says ${byName.title}, but the content is something else. Save it again in the program that made it and import that.`,
    )
  }
  return null
}

/** The format of a decoded text: what the text itself shows, else its extension, else null. */
export function textFormat(text: string, name: string): TextFormat | null {
  const extension = extensionOf(name)
  const textFormats = formats.filter((format) => format.kind === 'text')
  const shown = textFormats.find((format) => format.recognises(text))
  if (shown) return shown
  const other = otherFormats.find((each) => each.extensions.includes(extension))
  if (other) throw unsupported(other)
  return textFormats.find((format) => format.extensions.includes(extension)) ?? null
}

function unsupported(other: OtherFormat): UnreadableFile {
  return new UnreadableFile(
    'unsupported-format',
    `This is ${other.title}, which cannot be read. ${other.advice}`,
  )
}
