import type { Code } from '@throughline/contract/coding'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeFor } from '../../src/coding/code-places.ts'
import { codingsUnder, findCodes, treeOf } from '../../src/coding/code-tree.ts'
import { keyMeaning } from '../../src/coding/screen/key-meaning.ts'

function code(id: string, name: string, rest: Partial<Code> = {}): Code {
  return {
    id,
    name,
    parent: null,
    position: 1,
    colour: 1,
    definition: '',
    whenToUse: '',
    whenNotToUse: '',
    example: '',
    retired: false,
    codings: 0,
    people: 0,
    ...rest,
  }
}

describe('finding a code by typing', () => {
  const codes = [
    code('a', 'No alternative offered', { parent: 'e', codings: 2 }),
    code('b', 'Alternative spaces students made', { codings: 1 }),
    code('c', 'Café culture'),
    code('d', 'Alternate', { retired: true }),
    code('e', 'Events centred on drinking', { definition: 'Where there is no alternative.' }),
  ]

  test('puts names that begin with it first, then words, then definitions, and no retired code', () => {
    expect(findCodes(codes, 'altern').map((found) => found.code.id)).toEqual(['b', 'a', 'e'])
  })

  test('says where the letters stand and what the code stands under', () => {
    const [, second] = findCodes(codes, 'altern')
    expect(second).toMatchObject({
      match: { from: 3, to: 9 },
      above: ['Events centred on drinking'],
    })
  })

  test('minds neither case nor accents', () => {
    expect(findCodes(codes, 'CAFE').map((found) => found.code.id)).toEqual(['c'])
  })
})

describe('the tree of codes', () => {
  test('counts codings of a code with all below it, and leaves no code out', () => {
    const tree = treeOf([
      code('child', 'Child', { parent: 'top', codings: 3 }),
      code('top', 'Top', { codings: 1 }),
      code('grandchild', 'Grandchild', { parent: 'child', codings: 5 }),
      code('orphan', 'Orphan', { parent: 'gone', codings: 7 }),
    ])
    expect(tree.map((node) => [node.code.id, codingsUnder(node)])).toEqual([
      ['top', 9],
      ['orphan', 7],
    ])
  })
})

describe('the place of a dropped code', () => {
  const list = fc
    .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 })
    .map((positions) =>
      positions.map((position, index) => ({ id: String(index), parent: null, position })),
    )

  test('is just before or just after the code on which it was dropped', () => {
    fc.assert(
      fc.property(
        list,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('before' as const, 'after' as const),
        (codes, a, b, side) => {
          const [moved, target] = [codes[a % codes.length], codes[b % codes.length]]
          if (!moved || !target || moved.id === target.id) return
          const place = placeFor(codes, moved.id, target.id, side)
          const after = codes
            .map((one) =>
              one.id === moved.id ? { ...one, position: place?.position ?? NaN } : one,
            )
            .toSorted((x, y) => x.position - y.position)
            .map(({ id }) => id)
          const distance = after.indexOf(moved.id) - after.indexOf(target.id)
          expect(distance).toBe(side === 'before' ? -1 : 1)
        },
      ),
    )
  })

  test('is nowhere under the code itself', () => {
    const codes = [
      { id: 'top', parent: null, position: 1 },
      { id: 'child', parent: 'top', position: 1 },
      { id: 'grandchild', parent: 'child', position: 1 },
    ]
    expect(placeFor(codes, 'top', 'grandchild', 'on')).toBeNull()
    expect(placeFor(codes, 'top', 'grandchild', 'before')).toBeNull()
    expect(placeFor(codes, 'grandchild', 'top', 'on')).toEqual({ parent: 'top', position: 2 })
  })
})

describe('keys in the transcript', () => {
  const press = (
    key: string,
    state: { selecting?: boolean; mayCode?: boolean } = {},
    held: Partial<KeyboardEvent> = {},
  ) =>
    keyMeaning(
      { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held },
      { selecting: true, mayCode: true, ...state },
    )

  test('begin to type a code only while words are selected, in any script', () => {
    for (const letter of ['a', 'é', 'ж', '愛'])
      expect(press(letter)).toEqual({ do: 'type', letter })
    expect(press('a', { selecting: false })).toBeNull()
    expect(press('a', { mayCode: false })).toBeNull()
  })

  test('apply recent codes by their number, and none without a selection', () => {
    expect(press('3')).toEqual({ do: 'recent', number: 3 })
    expect(press('3', { selecting: false })).toBeNull()
  })

  test('leave the browser what is the browser’s', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }])
      for (const key of ['a', 'c', 'l', 'r', '1']) expect(press(key, {}, held)).toBeNull()
    expect(press('f', {}, { ctrlKey: true })).toEqual({ do: 'find' })
    expect(press('f', {}, { ctrlKey: true, shiftKey: true })).toBeNull()
  })
})
