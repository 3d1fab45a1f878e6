import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { CodingIndex } from '../../src/coding/transcript-view/coding-index.ts'
import type { ViewCoding } from '../../src/coding/transcript-view/index.ts'

const textLength = 9000
const codings = fc
  .array(fc.record({ from: fc.nat(textLength), length: fc.integer({ min: 1, max: 4000 }) }), {
    maxLength: 40,
  })
  .map((list) =>
    list.map(({ from, length }, index): ViewCoding => ({
      id: `${index}`,
      codeId: 'code',
      coderId: 'coder',
      from,
      to: from + length,
    })),
  )
const indexOf = (list: readonly ViewCoding[]) => new CodingIndex(list, () => Infinity)
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort()
const overlap = (a: ViewCoding, b: ViewCoding) => a.from < b.to && b.from < a.to

describe('the codings of a document', () => {
  test.prop([codings, fc.nat(textLength), fc.nat(4000)])(
    'are found by place as by looking at each of them',
    (list, from, length) => {
      const to = from + length
      const expected = list.filter((coding) => coding.from < to && from < coding.to)
      expect(
        ids(
          indexOf(list)
            .within({ from, to })
            .map(({ coding }) => coding),
        ),
      ).toEqual(ids(expected))
      const touched = list.filter((coding) => coding.from <= from && from <= coding.to)
      expect(ids(indexOf(list).at(from))).toEqual(ids(touched))
    },
  )

  test.prop([codings, fc.array(fc.nat(39)), codings])(
    'never share an underline or a lane with one that they overlap, whatever is added and removed',
    (list, removed, added) => {
      const index = indexOf(list)
      for (const id of removed) index.remove(`${id}`)
      for (const coding of added) index.add(coding)
      const placed = index.inOrder()
      for (const one of placed)
        for (const other of placed) {
          if (one === other || !overlap(one.coding, other.coding)) continue
          expect(one.slot).not.toBe(other.slot)
          expect(one.lane).not.toBe(other.lane)
        }
    },
  )

  test.prop([codings, codings])('stay in their lanes when others come', (list, added) => {
    const index = indexOf(list)
    const lanes = () => new Map(index.inOrder().map(({ coding, lane }) => [coding.id, lane]))
    const before = lanes()
    const others = added.map((coding) => ({ ...coding, id: `other ${coding.id}` }))
    for (const coding of others) index.add(coding)
    const after = lanes()
    for (const [id, lane] of before) expect(after.get(id)).toBe(lane)
  })

  test.prop([codings])('are each visited once on the way from first to last', (list) => {
    const index = indexOf(list)
    const visited: string[] = []
    for (
      let coding = index.beside(0, null, 1);
      coding && visited.length <= list.length;
      coding = index.beside(coding.from, coding.id, 1)
    )
      visited.push(coding.id)
    expect(visited.toSorted()).toEqual(ids(list))
  })
})
