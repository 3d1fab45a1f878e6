import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyEdit,
  composeEdits,
  invertEdit,
  isTextEdit,
  makeEdit,
  mapRange,
  mapRanges,
  normaliseText,
  type Range,
  type Replacement,
} from '../src/index.ts'
import { anyText, rangeIn } from './arbitraries.ts'

const text = 'x'.repeat(10) + 'coded text' + 'y'.repeat(10)
const coded = { from: 10, to: 20 }

function mapped(...replacements: Replacement[]) {
  return mapRange(coded, makeEdit(text, replacements))
}

/** Disjoint replacements of a text, in order. */
function replacementsIn(document: string): fc.Arbitrary<Replacement[]> {
  const places = fc.array(fc.nat(document.length), { minLength: 2, maxLength: 8 })
  return fc
    .tuple(places, fc.array(anyText, { minLength: 4, maxLength: 4 }))
    .map(([at, inserts]) => {
      const sorted = at.toSorted((one, other) => one - other)
      return inserts.flatMap((insert, index) => {
        const from = sorted[index * 2]
        const to = sorted[index * 2 + 1]
        if (from === undefined || to === undefined) return []
        return [{ from, to, insert: normaliseText(insert) }]
      })
    })
}

const edited = anyText.map(normaliseText).chain((before) =>
  fc.record({
    before: fc.constant(before),
    replacements: replacementsIn(before),
    range: rangeIn(before),
  }),
)

const editedTwice = edited.chain(({ before, replacements, range }) => {
  const first = makeEdit(before, replacements)
  const between = applyEdit(before, first)
  return replacementsIn(between).map((second) => ({
    before,
    range,
    first,
    second: makeEdit(between, second),
  }))
})

/** The text after the replacements, spliced by hand from the last to the first. */
function spliced(before: string, replacements: readonly Replacement[]): string {
  return replacements.reduceRight(
    (after, { from, to = from, insert = '' }) => after.slice(0, from) + insert + after.slice(to),
    before,
  )
}

describe('an edit', () => {
  it('does what splicing by hand does, and its inverse takes it back', () => {
    fc.assert(
      fc.property(edited, ({ before, replacements }) => {
        const edit = makeEdit(before, replacements)
        const after = applyEdit(before, edit)
        expect(after).toBe(spliced(before, replacements))
        expect(applyEdit(after, invertEdit(before, edit))).toBe(before)
      }),
    )
  })

  it('survives a round trip through JSON', () => {
    fc.assert(
      fc.property(edited, ({ before, replacements }) => {
        const edit = makeEdit(before, replacements)
        const travelled: unknown = JSON.parse(JSON.stringify(edit))
        expect(isTextEdit(travelled)).toBe(true)
        expect(travelled).toEqual(edit)
      }),
    )
  })

  it('composes: one edit does what two in a row do', () => {
    fc.assert(
      fc.property(editedTwice, ({ before, first, second }) => {
        const stepwise = applyEdit(applyEdit(before, first), second)
        expect(applyEdit(before, composeEdits(first, second))).toBe(stepwise)
      }),
    )
  })

  it('is refused by a text of another length', () => {
    expect(() => applyEdit('abcd', makeEdit('abc', [{ from: 1, insert: 'x' }]))).toThrow(RangeError)
  })

  it('cannot be made beyond the text', () => {
    expect(() => makeEdit('abc', [{ from: 2, to: 9 }])).toThrow(RangeError)
  })

  it.each([
    ['null', null],
    ['an object', {}],
    ['a negative length', [-1]],
    ['a fraction', [1.5]],
    ['text without a length', [['a']]],
    ['a line with a line end in it', [[0, 'a\nb']]],
    ['an empty section', [[]]],
  ])('is not %s', (_, value) => {
    expect(isTextEdit(value)).toBe(false)
  })
})

