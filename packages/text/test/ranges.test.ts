import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isGraphemeBorder,
  normaliseText,
  piecesWithin,
  reachOfWords,
  snapToGraphemes,
  trimRange,
  wordsIn,
} from '../src/index.ts'
import { anyText, graphemeBorders, textWithRange } from './arbitraries.ts'

describe('normaliseText', () => {
  it('turns CRLF and lone CR into LF and takes the byte order mark away', () => {
    expect(normaliseText('\ufeffone\r\ntwo\rthree\n\r\nfour\r\r\n')).toBe(
      'one\ntwo\nthree\n\nfour\n\n',
    )
  })

  it('keeps every other character, decomposed letters, form feeds and line separators included', () => {
    const text = 'cafe\u0301 café\u2028\f\u0085\u00a0\ufeff x'
    expect(normaliseText(text)).toBe(text)
  })

  it('changes nothing when done twice and leaves no CR', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normaliseText(text)
        expect(once).not.toContain('\r')
        expect(normaliseText(`\ufeff${once}`)).toBe(once)
      }),
    )
  })
})

describe('snapToGraphemes', () => {
  it.each([
    ['a family emoji', 'a👩‍👩‍👧‍👦b', { from: 3, to: 5 }, { from: 1, to: 12 }],
    ['half a surrogate pair', '😀', { from: 1, to: 1 }, { from: 0, to: 2 }],
    ['a letter and its accent', 'cafe\u0301!', { from: 0, to: 4 }, { from: 0, to: 5 }],
    ['a flag', 'x🇨🇭', { from: 1, to: 3 }, { from: 1, to: 5 }],
    ['a CRLF', 'a\r\nb', { from: 0, to: 2 }, { from: 0, to: 3 }],
    ['plain letters', 'plain', { from: 1, to: 3 }, { from: 1, to: 3 }],
  ])('takes in the whole of %s', (_, text, range, expected) => {
    expect(snapToGraphemes(text, range)).toEqual(expected)
  })

  it('gives the smallest range around the given one that ends on borders', () => {
    fc.assert(
      fc.property(textWithRange, ({ text, range }) => {
        const borders = graphemeBorders(text)
        const before = [...borders].filter((border) => border <= range.from)
        const after = [...borders].filter((border) => border >= range.to)
        const expected = { from: Math.max(...before), to: Math.min(...after) }
        expect(snapToGraphemes(text, range)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('brings offsets beyond the text back into it', () => {
    expect(snapToGraphemes('abc', { from: -4, to: 99 })).toEqual({ from: 0, to: 3 })
    expect(snapToGraphemes('', { from: 2, to: 1 })).toEqual({ from: 0, to: 0 })
  })
})

describe('trimRange', () => {
  it('drops white space of every kind at both ends and none within', () => {
    expect(trimRange(' \n\u00a0two words\t ', { from: 0, to: 14 })).toEqual({ from: 3, to: 12 })
  })

  it('is empty at its start when there is nothing but white space', () => {
    expect(trimRange('a   b', { from: 1, to: 4 })).toEqual({ from: 1, to: 1 })
  })

  it('keeps a space that carries an accent', () => {
    expect(trimRange(' \u0301a', { from: 0, to: 3 })).toEqual({ from: 0, to: 3 })
  })

  it('keeps within the range, keeps every word, and cuts no grapheme that the range did not cut', () => {
    fc.assert(
      fc.property(textWithRange, ({ text, range }) => {
        const trimmed = trimRange(text, range)
        expect(trimmed.from).toBeGreaterThanOrEqual(range.from)
        expect(trimmed.to).toBeLessThanOrEqual(range.to)
        expect(text.slice(trimmed.from, trimmed.to).trim()).toBe(
          text.slice(range.from, range.to).trim(),
        )
        const isBorder = (offset: number) => isGraphemeBorder(text, offset)
        expect(isBorder(trimmed.from) || trimmed.from === range.from).toBe(true)
        expect(isBorder(trimmed.to) || trimmed.to === range.to || trimmed.to === range.from).toBe(
          true,
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('wordsIn', () => {
  it.each([
    ["I don't know, well-known – really…", 5],
    ['', 0],
    ['  … — !? ', 0],
    ['At 10:30 we paid £4.50', 5],
    ['one\ntwo\u00a0three', 3],
    ['मैं ठीक हूँ', 3],
  ])('counts the words of %j as a word processor does', (text, expected) => {
    expect(wordsIn(text, { from: 0, to: text.length })).toBe(expected)
  })

  it('counts Japanese and Thai, which have no spaces, by the dictionary', () => {
    expect(wordsIn('私は学生です', { from: 0, to: 6 })).toBeGreaterThan(2)
    expect(wordsIn('ฉันรักเธอ', { from: 0, to: 9 })).toBe(3)
  })

  it('counts only what lies in the range', () => {
    expect(wordsIn('one two three', { from: 4, to: 7 })).toBe(1)
  })
})

describe('reachOfWords', () => {
  const text = 'One, two – three; four'
  const two = { from: text.indexOf('two'), to: text.indexOf('two') + 3 }
  const words = (range: { from: number; to: number }) => text.slice(range.from, range.to)

  it('reaches to the nearest letter of the word after so many', () => {
    expect(words(reachOfWords(text, two, 0))).toBe('e, two – t')
    expect(words(reachOfWords(text, two, 1))).toBe('One, two – three; f')
    expect(words(reachOfWords(text, two, 2))).toBe(text)
  })

  it('counts no names of speakers', () => {
    const said = 'A: no.\nBo: yes.\nA: why?'
    const names = [...said.matchAll(/\w+:/g)].map(({ index, 0: name }) => ({
      from: index,
      to: index + name.length,
    }))
    const why = { from: said.indexOf('why'), to: said.indexOf('why') + 3 }
    expect(reachOfWords(said, why, 1, names).from).toBe(said.indexOf('no') + 1)
    expect(reachOfWords(said, why, 1).from).toBe(said.indexOf('yes') + 2)
  })

  it('counts the words of scripts without spaces by the dictionary', () => {
    const thai = 'ฉันรักเธอ'
    expect(reachOfWords(thai, { from: 0, to: 3 }, 0)).toEqual({ from: 0, to: 4 })
    expect(reachOfWords(thai, { from: 0, to: 3 }, 1).to).toBe(thai.indexOf('เ') + 1)
  })

  it('meets another range when no more words stand between the two, and else not', () => {
    const someWords = fc
      .array(fc.constantFrom('word', 'd’or', '–', '...', ' ', '\n', '“so”', 'é', '7'), {
        maxLength: 25,
      })
      .map((parts) => parts.join(''))
    const pair = someWords
      .filter((one) => one.length > 1)
      .chain((one) => {
        const range = fc
          .tuple(fc.nat(one.length - 1), fc.integer({ min: 1, max: 6 }))
          .map(([from, size]) => ({ from, to: Math.min(one.length, from + size) }))
        return fc.tuple(fc.constant(one), range, range, fc.nat(4))
      })
    fc.assert(
      fc.property(pair, ([one, range, other, count]) => {
        const reach = reachOfWords(one, range, count)
        const between = {
          from: Math.min(range.to, other.to),
          to: Math.max(range.from, other.from),
        }
        const near = between.to <= between.from || wordsIn(one, between) <= count
        expect(reach.from < other.to && other.from < reach.to).toBe(near)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('piecesWithin', () => {
  it('leaves out what lies between the allowed ranges, such as speaker labels', () => {
    const turns = [
      { from: 3, to: 10 },
      { from: 13, to: 20 },
      { from: 23, to: 30 },
    ]
    expect(piecesWithin({ from: 5, to: 23 }, turns)).toEqual([
      { from: 5, to: 10 },
      { from: 13, to: 20 },
    ])
  })
})
