import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carried, fitToPieces, joinTexts, splitText, type Range } from '../src/index.ts'
import { anyText, rangeIn } from './arbitraries.ts'

const words = (text: string, { from, to }: Range) => text.slice(from, to)

/** A text with starts of pieces in it, and a range on it. */
const apart = anyText.chain((text) =>
  fc.record({
    text: fc.constant(text),
    starts: fc
      .uniqueArray(fc.nat(Math.max(0, text.length - 1)), { maxLength: 4 })
      .map((found) => [...new Set([0, ...found])].toSorted((a, b) => a - b)),
    range: rangeIn(text).filter(({ from, to }) => from < to || text === ''),
  }),
)

describe('texts that are joined', () => {
  test('stand unchanged where the places say, and so do ranges on them', () => {
    const parts = fc.array(
      anyText.chain((text) => fc.record({ text: fc.constant(text), range: rangeIn(text) })),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(parts, (all) => {
        const { text, places } = joinTexts(all.map((part) => part.text))
        for (const [index, part] of all.entries()) {
          const place = places[index] ?? { from: 0, to: 0 }
          expect(words(text, place)).toBe(part.text)
          const whole = { from: 0, to: part.text.length, at: place.from }
          expect(words(text, carried(part.range, whole))).toBe(words(part.text, part.range))
        }
        expect(text.length).toBe(places.at(-1)?.to)
      }),
    )
  })
})

describe('a text that goes apart', () => {
  test('loses nothing but the one line end before a border', () => {
    fc.assert(
      fc.property(apart, ({ text, starts }) => {
        const pieces = splitText(text, starts)
        let rebuilt = ''
        for (const [index, piece] of pieces.entries()) {
          const gap = text.slice(piece.to, pieces[index + 1]?.from ?? text.length)
          expect(['', '\n']).toContain(gap)
          rebuilt += words(text, piece) + gap
        }
        expect(rebuilt).toBe(text)
      }),
    )
  })

  test('at starts of lines is the pieces joined again', () => {
    fc.assert(
      fc.property(
        fc.array(
          anyText.filter((text) => text !== ''),
          { minLength: 1, maxLength: 5 },
        ),
        (texts) => {
          const { text, places } = joinTexts(texts)
          const pieces = splitText(
            text,
            places.map(({ from }) => from),
          )
          expect(pieces.map((piece) => words(text, piece))).toEqual(texts)
        },
      ),
    )
  })

  test('keeps the words of every range: whole in one piece, or in parts that leave only white space out', () => {
    fc.assert(
      fc.property(apart, ({ text, starts, range }) => {
        const pieces = splitText(text, starts)
        const texts = pieces.map((piece) => words(text, piece))
        const fitted = fitToPieces(text, range, pieces)
        const inPiece = (index: number, part: Range) => {
          const piece = pieces[index]
          if (!piece) throw new Error('no such piece')
          return words(texts[index] ?? '', carried(part, piece))
        }
        if (fitted.kind === 'lost') expect(words(text, range).trim()).toBe('')
        else if (fitted.kind === 'cut') {
          expect(fitted.parts.length).toBeGreaterThan(1)
          const all = fitted.parts.map(({ piece, range: part }) => inPiece(piece, part)).join('')
          expect(withoutSpace(all)).toBe(withoutSpace(words(text, range)))
        } else {
          const kept = words(text, fitted.range)
          expect(inPiece(fitted.piece, fitted.range)).toBe(kept)
          if (fitted.kind === 'whole') expect(kept).toBe(words(text, range))
          else expect(kept).toBe(words(text, range).trim())
        }
      }),
    )
  })

  test('is refused at borders that do not rise, begin elsewhere or lie outside', () => {
    for (const starts of [[], [1], [0, 0], [0, 3, 2], [0, 9]])
      expect(() => splitText('abc def', starts), String(starts)).toThrow(RangeError)
  })
})

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')
