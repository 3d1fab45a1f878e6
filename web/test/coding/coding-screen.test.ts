import type { Code } from '@throughline/contract/coding'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { treeOf } from '../../src/coding/code-tree.ts'
import { lanesOf } from '../../src/coding/print/lanes.ts'
import { destination } from '../../src/coding/screen/go-to.ts'
import { keyMeaning } from '../../src/coding/screen/key-meaning.ts'
import { filters, tidy, visibleCodes } from '../../src/coding/screen/show/filters.ts'
import { allBut, interviewerFolds, outermost } from '../../src/coding/screen/show/folds.ts'
import { piecesOf } from '../../src/coding/transcript-view/passages.ts'
import type { ViewTurn } from '../../src/coding/transcript-view/types.ts'
import { stepsOf } from '../../src/coding/weights/steps.ts'

const code = (id: string, parent: string | null = null): Code => ({
  id,
  name: id,
  parent,
  position: 1,
  colour: 1,
  definition: '',
  whenToUse: '',
  whenNotToUse: '',
  example: '',
  retired: false,
  codings: 0,
  people: 0,
})

describe('what is shown', () => {
  const codes = [code('a'), code('b', 'a'), code('c', 'b'), code('d'), code('e', 'd')]
  const themes = [{ id: 't', codes: ['b', 'e'] }]
  const shown = (wanted: Parameters<typeof visibleCodes>[0]) => {
    const set = visibleCodes(wanted, codes, themes)
    return set && [...set].toSorted()
  }

  test('is everything while nothing is asked for', () => {
    expect(shown({})).toBeNull()
    expect(shown({ codes: [], themes: [] })).toBeNull()
  })

  test('is a code with all below it, the codes of a theme, or what is in both', () => {
    expect(shown({ codes: ['a'] })).toEqual(['a', 'b', 'c'])
    expect(shown({ themes: ['t'] })).toEqual(['b', 'c', 'e'])
    expect(shown({ codes: ['d'], themes: ['t'] })).toEqual(['e'])
  })

  test('is nothing, and not everything, for a theme that is gone', () => {
    expect(shown({ themes: ['gone'] })).toEqual([])
  })

  test('is read from any address, and keeps nothing empty in it', () => {
    expect(filters.parse({ codes: 'junk', fold: 'yes', section: 3 })).toEqual({})
    expect(Object.values(tidy({ codes: [], fold: false, section: '' })).filter(Boolean)).toEqual([])
  })
})

const turn = (
  from: number,
  to: number,
  role: ViewTurn['role'],
  startsAt: number | null = null,
) => ({
  from,
  to,
  label: null,
  speaker: null,
  role,
  startsAt,
})

describe('folding', () => {
  const question = 'What did you think of the first week there? '.repeat(5).trim()
  const text = `${question}\nShort.\n${question}`
  const turns = [
    turn(0, question.length, 'interviewer'),
    turn(question.length + 1, question.length + 7, 'participant'),
    turn(question.length + 8, text.length, 'interviewer'),
  ]

  test('leaves the first words of an interviewer, and all that a participant says', () => {
    const folds = interviewerFolds(text, turns)
    expect(folds).toHaveLength(2)
    for (const fold of folds) expect(text[fold.from]).toBe(' ')
    expect(text.slice(0, folds[0]?.from).length).toBeGreaterThan(40)
    expect(
      folds.some(({ from, to }) => from <= question.length + 1 && to > question.length + 1),
    ).toBe(false)
  })

  test('of all but a section leaves the section, and folds no white space', () => {
    expect(allBut('one two three', { from: 4, to: 7 })).toEqual([
      { from: 0, to: 4 },
      { from: 7, to: 13 },
    ])
    expect(allBut('  two', { from: 2, to: 5 })).toEqual([])
  })

  test('keeps folds apart, whichever are asked for', () => {
    const range = fc
      .tuple(fc.nat(100), fc.nat(100))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }))
    fc.assert(
      fc.property(fc.array(range), (folds) => {
        const kept = outermost(folds)
        for (const [index, fold] of kept.entries())
          expect(fold.from).toBeGreaterThanOrEqual(kept[index - 1]?.to ?? 0)
      }),
    )
  })
})

describe('going to a place', () => {
  const turns = [
    turn(0, 9, 'interviewer', 0),
    turn(10, 19, 'participant', 61_000),
    turn(20, 29, 'interviewer', 3_725_000),
  ]

  test('finds a turn by its number and a time in the turn that was being said', () => {
    expect(destination('2', turns)).toEqual({ at: 10 })
    expect(destination('0:59', turns)).toEqual({ at: 0 })
    expect(destination('01:01', turns)).toEqual({ at: 10 })
    expect(destination('1:02:05', turns)).toEqual({ at: 20 })
    expect(destination('99:00:00', turns)).toEqual({ at: 20 })
  })

  test('says what is the matter', () => {
    expect(destination(' ', turns)).toEqual({ missing: 'nothing typed' })
    expect(destination('soon', turns)).toEqual({ missing: 'not understood' })
    expect(destination('0', turns)).toEqual({ missing: 'no such turn' })
    expect(destination('4', turns)).toEqual({ missing: 'no such turn' })
    expect(destination('1:00', [turn(0, 9, 'unknown')])).toEqual({ missing: 'no times' })
  })
})

