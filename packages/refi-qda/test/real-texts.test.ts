import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readRefiQda, writeRefiQda, xmlOf } from '../src/index.ts'
import { faultsBySchema } from './against-schema.ts'
import { conventions, projectOf, quotesIn, type Wanted } from './project-of.ts'

/** One of them is kept in UTF-16. */
const interviews = ['RES0002', 'RES0044', 'MSK0029'].map((name) => {
  const bytes = readFileSync(
    new URL(`../../transcripts/test/fixtures/osce/${name}.txt`, import.meta.url),
  )
  return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes)
})
/** What makes places differ: emoji of one and of several characters, marks that combine, words from right to left. */
const scattered = ['😀', '👩🏽‍⚕️', 'naı̈ve', 'שלום לכולם', 'مرحبا', '𝒲ard']

/** A real interview as a program on Windows keeps it, with such words between its own. */
function asKept(interview: string): string {
  return interview
    .replaceAll(/\r\n|\r/g, '\n')
    .split(' ')
    .map((word, index) =>
      index % 40 === 39 ? `${scattered[index % scattered.length]} ${word}` : word,
    )
    .join(' ')
    .replaceAll('\n', '\r\n')
}

/** Three words of every thirty, from where the first begins to where the last ends. */
function codedIn(text: string): Wanted[] {
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
  return words.flatMap((word, index) => {
    const last = words[index + 2]
    if (index % 30 !== 0 || !last) return []
    return [{ from: word.index, to: last.index + last[0].length }]
  })
}

describe.each(conventions)(
  'real interviews with places counted in $unit, a line’s end as $crlf',
  (convention) => {
    test.each(interviews.map((interview, index) => [index + 1, interview] as const))(
      'interview %d keeps every coded word, read and written and read again',
      (_, interview) => {
        const text = asKept(interview)
        const coded = codedIn(text)
        expect(coded.length).toBeGreaterThan(20)
        const bytes = projectOf(text, coded, convention, { quotes: false })
        const meant = coded.map(({ from, to }) => text.slice(from, to).replaceAll('\r\n', '\n'))
        const read = readRefiQda(bytes)
        expect(read.conventions).toMatchObject([{ ...convention, isCertain: true, outside: 0 }])
        expect(quotesIn(bytes)).toEqual(meant)
        expect(faultsBySchema('project', xmlOf(read))).toEqual([])
        const again = writeRefiQda(read).bytes
        expect(quotesIn(again)).toEqual(meant)
        expect(readRefiQda(again).warnings).toEqual([])
      },
    )
  },
)
