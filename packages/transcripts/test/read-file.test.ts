import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { formats, inspectFile, readFile } from '../src/index.ts'
import { textOf, transcriptOf } from './reading.ts'

describe('a file that cannot be read', () => {
  it.each([
    ['nothing', '', 'a.txt', 'empty', 'holds no words'],
    ['white space', ' \n\t\r\n', 'a.txt', 'empty', 'holds no words'],
    ['the beginning of a PDF', '%PDF-1.7 …', 'a.txt', 'damaged', 'PDF'],
    ['text named as PDF', 'words', 'a.pdf', 'damaged', 'PDF'],
    ['text named as Rich Text', 'words', 'a.rtf', 'damaged', 'Rich Text'],
    ['captions without captions', 'only words', 'a.sbv', 'no-captions', 'SBV'],
    ['a TextGrid without labels', 'only words', 'a.TextGrid', 'damaged', 'TextGrid'],
    [
      'a binary TextGrid',
      'ooBinaryFile\u0008TextGrid',
      'a.TextGrid',
      'unsupported-format',
      'Save as text',
    ],
    ['text named as Word', 'words', 'a.docx', 'damaged', 'Word document'],
    ['control characters', 'a\u0001\u0002b\u0003', 'a.txt', 'not-text', 'not a text file'],
  ])('because it holds %s gives a sentence that says so', async (_, text, name, code, part) => {
    const result = await readFile(new TextEncoder().encode(text), name)
    expect(result).toMatchObject({ ok: false, error: { code } })
    if (!result.ok) expect(result.error.message).toContain(part)
  })

  it.each([
    ['an old Word file', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'a.doc', 'password'],
    ['a recording', [0x49, 0x44, 0x33, 4, 0, 0, 0, 0], 'a.txt', 'recording'],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], 'a.txt', 'picture'],
  ])('because it is %s gives a sentence that says so', async (_, bytes, name, part) => {
    const result = await readFile(Uint8Array.from(bytes), name)
    expect(result).toMatchObject({ ok: false, error: { code: 'unsupported-format' } })
    if (!result.ok) expect(result.error.message).toContain(part)
  })

  it('because it is another kind of archive gives a sentence that says so', async () => {
    const mimetype = strToU8('application/vnd.oasis.opendocument.spreadsheet')
    const archive = zipSync({ mimetype: [mimetype, { level: 0 }] })
    const result = await readFile(archive, 'a.odt')
    expect(result).toMatchObject({ ok: false, error: { code: 'unsupported-format' } })
  })

  it('because it is larger than any transcript is refused unread', async () => {
    const result = await readFile(new Uint8Array(50_000_001), 'a.txt')
    expect(result).toMatchObject({ ok: false, error: { code: 'too-large' } })
  })
})

describe('a file that can be read', () => {
  it('is called by its name without folder and extension', async () => {
    const transcript = await transcriptOf('I: words', 'C:\\study\\P003 (second).final.txt')
    expect(transcript.title).toBe('P003 (second).final')
  })

  it('keeps its text as it is but for line ends and the byte order mark', async () => {
    const text = '\ufeff  I: a\r\n\r\nP:  b\t\rI: c\u2028 d \f\n'
    expect(await textOf(text, 'a.txt')).toBe('  I: a\n\nP:  b\t\nI: c\u2028 d \f\n')
  })

  it('of no known name is read as plain text, and the reader is told', async () => {
    const transcript = await transcriptOf('I: words', 'notes.log')
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['unknown-format'])
  })

  it('is read in the format that was chosen in the preview', async () => {
    const transcript = await transcriptOf('speaker,text\nA,yes\nB,no', 'a.txt', { format: 'csv' })
    expect(transcript.text).toBe('yes\nno')
    const unknown = await readFile(strToU8('words'), 'a.txt', { format: 'cuneiform' })
    expect(unknown).toMatchObject({ ok: false, error: { code: 'unsupported-format' } })
  })

  it('is inspected as what it is read as', async () => {
    const inspection = await inspectFile(
      strToU8('WEBVTT\n\n00:01.000 --> 00:02.000\nwords'),
      'a.txt',
    )
    expect(inspection).toMatchObject({ ok: true, format: 'vtt', formatTitle: 'WebVTT captions' })
  })
})

describe('the table of formats', () => {
  it('gives each format a name and extensions of its own', () => {
    const names = formats.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const extensions = formats.flatMap((format) => format.extensions)
    expect(new Set(extensions).size).toBe(extensions.length)
    expect(names).toEqual(expect.arrayContaining(['txt', 'md', 'docx', 'vtt', 'srt', 'csv']))
  })
})
