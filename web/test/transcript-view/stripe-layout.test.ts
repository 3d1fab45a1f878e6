import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { placeNames } from '../../src/coding/transcript-view/stripe-layout.ts'

const stripes = fc
  .array(
    fc.record({
      top: fc.nat(800),
      height: fc.integer({ min: 20, max: 400 }),
      lane: fc.nat(6),
      rows: fc.constantFrom(1, 2),
      first: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list.map(({ height, ...stripe }, index) => ({
      ...stripe,
      id: `${index}`,
      bottom: stripe.top + height,
    })),
  )

describe('the names beside the stripes', () => {
  test.prop([stripes])(
    'cover neither each other nor a stripe, and stand beside their own',
    (list) => {
      const names = [...placeNames(list, 15)].map(([id, name]) => ({
        id,
        ...name,
        bottom: name.top + name.rows * 15,
      }))
      for (const name of names) {
        const own = list.find((stripe) => stripe.id === name.id)
        expect(name.top).toBeGreaterThanOrEqual(own?.top ?? Infinity)
        expect(name.top).toBeLessThan(own?.bottom ?? -Infinity)
        for (const other of names)
          if (other !== name)
            expect(name.top >= other.bottom || other.top >= name.bottom).toBe(true)
        for (const stripe of list)
          if (stripe.top < name.bottom && stripe.bottom > name.top)
            expect(stripe.lane).toBeLessThanOrEqual(name.lane)
      }
    },
  )

  test('that find no room are left out, but never the one in focus', () => {
    const row = { top: 0, bottom: 25, rows: 1, first: false }
    const names = placeNames(
      [0, 1, 2, 3].map((lane) => ({ ...row, id: `${lane}`, lane, first: lane === 3 })),
      15,
    )
    expect(names.get('3')?.top).toBe(0)
    expect(names.size).toBe(1)
  })
})
