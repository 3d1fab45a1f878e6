import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { nestedElements, richText, spoiltInside } from './any-documents.ts'
import { formats, inspectFile, readFile, type TranscriptText } from '../src/index.ts'

const extensions = [...formats.flatMap((format) => format.extensions), 'pdf', 'odt', 'xyz', '']

const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${path}`, import.meta.url)))

const samples = [
  fixture('office/changes.rtf'),
  fixture('office/changes.odt'),
  fixture('office/changes.docx'),
  fixture('captions/youtube_dl.vtt'),
  fixture('captions/comments.vtt'),
  fixture('captions/sample.srt'),
  fixture('captions/sample.sbv'),
  fixture('primock57/day2_consultation01_patient.TextGrid').subarray(0, 3000),
  fixture('pages/cjk.pdf'),
  fixture('pages/protected.pdf'),
  fixture('pages/RES0029.html').subarray(0, 3000),
  fixture('osce/RES0029.txt'),
  fixture('anthropic-interviewer/00328.md'),
  fixture('justhink/justhink19_transcript_18.csv').subarray(0, 3000),
  zipSync({
    'word/document.xml': strToU8(
      '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Anna: words</w:t></w:r></w:p></w:body></w:document>',
    ),
  }),
]

/** A real file with some of its bytes changed and perhaps its end cut off. */
const spoilt = fc
  .record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(fc.tuple(fc.nat(9000), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
    length: fc.option(fc.nat(9000), { nil: undefined }),
  })
  .map(({ sample, changes, length }) => {
    const bytes = sample.slice(0, length)
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
    return bytes
  })

/** Texts made of what readers look for, in any order. */
const markedUp = fc
  .array(
    fc.constantFrom(
      'WEBVTT',
      '\n',
      '\n\n',
      '\r\n',
      '00:01.000 --> 00:02.000',
      '00:00:01,000 --> x',
      '1',
      'NOTE',
      'STYLE',
      '<!doctype html>',
      '<p>',
      '</p>',
      '<pre>',
      '<table>',
      '<tr>',
      '<td>',
      '</table>',
      '<p hidden>',
      '<!--',
      '-->',
      '<script>',
      '&#13;',
      '<v Anna>',
      '</v>',
      '<',
      '&amp;',
      '&#xd800;',
      '&#0;',
      '0:00:01.000,0:00:02.000\n',
      'File type = "ooTextFile"\nObject class = "TextGrid"\n',
      '"IntervalTier" ',
      '"TextTier" ',
      '1 ',
      '1e999 ',
      'Anna: ',
      '**Ben:** ',
      '[00:12] I:',
      ': ',
      '"',
      ',',
      ';',
      '\t',
      'speaker,text\n',
      'words and more',
      '👩‍👩‍👧‍👦',
      '\u0301',
      '\ud800',
      ' ',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => new TextEncoder().encode(pieces.join('')))

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.of(0x50, 0x4b, 3, 4, ...bytes)),
  fc
    .uint8Array({ maxLength: 300 })
    .map((bytes) => Buffer.concat([Buffer.from('%PDF-1.5\n'), bytes, Buffer.from('\n%%EOF')])),
  spoilt,
  spoiltInside,
  nestedElements,
  richText,
  markedUp,
)
const anyName = fc.constantFrom(...extensions).map((extension) => `dir/a file.${extension}`)

/** What every transcript must be, whatever it was read from. */
function checkTranscript({ text, turns, times, speakers, notes }: TranscriptText): void {
  expect(text).not.toContain('\r')
  expect(text).not.toContain('\u0000')
  expect(text.isWellFormed()).toBe(true)
  let end = 0
  for (const turn of turns) {
    const start = turn.label ? turn.label.from : turn.from
    expect(start).toBeGreaterThanOrEqual(end)
    if (turn.label) expect(turn.label.to).toBeGreaterThan(turn.label.from)
    if (turn.label) expect(turn.from).toBeGreaterThanOrEqual(turn.label.to)
    expect(turn.to).toBeGreaterThanOrEqual(turn.from)
    end = turn.to
  }
  expect(end).toBeLessThanOrEqual(text.length)
  const named = turns.filter(({ speaker }) => speaker !== null).length
  expect(speakers.reduce((sum, speaker) => sum + speaker.turns, 0)).toBe(named)
  for (const note of notes) {
    expect(note.from).toBeGreaterThanOrEqual(0)
    expect(note.to).toBeGreaterThanOrEqual(note.from)
    expect(note.to).toBeLessThanOrEqual(text.length)
    expect(note.text.trim()).not.toBe('')
    expect(note.text).not.toContain('\u0000')
    expect(note.text.isWellFormed()).toBe(true)
  }
  for (const time of times) expect(time.to).toBeLessThanOrEqual(text.length)
}

describe('any bytes under any name', () => {
  it('give transcripts or an error with a sentence, and never throw', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyName, async (bytes, name) => {
        const result = await readFile(bytes, name)
        if (result.ok) {
          expect(result.transcripts.length).toBeGreaterThan(0)
          result.transcripts.forEach(checkTranscript)
        } else {
          expect(result.error.message).toMatch(/^[A-Z].*\.$/)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('give an inspection or the error that reading gives too', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyName, async (bytes, name) => {
        const [inspection, result] = [await inspectFile(bytes, name), await readFile(bytes, name)]
        if (!inspection.ok) expect(result).toEqual({ ok: false, error: inspection.error })
        if (result.ok) expect(inspection.ok).toBe(true)
      }),
      { numRuns: 700 },
    )
  })

  it('are not changed by being read', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyName, async (bytes, name) => {
        const before = bytes.slice()
        await readFile(bytes, name)
        await inspectFile(bytes, name)
        expect(bytes).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })
})

describe('long lines and many marks', () => {
  // Each would take hours with a reader that goes back over what it has read.
  it.each([
    ['one line of a million letters', 'a.txt', 'a'.repeat(1_000_000)],
    ['a million spaces', 'a.txt', `I:${' '.repeat(1_000_000)}x`],
    ['a line of asterisks', 'a.md', '*'.repeat(500_000)],
    ['many open elements', 'a.html', `<html>${'<p><b>a'.repeat(100_000)}`],
    ['many table rows', 'a.html', `<table>${'<tr><td>A<td>so'.repeat(100_000)}`],
    ['an attribute without end', 'a.html', `<p ${'a="'.repeat(200_000)}`],
    ['many meta elements', 'a.html', `${'<meta '.repeat(200_000)}\u00e9`],
    ['many opening tags', 'a.vtt', `WEBVTT\n\n00:01.000 --> 00:02.000\n${'<v '.repeat(200_000)}`],
    ['many ampersands', 'a.vtt', `WEBVTT\n\n00:01.000 --> 00:02.000\n${'&'.repeat(300_000)}`],
    ['many braces', 'a.srt', `1\n00:00:01,000 --> 00:00:02,000\n${'{\\a'.repeat(200_000)}`],
    ['many cues', 'a.srt', '1\n00:00:01,000 --> 00:00:02,000\nI: so\n\n'.repeat(5_000)],
    ['many quotation marks', 'a.csv', `speaker,text\n${'"'.repeat(300_001)}`],
    ['many short lines', 'a.txt', 'A:\n'.repeat(20_000)],
    [
      'many quotation marks in a TextGrid',
      'a.TextGrid',
      `"ooTextFile"\n"TextGrid"\n${'"" '.repeat(200_000)}`,
    ],
    [
      'a TextGrid that promises much',
      'a.TextGrid',
      `"ooTextFile" "TextGrid" 0 1 1e15 ${'"'.repeat(300_001)}`,
    ],
    ['many groups of Rich Text', 'a.rtf', `{\\rtf1 I: a${'{\\b x}\\par '.repeat(100_000)}}`],
    ['many rows', 'a.rtf', `{\\rtf1${'\\intbl a\\cell b\\cell\\row '.repeat(50_000)}}`],
    ['many notes', 'a.rtf', `{\\rtf1${'a{\\footnote b}\\par '.repeat(50_000)}}`],
    ['many text boxes', 'a.rtf', `{\\rtf1${'{\\shptxt a '.repeat(3_000)}${'}'.repeat(3_000)}}`],
    ['a long control word', 'a.rtf', `{\\rtf1 I: a\\${'b'.repeat(1_000_000)} c}`],
    ['many colons', 'a.txt', ':'.repeat(500_000)],
  ])('%s are read to an end', async (_, name, text) => {
    const result = await readFile(new TextEncoder().encode(text), name)
    if (result.ok) result.transcripts.forEach(checkTranscript)
    else expect(result.error.message).toMatch(/^[A-Z].*\.$/)
  })
})