describe('a coding on 10 to 20', () => {
  it('moves along when text is put in before it or at its start', () => {
    const expected = { kind: 'kept', range: { from: 12, to: 22 } }
    expect(mapped({ from: 3, insert: 'ab' })).toEqual(expected)
    expect(mapped({ from: 10, insert: 'ab' })).toEqual(expected)
  })

  it('does not grow by text put in at its end', () => {
    expect(mapped({ from: 20, insert: 'ab' })).toEqual({
      kind: 'kept',
      range: { from: 10, to: 20 },
    })
  })

  it('grows by text put in inside it', () => {
    expect(mapped({ from: 15, insert: 'ab' })).toEqual({
      kind: 'kept',
      range: { from: 10, to: 22 },
    })
  })

  it('is clipped by a deletion over its start or its end', () => {
    expect(mapped({ from: 5, to: 12 })).toEqual({ kind: 'clipped', range: { from: 5, to: 13 } })
    expect(mapped({ from: 18, to: 25 })).toEqual({ kind: 'clipped', range: { from: 10, to: 18 } })
  })

  it('leaves the text of a replacement over its edge outside', () => {
    const overStart = mapped({ from: 5, to: 12, insert: 'abc' })
    expect(overStart).toEqual({ kind: 'clipped', range: { from: 8, to: 16 } })
  })

  it('is kept when exactly its words are replaced, and holds the new ones', () => {
    const replaced = mapped({ from: 10, to: 20, insert: 'abc' })
    expect(replaced).toEqual({ kind: 'kept', range: { from: 10, to: 13 } })
  })

  it('is kept when words within it go, up to its very edge', () => {
    expect(mapped({ from: 10, to: 13 })).toEqual({ kind: 'kept', range: { from: 10, to: 17 } })
  })

  it('becomes an orphan when exactly its words are deleted', () => {
    expect(mapped({ from: 10, to: 20 })).toEqual({ kind: 'orphan' })
  })

  it('becomes an orphan when a wider passage is deleted or replaced', () => {
    expect(mapped({ from: 8, to: 22 })).toEqual({ kind: 'orphan' })
    expect(mapped({ from: 8, to: 22, insert: 'other words' })).toEqual({ kind: 'orphan' })
    expect(mapped({ from: 10, to: 22, insert: 'other words' })).toEqual({ kind: 'orphan' })
  })

  it('keeps its quote as an orphan when the text before the edit is given', () => {
    const edit = makeEdit(text, [{ from: 8, to: 22 }])
    expect(mapRange(coded, edit, text)).toEqual({ kind: 'orphan', quote: 'coded text' })
  })

  it('is an orphan when nothing but white space is left of it', () => {
    const edit = makeEdit(text, [
      { from: 10, to: 15 },
      { from: 16, to: 20 },
    ])
    expect(mapRange(coded, edit, text)).toEqual({ kind: 'orphan', quote: 'coded text' })
  })

  it('cannot be mapped by an edit of a shorter text', () => {
    expect(() => mapRange(coded, makeEdit('short', []))).toThrow(RangeError)
  })
})

/**
 * Follows every character of the old text by name: where it stands in the new text, or nowhere.
 * Independent of CodeMirror, so it can judge the mapping.
 */
function survivors(before: string, replacements: readonly Replacement[]): Map<number, number> {
  const places = new Map<number, number>()
  let shift = 0
  let position = 0
  for (const { from, to = from, insert = '' } of replacements) {
    for (; position < from; position++) places.set(position, position + shift)
    position = Math.max(position, to)
    shift += insert.length - (to - from)
  }
  for (; position < before.length; position++) places.set(position, position + shift)
  return places
}

function isWithin(range: Range, offset: number): boolean {
  return offset >= range.from && offset < range.to
}

describe('a range mapped through any edit', () => {
  it('holds exactly the characters of the range that survive, and none from outside it', () => {
    fc.assert(
      fc.property(edited, ({ before, replacements, range }) => {
        const result = mapRange(range, makeEdit(before, replacements))
        for (const [old, now] of survivors(before, replacements)) {
          const held = result.kind !== 'orphan' && isWithin(result.range, now)
          expect(held).toBe(isWithin(range, old))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('lies within the new text, and is an orphan only if none of its characters survives', () => {
    fc.assert(
      fc.property(edited, ({ before, replacements, range }) => {
        const after = spliced(before, replacements)
        const result = mapRange(range, makeEdit(before, replacements))
        if (result.kind === 'orphan') {
          const survived = [...survivors(before, replacements).keys()]
          expect(survived.some((old) => isWithin(range, old))).toBe(false)
        } else {
          expect(result.range.from).toBeGreaterThanOrEqual(0)
          expect(result.range.to).toBeLessThanOrEqual(after.length)
          expect(result.range.from).toBeLessThanOrEqual(result.range.to)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('holds the same surviving words whether two edits come one by one or composed', () => {
    // Letters that all differ, so that a survivor is known by itself.
    const before = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const replacements = (length: number) =>
      replacementsIn('.'.repeat(length)).map((all) =>
        all.map((each) => ({ ...each, insert: (each.insert ?? '').replace(/[A-Z]/g, '') })),
      )
    const cases = fc.tuple(replacements(before.length), rangeIn(before)).chain(([one, range]) => {
      const between = applyEdit(before, makeEdit(before, one))
      return replacements(between.length).map((two) => ({ one, two, range, between }))
    })
    const letters = (document: string, result: ReturnType<typeof mapRange>): string =>
      result.kind === 'orphan'
        ? ''
        : document.slice(result.range.from, result.range.to).replace(/[^A-Z]/g, '')
    fc.assert(
      fc.property(cases, ({ one, two, range, between }) => {
        const first = makeEdit(before, one)
        const second = makeEdit(between, two)
        const after = applyEdit(between, second)
        const halfway = mapRange(range, first)
        const stepwise = halfway.kind === 'orphan' ? halfway : mapRange(halfway.range, second)
        const composed = mapRange(range, composeEdits(first, second))
        expect(letters(after, stepwise)).toBe(letters(after, composed))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same whether mapped alone or among others, with an answer for each', () => {
    fc.assert(
      fc.property(edited, ({ before, replacements, range }) => {
        const edit = makeEdit(before, replacements)
        const whole = { from: 0, to: before.length }
        const results = mapRanges([range, whole, range], edit, before)
        expect(results).toEqual([range, whole, range].map((each) => mapRange(each, edit, before)))
      }),
    )
  })
})
