import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codePointIndex } from '../src/index.ts'
import { anyText } from './arbitraries.ts'

describe('codePointIndex', () => {
  it('agrees with a walk over the characters, in both directions and at every place', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        const index = codePointIndex(text)
        let offset = 0
        let codePoint = 0
        for (const character of text) {
          expect(index.toCodePoint(offset)).toBe(codePoint)
          expect(index.toUtf16(codePoint)).toBe(offset)
          offset += character.length
          codePoint++
        }
        expect(index.toCodePoint(text.length)).toBe(codePoint)
        expect(index.toUtf16(codePoint)).toBe(text.length)
        expect(index.length).toBe(codePoint)
      }),
      { numRuns: 300 },
    )
  })

  it('takes an offset within a surrogate pair to the character that it splits', () => {
    const index = codePointIndex('a😀b')
    expect([0, 1, 2, 3, 4].map((offset) => index.toCodePoint(offset))).toEqual([0, 1, 1, 2, 3])
  })

  it('counts a lone surrogate as one character', () => {
    const index = codePointIndex('\ud83da\ude00\ud83d\ude00')
    expect(index.length).toBe(4)
    expect(index.toUtf16(3)).toBe(3)
  })

  it.each([-1, 4, 1.5, Number.NaN])(
    'refuses the offset %s, which is no place in the text',
    (offset) => {
      const index = codePointIndex('abc')
      expect(() => index.toCodePoint(offset)).toThrow(RangeError)
      expect(() => index.toUtf16(offset)).toThrow(RangeError)
    },
  )
})
