import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGraphemeBorder, moveEdge, putEdge, type EdgeStep, type Range } from '../src/index.ts'
import { anyText, rangeIn } from './arbitraries.ts'

const text = 'I felt “tolerated”, well-known even.\nAnd then – 👩‍👧 – I left.'

function moved(words: string, step: Partial<EdgeStep>): string {
  const from = text.indexOf(words)
  const range = { from, to: from + words.length }
  const { from: begin, to } = moveEdge(text, range, {
    edge: 'to',
    direction: 1,
    by: 'word',
    ...step,
  })
  return text.slice(begin, to)
}

describe('moving an edge', () => {
  it('takes in the next word with the punctuation that clings to it', () => {
    expect(moved('felt', {})).toBe('felt “tolerated”,')
    expect(moved('tolerated', { edge: 'from', direction: -1 })).toBe('“tolerated')
    expect(moved('well-known', {})).toBe('well-known even.')
  })

  it('lets go of a word at either end', () => {
    expect(moved('I felt “tolerated”,', { direction: -1 })).toBe('I felt')
    expect(moved('I felt “tolerated”,', { edge: 'from' })).toBe('felt “tolerated”,')
  })

  it('goes from line to line, and past white space', () => {
    expect(moved('even.', {})).toBe('even.\nAnd')
    expect(moved('And', { edge: 'from', direction: -1 })).toBe('even.\nAnd')
  })

  it('goes character by character, an emoji with its joiners being one', () => {
    expect(moved('And then –', { by: 'character' })).toBe('And then – 👩‍👧')
    expect(moved('– 👩‍👧', { by: 'character', direction: -1 })).toBe('–')
    expect(moved('left', { by: 'character', edge: 'from' })).toBe('eft')
  })

  it('stays at the ends of the text and where nothing would be left', () => {
    expect(moved('I', { edge: 'from', direction: -1 })).toBe('I')
    expect(moved('left.', {})).toBe('left.')
    expect(moved('left.', { direction: -1 })).toBe('left.')
    expect(moved('left.', { edge: 'from' })).toBe('left.')
  })

  const steps = fc.record({
    edge: fc.constantFrom('from' as const, 'to' as const),
    direction: fc.constantFrom(1 as const, -1 as const),
    by: fc.constantFrom('word' as const, 'character' as const),
  })

  it('keeps 0 ≤ from < to ≤ length on grapheme borders, whatever the text and the steps', () => {
    fc.assert(
      fc.property(
        anyText.chain((any) => fc.tuple(fc.constant(any), rangeIn(any))),
        fc.array(steps, { maxLength: 12 }),
        ([any, start], taken) => {
          if (start.from === start.to) return
          let range: Range = start
          for (const step of taken) {
            range = moveEdge(any, range, step)
            expect(range.from).toBeGreaterThanOrEqual(0)
            expect(range.from).toBeLessThan(range.to)
            expect(range.to).toBeLessThanOrEqual(any.length)
            expect(isGraphemeBorder(any, range.from) && isGraphemeBorder(any, range.to)).toBe(true)
          }
        },
      ),
    )
  })

  it('goes ever further in one direction until it stays', () => {
    fc.assert(
      fc.property(
        anyText.chain((any) => fc.tuple(fc.constant(any), rangeIn(any))),
        steps,
        ([any, start], step) => {
          if (start.from === start.to) return
          const once = moveEdge(any, start, step)
          const twice = moveEdge(any, once, step)
          expect((twice[step.edge] - once[step.edge]) * step.direction).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('putting an edge', () => {
  const felt = { from: text.indexOf('felt'), to: text.indexOf('felt') + 4 }

  it('finds the nearest border of a word', () => {
    const at = text.indexOf('known') + 3
    const { from, to } = putEdge(text, felt, { edge: 'to', at, by: 'word' })
    expect(text.slice(from, to)).toBe('felt “tolerated”, well-known')
  })

  it('does not pass the other edge', () => {
    expect(putEdge(text, felt, { edge: 'to', at: 0, by: 'word' })).toEqual(felt)
    expect(putEdge(text, felt, { edge: 'from', at: felt.to + 1, by: 'character' }).from).toBe(
      felt.to - 1,
    )
  })

  it('keeps 0 ≤ from < to ≤ length on grapheme borders, wherever it is put', () => {
    fc.assert(
      fc.property(
        anyText.chain((any) => fc.tuple(fc.constant(any), rangeIn(any))),
        fc.constantFrom('from' as const, 'to' as const),
        fc.constantFrom('word' as const, 'character' as const),
        fc.integer({ min: -5, max: 200 }),
        ([any, start], edge, by, at) => {
          if (start.from === start.to) return
          const range = putEdge(any, start, { edge, at, by })
          expect(range.from).toBeLessThan(range.to)
          expect(range.to).toBeLessThanOrEqual(any.length)
          expect(isGraphemeBorder(any, range.from) && isGraphemeBorder(any, range.to)).toBe(true)
        },
      ),
    )
  })
})
