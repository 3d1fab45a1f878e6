import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkQuoteEdits,
  shownQuote,
  shownQuoteParts,
  sourceAgrees,
  type QuoteEdit,
} from '../src/index.ts'
import { anyText } from './arbitraries.ts'

const source = 'I went to the big, red shop and he said hello.'

function omit(words: string): QuoteEdit {
  const from = source.indexOf(words)
  if (from < 0) throw new Error(`"${words}" is not in the source`)
  return { kind: 'omit', from, to: from + words.length }
}

describe('a shown quote', () => {
  it.each([
    ['the words alone', omit('big, red'), 'I went to the […] shop and he said hello.'],
    ['a space before', omit(' big, red'), 'I went to the […] shop and he said hello.'],
    ['a space behind', omit('big, red '), 'I went to the […] shop and he said hello.'],
    ['both spaces', omit(' big, red '), 'I went to the […] shop and he said hello.'],
    ['words up to a comma', omit('big'), 'I went to the […], red shop and he said hello.'],
    ['words from a comma on', omit(', red'), 'I went to the big […] shop and he said hello.'],
    ['the beginning', omit('I went to the big, red shop and'), '[…] he said hello.'],
    ['the end', omit(' and he said hello.'), 'I went to the big, red shop […]'],
    ['part of a word', omit('ell'), 'I went to the big, red shop and he said h[…]o.'],
  ])('is spaced alike whether an omission takes %s', (_, edit, expected) => {
    expect(shownQuote(source, [edit])).toBe(expected)
  })

  it('spaces an insertion as words are spaced, before or behind the space', () => {
    const expected = 'I went to the big, red shop and he [the owner] said hello.'
    const at = source.indexOf(' said')
    expect(shownQuote(source, [{ kind: 'insert', at, text: 'the owner' }])).toBe(expected)
    expect(shownQuote(source, [{ kind: 'insert', at: at + 1, text: 'the owner' }])).toBe(expected)
  })

  it('marks both halves of a replacement', () => {
    const at = source.indexOf('he said')
    const replaced = shownQuote(source, [
      { kind: 'omit', from: at, to: at + 2 },
      { kind: 'insert', at: at + 2, text: 'the owner' },
    ])
    expect(replaced).toBe('I went to the big, red shop and […] [the owner] said hello.')
  })

  it('shows one mark for omissions with only a space between them', () => {
    expect(shownQuote(source, [omit('big,'), omit('red')])).toBe(
      'I went to the […] shop and he said hello.',
    )
  })

  it('is the source itself when nothing is edited', () => {
    expect(shownQuote(source, [])).toBe(source)
    expect(shownQuoteParts('', [])).toEqual([])
  })

  it('comes in parts: verbatim slices of the source, and marks', () => {
    expect(shownQuoteParts('one two three', [{ kind: 'omit', from: 3, to: 7 }])).toEqual([
      { kind: 'source', text: 'one' },
      { kind: 'omission', text: ' […]' },
      { kind: 'source', text: ' three' },
    ])
  })

  it('is never made from edits that are refused', () => {
    expect(() => shownQuote('abc', [{ kind: 'omit', from: 0, to: 3 }])).toThrow(RangeError)
  })
})