describe('keys for a coding under the caret', () => {
  const press = (
    key: string,
    held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey', boolean>> = {},
  ) =>
    keyMeaning(
      { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held },
      { selecting: false, mayCode: true },
    )
  const edge = { altKey: true, shiftKey: true }

  test('move its end left and right and its start up and down, by words or with Ctrl by characters', () => {
    expect(press('ArrowRight', edge)).toEqual({
      do: 'edge',
      step: { edge: 'to', direction: 1, by: 'word' },
    })
    expect(press('ArrowUp', edge)).toEqual({
      do: 'edge',
      step: { edge: 'from', direction: -1, by: 'word' },
    })
    expect(press('ArrowLeft', { ...edge, ctrlKey: true })).toEqual({
      do: 'edge',
      step: { edge: 'to', direction: -1, by: 'character' },
    })
  })

  test('leave growing the selection, and who may not code, as they were', () => {
    expect(press('ArrowUp', { altKey: true })).toEqual({ do: 'grow' })
    const watching = keyMeaning(
      { key: 'ArrowRight', ctrlKey: false, metaKey: false, altKey: true, shiftKey: true },
      { selecting: false, mayCode: false },
    )
    expect(watching).toBeNull()
  })

  test('give it another code, and go to a place', () => {
    expect(press('Enter')).toEqual({ do: 'recode' })
    expect(press('g', { ctrlKey: true })).toEqual({ do: 'goTo' })
  })
})

describe('a paragraph cut at its codings', () => {
  const coding = (id: string, from: number, to: number) => ({
    id,
    codeId: id,
    coderId: 'x',
    from,
    to,
  })

  test('begins and ends each where it does, and a coding of several paragraphs once', () => {
    const long = coding('long', 2, 18)
    const first = piecesOf({ from: 0, to: 8 }, [long], { before: 0, after: 10 })
    const second = piecesOf({ from: 10, to: 20 }, [long], { before: 8, after: 30 })
    expect(first.map(({ begins, ends }) => [begins.length, ends.length])).toEqual([
      [0, 0],
      [1, 0],
    ])
    expect(second.map(({ begins, ends }) => [begins.length, ends.length])).toEqual([
      [0, 1],
      [0, 0],
    ])
  })

  test('has every character once, and every coding that lies in it begins and ends once', () => {
    const ranges = fc.array(
      fc
        .tuple(fc.nat(39), fc.nat(39))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(ranges, (all) => {
        const codings = all.map(([from, to], index) => coding(String(index), from, to))
        const pieces = piecesOf({ from: 0, to: 40 }, codings, { before: 0, after: 40 })
        expect(pieces.map(({ from, to }) => to - from).reduce((a, b) => a + b, 0)).toBe(40)
        for (const { id, from, to } of codings) {
          expect(pieces.filter(({ begins }) => begins.some((one) => one.id === id))).toMatchObject([
            { from },
          ])
          expect(pieces.filter(({ ends }) => ends.some((one) => one.id === id))).toMatchObject([
            { to },
          ])
        }
      }),
    )
  })

  test('has stripes in print of which no two that overlap stand in one column', () => {
    const stripes = lanesOf({ from: 0, to: 10 }, [
      coding('a', 0, 6),
      coding('b', 4, 10),
      coding('c', 6, 9),
    ])
    expect(stripes.map(({ id, lane }) => [id, lane])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ])
    expect(stripes[1]).toMatchObject({ top: 0.4, bottom: 1 })
  })
})

test('a hundred codes six levels deep make a tree of which none is lost', () => {
  const codes = Array.from({ length: 100 }, (_, index) =>
    code(String(index), index % 6 === 0 ? null : String(index - 1)),
  )
  const count = (nodes: ReturnType<typeof treeOf>): number =>
    nodes.reduce((sum, { children }) => sum + 1 + count(children), 0)
  expect(count(treeOf(codes))).toBe(100)
})

test('the steps of a scale go from the lowest to the highest, with the names that they have', () => {
  expect(
    stepsOf({ name: 'Strength', lowest: -1, highest: 1, labels: [{ step: 0, name: 'neither' }] }),
  ).toEqual([
    { step: -1, name: null },
    { step: 0, name: 'neither' },
    { step: 1, name: null },
  ])
})
