import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitForDisplay } from '../src/index.ts'
import { graphemeBorders, textWithRange } from './arbitraries.ts'

describe('splitForDisplay', () => {
  it('leaves a short turn whole', () => {
    expect(splitForDisplay('short words', { from: 0, to: 11 })).toEqual([{ from: 0, to: 11 }])
  })

  it('cuts behind white space', () => {
    const text = 'one two three four'
    const pieces = splitForDisplay(text, { from: 0, to: text.length }, 9)
    expect(pieces.map(({ from, to }) => text.slice(from, to))).toEqual([
      'one two ',
      'three ',
      'four',
    ])
  })

  it('prefers a line end in the last half of a piece', () => {
    const text = 'one two\nthree four'
    const pieces = splitForDisplay(text, { from: 0, to: text.length }, 17)
    expect(pieces.map(({ from, to }) => text.slice(from, to))).toEqual(['one two\nthree ', 'four'])
    const later = splitForDisplay(text, { from: 0, to: text.length }, 15)
    expect(later[0]).toEqual({ from: 0, to: 8 })
  })

  it('cuts a text without white space where it must, but not within an emoji', () => {
    const text = '👩‍👩‍👧‍👦'.repeat(3)
    const pieces = splitForDisplay(text, { from: 0, to: text.length }, 12)
    expect(pieces).toEqual([
      { from: 0, to: 11 },
      { from: 11, to: 22 },
      { from: 22, to: 33 },
    ])
  })

  it('refuses a limit below one', () => {
    expect(() => splitForDisplay('abc', { from: 0, to: 3 }, 0)).toThrow(RangeError)
  })

  it('joins to the range again, within the limit but for single graphemes, and cuts no grapheme', () => {
    const cases = fc.tuple(textWithRange, fc.integer({ min: 1, max: 12 }))
    fc.assert(
      fc.property(cases, ([{ text, range }, limit]) => {
        const pieces = splitForDisplay(text, range, limit)
        const joined = pieces.map(({ from, to }) => text.slice(from, to)).join('')
        expect(joined).toBe(text.slice(range.from, range.to))
        const borders = graphemeBorders(text)
        for (const [index, piece] of pieces.entries()) {
          expect(piece.to).toBeGreaterThan(piece.from)
          if (index > 0) expect(borders.has(piece.from)).toBe(true)
          const within = [...borders].filter((border) => border > piece.from && border < piece.to)
          if (piece.to - piece.from > limit) expect(within).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
})