describe('checkQuoteEdits', () => {
  it('puts the edits in order and merges omissions that touch', () => {
    const edits: QuoteEdit[] = [
      { kind: 'insert', at: 13, text: ' x ' },
      { kind: 'omit', from: 4, to: 7 },
      { kind: 'omit', from: 0, to: 4 },
    ]
    expect(checkQuoteEdits('one two three', edits)).toEqual({
      ok: true,
      edits: [
        { kind: 'omit', from: 0, to: 7 },
        { kind: 'insert', at: 13, text: 'x' },
      ],
    })
  })

  it.each<[string, QuoteEdit[]]>([
    ['an omission beyond the source', [{ kind: 'omit', from: 2, to: 99 }]],
    ['an omission that is backwards', [{ kind: 'omit', from: 4, to: 2 }]],
    ['an omission of nothing', [{ kind: 'omit', from: 2, to: 2 }]],
    ['an omission of a space alone', [{ kind: 'omit', from: 1, to: 2 }]],
    ['a fraction', [{ kind: 'omit', from: 0.5, to: 2 }]],
    ['an omission of every word', [{ kind: 'omit', from: 0, to: source.length }]],
    [
      'omissions that overlap',
      [
        { kind: 'omit', from: 2, to: 9 },
        { kind: 'omit', from: 5, to: 12 },
      ],
    ],
    [
      'an insertion within an omission',
      [
        { kind: 'omit', from: 2, to: 9 },
        { kind: 'insert', at: 5, text: 'x' },
      ],
    ],
    ['an insertion beyond the source', [{ kind: 'insert', at: 99, text: 'x' }]],
    ['an insertion of nothing', [{ kind: 'insert', at: 2, text: '  ' }]],
    ['an invisible insertion', [{ kind: 'insert', at: 2, text: '\u200b' }]],
    ['an insertion with a bracket', [{ kind: 'insert', at: 2, text: 'a] not said [b' }]],
    ['an insertion over two lines', [{ kind: 'insert', at: 2, text: 'a\nb' }]],
    ['an insertion over two lines by U+2028', [{ kind: 'insert', at: 2, text: 'a\u2028b' }]],
    ['an insertion that reads as an omission', [{ kind: 'insert', at: 2, text: '…' }]],
    ['an insertion of dots', [{ kind: 'insert', at: 2, text: '. . .' }]],
    [
      'an insertion that turns the reading direction',
      [{ kind: 'insert', at: 2, text: 'a\u202eb' }],
    ],
    ['an insertion that begins with an accent', [{ kind: 'insert', at: 2, text: '\u0301a' }]],
  ])('refuses %s, with a sentence', (_, edits) => {
    const check = checkQuoteEdits(source, edits)
    expect(check.ok).toBe(false)
    if (!check.ok) expect(check.reason).toMatch(/^[A-Z].*\.$/)
  })

  it('refuses to cut a character in two', () => {
    expect(checkQuoteEdits('so 👩‍👩‍👧‍👦 yes', [{ kind: 'omit', from: 0, to: 5 }]).ok).toBe(false)
    expect(checkQuoteEdits('cafe\u0301 yes', [{ kind: 'insert', at: 4, text: 'x' }]).ok).toBe(false)
  })
})

/** Any edits at all, sensible and not, of one source. */
const quoteWithEdits = anyText.chain((text) => {
  const place = fc.nat(text.length)
  const edit: fc.Arbitrary<QuoteEdit> = fc.oneof(
    fc.record({ kind: fc.constant('omit' as const), from: place, to: place }),
    fc.record({
      kind: fc.constant('insert' as const),
      at: place,
      text: fc.oneof(fc.constantFrom('the owner', 'sic', '…', 'é'), anyText),
    }),
  )
  return fc.record({ text: fc.constant(text), edits: fc.array(edit, { maxLength: 4 }) })
})

