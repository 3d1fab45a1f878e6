import type { BoardCode, Theme, ThemeBoard } from '@throughline/contract/themes'
import { describe, expect, test } from 'vitest'
import {
  looseCodes,
  withCarried,
  withMoved,
  withNewTheme,
  withoutCodes,
  withSetAside,
} from '../../src/themes/board.ts'

const code = (id: string, more: Partial<BoardCode> = {}): BoardCode => ({
  id,
  parent: null,
  name: `Code ${id}`,
  colour: 1,
  codings: 3,
  retired: false,
  heading: false,
  ...more,
})
const theme = (id: string, codes: string[]): Theme => ({
  id,
  name: id,
  centralIdea: '',
  definition: '',
  setAside: false,
  codes,
  codings: 0,
  participants: [],
  transcriptsWithoutParticipant: 0,
})
const board: ThemeBoard = {
  themes: [theme('one', ['a', 'b']), theme('two', ['c'])],
  codes: ['a', 'b', 'c', 'd'].map((id) => code(id)),
  participants: [],
  transcriptsWithoutParticipant: 0,
}
const codesOf = (on: ThemeBoard) =>
  Object.fromEntries(on.themes.map(({ id, codes }) => [id, codes]))

describe('a step that waits', () => {
  test('moves codes between themes, or lets them stand in both', () => {
    const moved = { codes: ['a'], to: 'two', from: 'one', before: 'c' }
    expect(codesOf(withCarried(board, moved))).toEqual({ one: ['b'], two: ['a', 'c'] })
    expect(codesOf(withCarried(board, { ...moved, from: null }))).toEqual({
      one: ['a', 'b'],
      two: ['a', 'c'],
    })
    expect(
      codesOf(withCarried(board, { codes: ['a'], to: 'one', from: 'one', before: null })),
    ).toEqual({
      one: ['b', 'a'],
      two: ['c'],
    })
  })

  test('leads to the same board when the server’s answer holds it already', () => {
    const begun = {
      id: 'three',
      name: 'Three',
      centralIdea: '',
      definition: '',
      codes: ['d', 'a'],
      from: 'one',
      before: null,
      reason: '',
    }
    const steps = [
      (on: ThemeBoard) =>
        withCarried(on, { codes: ['d', 'a'], to: 'two', from: 'one', before: 'c' }),
      (on: ThemeBoard) => withoutCodes(on, 'one', ['b']),
      (on: ThemeBoard) => withMoved(on, 'two', 'one'),
      (on: ThemeBoard) => withNewTheme(on, begun),
    ]
    for (const step of steps) {
      const once = step(board)
      expect(once).not.toEqual(board)
      expect(step(once)).toEqual(once)
    }
  })

  test('changes nothing when its theme is gone', () => {
    expect(withMoved(board, 'gone', 'one')).toEqual(board)
    expect(withoutCodes(board, 'gone', ['a'])).toEqual(board)
  })
})

describe('codes in no theme', () => {
  test('stand under their parents, those without one first', () => {
    const codes = [
      code('support', { heading: true, codings: 0 }),
      code('d'),
      code('hoops', { parent: 'support' }),
      code('boxes', { parent: 'support' }),
      code('old', { retired: true }),
    ]
    const groups = looseCodes({ ...board, codes })
    expect(
      groups.map(({ parent, codes: own }) => [parent?.id ?? null, own.map(({ id }) => id)]),
    ).toEqual([
      [null, ['d']],
      ['support', ['hoops', 'boxes']],
    ])
  })

  test('are found by their name in any case', () => {
    const codes = [code('x', { name: 'Élan' }), code('y', { name: 'Other' })]
    expect(looseCodes({ ...board, codes }, ' éLA ').flatMap((group) => group.codes)).toEqual([
      codes[0],
    ])
  })

  test('include those of a theme that was set aside, unless another theme has them too', () => {
    const shared = withCarried(board, { codes: ['a'], to: 'two', from: null, before: null })
    const loose = looseCodes(withSetAside(shared, 'one', true)).flatMap((group) => group.codes)
    expect(loose.map(({ id }) => id)).toEqual(['b', 'd'])
  })
})
