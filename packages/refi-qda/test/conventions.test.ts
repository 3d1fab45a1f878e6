import { fc, test as property } from '@fast-check/vitest'
import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readRefiQda, within, writeRefiQda } from '../src/index.ts'
import { conventions, guid, projectOf, quotesIn, type Wanted } from './project-of.ts'

/** Words of many scripts, emoji of several characters, combining marks, lines that end in CRLF or LF. */
const word = fc.constantFrom(
  'belonging',
  'a',
  'naïve',
  'e\u0301tude',
  'שלום',
  'مرحبا',
  '𝒲ard',
  '孤独',
  'x1',
)
const gap = fc.constantFrom(' ', ' ', ' ', ' 😀 ', '\r\n', '\n', ' 👩🏽‍⚕️ ', ', ')
const texts = fc
  .array(fc.tuple(word, gap), { minLength: 30, maxLength: 120 })
  .map((parts) => {
    let text = ''
    const words: Wanted[] = []
    for (const [own, after] of parts) {
      words.push({ from: text.length, to: text.length + own.length })
      text += own + after
    }
    return { text, words }
  })
  .chain(({ text, words }) =>
    fc.record({
      text: fc.constant(text),
      ranges: fc.array(
        fc.tuple(fc.nat(words.length - 1), fc.nat(5)).map(([first, more]): Wanted => ({
          from: words[first]?.from ?? 0,
          to: words[Math.min(first + more, words.length - 1)]?.to ?? 0,
        })),
        { minLength: 12, maxLength: 30 },
      ),
    }),
  )

describe.each(conventions)('places counted in $unit, a line’s end as $crlf', (convention) => {
  property.prop([texts, fc.boolean()], { numRuns: 30 })(
    'mean the same words when quotes stand beside them',
    ({ text, ranges }, bom) => {
      const meant = ranges.map(({ from, to }) => text.slice(from, to).replaceAll('\r\n', '\n'))
      expect(quotesIn(projectOf(text, ranges, convention, { bom }))).toEqual(meant)
    },
  )

  property.prop([texts], { numRuns: 20 })(
    'mean the same when written and read again',
    ({ text, ranges }) => {
      const read = readRefiQda(projectOf(text, ranges, convention))
      const again = writeRefiQda(read).bytes
      expect(quotesIn(again)).toEqual(
        ranges.map(({ from, to }) => text.slice(from, to).replaceAll('\r\n', '\n')),
      )
      expect(readRefiQda(again).warnings).toEqual([])
    },
  )

  test('are told by where words begin and end, without any quote', () => {
    const line = 'I said 😀 that nobody came back, and that I wrote twice about it.\r\n'
    const text = line.repeat(40)
    const ranges = Array.from({ length: 40 }, (_, index) => {
      const start = line.length * index
      return index % 2 === 0
        ? { from: start + line.indexOf('nobody'), to: start + line.indexOf(' came') }
        : { from: start + line.indexOf('wrote'), to: start + line.indexOf(' about') }
    })
    const bytes = projectOf(text, ranges, convention, { quotes: false })
    expect(readRefiQda(bytes).conventions).toMatchObject([
      { ...convention, aligned: 40, selections: 40, outside: 0, isCertain: true },
    ])
    expect(new Set(quotesIn(bytes))).toEqual(new Set(['nobody', 'wrote twice']))
  })
})

describe('where the text does not tell', () => {
  const text = '😀 one\r\n😀 two\r\n'

  test.each([
    ['NVivo for Windows 12.6', { unit: 'UTF-16', crlf: 2 }],
    ['ATLAS.ti 26', { unit: 'code point', crlf: 1 }],
    ['Something new', { unit: 'code point', crlf: 2 }],
  ] as const)('the habit of %s decides', (origin, convention) => {
    const bytes = projectOf(
      text,
      [{ from: 0, to: 0 }],
      { unit: 'code point', crlf: 2 },
      { origin, quotes: false },
    )
    expect(readRefiQda(bytes).conventions).toMatchObject([convention])
  })
})

test('a CR that was lost within XML is found again', () => {
  const text = 'One line of words.\r\nAnother line of words.\r\nThe last line of words.'
  const ranges = ['Another', 'last'].map((quote) => ({
    from: text.indexOf(quote),
    to: text.indexOf(quote) + quote.length,
  }))
  const bytes = projectOf(
    text,
    ranges,
    { unit: 'code point', crlf: 2 },
    { inline: true, quotes: false },
  )
  expect(quotesIn(bytes)).toEqual(['Another', 'last'])
})

test('a selection outside of its text is left out, and said', () => {
  const xml = `<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Sources><TextSource guid="${guid(1)}"><PlainTextContent>short</PlainTextContent><PlainTextSelection guid="${guid(2)}" startPosition="3" endPosition="9"/></TextSource></Sources></Project>`
  const { warnings, root } = readRefiQda(strToU8(xml))
  expect(warnings).toContainEqual({
    what: 'lost',
    message: 'Selections that lie outside of their text were left out.',
    times: 1,
  })
  expect([...within(root)].some(({ name }) => name === 'PlainTextSelection')).toBe(false)
})