describe('sourceAgrees', () => {
  it('agrees with every quote that accepted edits show, whatever brackets the source holds', () => {
    fc.assert(
      fc.property(quoteWithEdits, ({ text, edits }) => {
        fc.pre(checkQuoteEdits(text, edits).ok)
        const shown = shownQuote(text, edits)
        expect(sourceAgrees(text, shown)).toBe(true)
        const pieces = shownQuoteParts(text, edits)
        expect(pieces.map((piece) => piece.text).join('')).toBe(shown)
        let from = 0
        for (const piece of pieces.filter(({ kind }) => kind === 'source')) {
          const at = text.indexOf(piece.text, from)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + piece.text.length
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('disagrees as soon as one unmarked character is not the source’s', () => {
    fc.assert(
      fc.property(quoteWithEdits, fc.nat(), ({ text, edits }, seed) => {
        fc.pre(checkQuoteEdits(text, edits).ok)
        const parts = shownQuoteParts(text, edits)
        const sources = parts.flatMap((part, index) => (part.kind === 'source' ? [index] : []))
        const chosen = sources[seed % Math.max(1, sources.length)]
        fc.pre(chosen !== undefined)
        const forged = parts.map((part, index) => {
          if (index !== chosen) return part.text
          const at = seed % (part.text.length + 1)
          return `${part.text.slice(0, at)}\u2603${part.text.slice(at)}`
        })
        // Within the source's own brackets the snowman would read as a marked insertion.
        fc.pre(!text.includes('['))
        expect(sourceAgrees(text, forged.join(''))).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['a word changed', 'I never said yes', 'I ever said yes'],
    ['a word left out without a mark', 'I did not say so', 'I did say so'],
    ['words in another order', 'first this then that', 'then that […] first this'],
    ['an end cut off without a mark', 'I agree, but only then', 'I agree,'],
    ['a beginning cut off without a mark', 'hardly anyone came', 'anyone came'],
    ['an omission where nothing was left out', 'one two', 'one […] two'],
    ['nothing but marks', 'one two', '[…] [words]'],
    ['no words at all', 'one two', ''],
    ['a word broken in two at an insertion', 'therapist', 'the [x] rapist'],
    ['a word broken in two at an omission', 'the rapist was', 'the rap […] ist was'],
    ['a space lost', 'the rapist', 'therapist'],
    ['another line end', 'one\ntwo', 'one two'],
    ['a letter in another case', 'We won', 'we won'],
    ['a composed letter', 'cafe\u0301', 'café'],
    ['brackets of the source taken off', 'so [laughs] yes', 'so laughs yes'],
    ['a bracket over two lines', 'one two', 'one [a\nb] two'],
    ['an insertion of dots', 'one two', 'one [...] two'],
  ])('disagrees with %s', (_, text, shown) => {
    expect(sourceAgrees(text, shown)).toBe(false)
  })

  it.each([
    ['brackets of the source', 'so [laughs] yes', 'so [laughs] yes'],
    [
      'an omission beside brackets of the source',
      'so [laughs] yes indeed',
      'so [laughs] […] indeed',
    ],
    ['an omission mark of the source', 'so […] yes then', 'so […] yes […]'],
    ['only a bracket of the source shown', '[laughs] yes', '[laughs] […]'],
    ['a mark tight against punctuation', 'the big, red', 'the […], red'],
  ])('agrees with %s', (_, text, shown) => {
    expect(sourceAgrees(text, shown)).toBe(true)
  })

  it('answers at once for a long quote full of marks', () => {
    const words = 'yes and no '.repeat(500)
    const shown = 'yes […] '.repeat(500)
    expect(sourceAgrees(words, shown)).toBe(true)
    expect(sourceAgrees(words, `${shown}☃`)).toBe(false)
  })

  it('agrees with exactly what some choice of omissions can show, for every short source', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 5 })
    const shownGuess = fc
      .array(fc.constantFrom('a', 'b', ' ', '[…]'), { maxLength: 6 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(short, shownGuess, (text, guess) => {
        const possible = everyOmission(text).map((shown) => withoutMarkSpace(shown))
        if (sourceAgrees(text, guess)) expect(possible).toContain(withoutMarkSpace(guess))
      }),
      { numRuns: 3000 },
    )
  })
})

/** What every subset of left-out characters would show, by brute force. */
function everyOmission(text: string): string[] {
  return Array.from({ length: 2 ** text.length }, (_, mask) => {
    const kept = Array.from(text, (character, index) => ((mask >> index) & 1 ? '☃' : character))
    return kept.join('').replace(/☃+/gu, '[…]')
  })
}

/** Without the white space beside marks, which may have been added, and with doubled marks joined. */
function withoutMarkSpace(shown: string): string {
  return shown.replace(/(?:\s*\[…\]\s*)+/g, '[…]')
}
