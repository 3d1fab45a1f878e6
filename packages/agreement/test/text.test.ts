import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bestAlignment,
  characterCounts,
  codedUnits,
  type Continuum,
  dissimilarity,
  endToEnd,
  gamma,
  gap,
  type GammaUnit,
  legacyAlphaU,
  misleadingTableOfCharacters,
  ofCode,
  segmentAgreement,
  type Segment,
  uAlpha,
  usualGammaOptions,
} from '../src/index.ts'

const length = 24
/** A coder’s codes by place, and the segments that they make; some are cut in two. */
const coder = fc
  .array(
    fc.record({ size: fc.integer({ min: 1, max: 6 }), code: fc.constantFrom(gap, 'a', 'b', 'c') }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => {
    const segments: Segment[] = []
    let from = 0
    for (const { size, code } of parts) {
      const to = Math.min(length, from + size)
      if (code !== gap && from < to) segments.push({ from, to, code })
      from = to
    }
    return segments
  })
const continuum = fc.array(coder, { minLength: 2, maxLength: 4 }).map((all): Continuum => ({
  length,
  coders: all.map((segments, index) => ({ name: `coder ${index + 1}`, segments })),
}))

const codeAt = (segments: readonly Segment[], place: number) =>
  segments.find(({ from, to }) => from <= place && place < to)?.code ?? gap

describe('the u-α family', () => {
  test('adds up the coincidences that a walk over every place gives', () => {
    fc.assert(
      fc.property(continuum, (given) => {
        const counted = new Map<string, number>()
        for (let place = 0; place < length; place++)
          for (const [i, one] of given.coders.entries())
            for (const [j, other] of given.coders.entries()) {
              if (i === j) continue
              const pair = `${codeAt(one.segments, place)}|${codeAt(other.segments, place)}`
              counted.set(pair, (counted.get(pair) ?? 0) + 1 / (given.coders.length - 1))
            }
        const { coincidences } = uAlpha(given)
        const found = [...coincidences].flatMap(([c, row]) =>
          [...row].map(([k, sum]): [string, number] => [`${c}|${k}`, sum]),
        )
        expect(found.map(([pair]) => pair).toSorted()).toEqual([...counted.keys()].toSorted())
        for (const [pair, sum] of found) expect(sum).toBeCloseTo(counted.get(pair) ?? NaN, 9)
      }),
      { numRuns: 300 },
    )
  })

  test('is 1 where all did the same, and does not depend on the order of coders or segments', () => {
    fc.assert(
      fc.property(continuum, (given) => {
        const turned = {
          length,
          coders: given.coders
            .toReversed()
            .map(({ name, segments }) => ({ name, segments: segments.toReversed() })),
        }
        const [one, other] = [uAlpha(given).u.value, uAlpha(turned).u.value]
        if (one === null) expect(other).toBeNull()
        else expect(other).toBeCloseTo(one, 10)
        const [first] = given.coders
        if (!first) return
        const same = uAlpha({ length, coders: [first, { ...first, name: 'again' }] })
        expect([1, null]).toContain(same.u.value)
      }),
    )
  })

  test('says by name who coded one place twice, or beyond the text', () => {
    const of = (segments: Segment[]) => () =>
      uAlpha({
        length,
        coders: [
          { name: 'Ada', segments },
          { name: 'Bea', segments: [] },
        ],
      })
    expect(
      of([
        { from: 0, to: 5, code: 'a' },
        { from: 4, to: 8, code: 'b' },
      ]),
    ).toThrow('Ada coded the same place with a and b, at 4')
    expect(of([{ from: 20, to: 25, code: 'a' }])).toThrow('outside the text of length 24')
    expect(of([{ from: 3, to: 3, code: 'a' }])).toThrow('It must end after it begins')
  })

  test('is undefined, with the reason, where nobody coded or only one coder is there', () => {
    const nobody = uAlpha({
      length,
      coders: [
        { name: 'Ada', segments: [] },
        { name: 'Bea', segments: [] },
      ],
    })
    expect(nobody.u.value).toBeNull()
    expect(nobody.coding.reason).toBe('no place was coded by two coders')
    const alone = uAlpha({
      length,
      coders: [{ name: 'Ada', segments: [{ from: 0, to: 3, code: 'a' }] }],
    })
    expect(alone.u).toEqual({ value: null, reason: 'no place was coded by two coders' })
  })

  test('of one code joins what a coder coded over itself, and of several texts lays them end to end', () => {
    const text: Continuum = {
      length: 10,
      coders: [
        {
          name: 'Ada',
          segments: [
            { from: 0, to: 4, code: 'a' },
            { from: 2, to: 6, code: 'a' },
            { from: 3, to: 5, code: 'b' },
          ],
        },
        { name: 'Bea', segments: [{ from: 0, to: 6, code: 'a' }] },
      ],
    }
    expect(uAlpha(ofCode(text, 'a')).u.value).toBe(1)
    const both = endToEnd([
      text,
      { length: 5, coders: [{ name: 'Bea', segments: [{ from: 1, to: 2, code: 'b' }] }] },
    ])
    expect(both.length).toBe(15)
    expect(both.coders.find(({ name }) => name === 'Bea')?.segments.at(-1)).toEqual({
      from: 11,
      to: 12,
      code: 'b',
    })
  })
})

test('the older α_U is 1 for the same segments at any length, and undefined where nobody coded', () => {
  const segments = [{ from: 2, to: 9, code: 'a' }]
  const same = {
    length,
    coders: [
      { name: 'Ada', segments },
      { name: 'Bea', segments },
    ],
  }
  expect(legacyAlphaU(same).overall.value).toBe(1)
  expect(
    legacyAlphaU({
      length,
      coders: [
        { name: 'Ada', segments: [] },
        { name: 'Bea', segments: [] },
      ],
    }).overall.value,
  ).toBeNull()
})

describe('segments', () => {
  const stretch = fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 6 }))
    .map(([from, size]) => ({ from, to: from + size }))
  const some = fc.array(stretch, { maxLength: 6 })

  test('match the same way round, and the fewer the stricter the rule', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const matched = [0, 0.3, 0.6, 1].map(
          (leastShareOfSpan) => segmentAgreement(one, other, { leastShareOfSpan }).matched,
        )
        expect(matched.toSorted((a, b) => b - a)).toEqual(matched)
        expect(segmentAgreement(other, one, { leastShareOfSpan: 0.3 }).matched).toBe(matched[1])
      }),
    )
  })

  test('count every character once, whichever way coders overlap themselves', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const within = (list: readonly { from: number; to: number }[], place: number) =>
          list.some(({ from, to }) => from <= place && place < to)
        const places = Array.from({ length: 30 }, (_, place) => place)
        const count = (a: boolean, b: boolean) =>
          places.filter((place) => within(one, place) === a && within(other, place) === b).length
        expect(characterCounts(one, other, 30)).toEqual({
          both: count(true, true),
          onlyOne: count(true, false),
          onlyOther: count(false, true),
          neither: count(false, false),
        })
      }),
    )
  })

  test('code a turn by any of it, or by a share of it', () => {
    const turns = [
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ]
    const coders = [[{ from: 8, to: 12 }], [{ from: 0, to: 10 }]]
    expect(codedUnits(turns, coders, 0)).toEqual([
      [1, 1],
      [1, 0],
    ])
    expect(codedUnits(turns, coders, 0.5)).toEqual([
      [0, 1],
      [0, 0],
    ])
  })

  test('give a table of characters only with its warning', () => {
    const { table, warning } = misleadingTableOfCharacters(
      [{ from: 0, to: 100 }],
      [{ from: 50, to: 150 }],
      1_000,
    )
    expect(table).toEqual([
      [50, 50],
      [50, 850],
    ])
    expect(warning).toContain('not independent')
  })
})

describe('γ', () => {
  const unit = fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 6 }), fc.constantFrom('a', 'b'))
    .map(([from, size, category]): GammaUnit => ({ from, to: from + size, category }))
  const small = fc.array(fc.array(unit, { maxLength: 3 }), { minLength: 2, maxLength: 3 })

  /** Every way to put units together, tried one by one. */
  function leastDisorder(units: readonly (readonly GammaUnit[])[]): number {
    const pairs = (units.length * (units.length - 1)) / 2
    const cost = (chosen: readonly (GammaUnit | undefined)[]) => {
      let total = 0
      for (const [i, one] of chosen.entries())
        for (const other of chosen.slice(i + 1))
          total += one && other ? dissimilarity(one, other, usualGammaOptions).combined : 1
      return total / pairs
    }
    const cheapest = (left: readonly (readonly GammaUnit[])[]): number => {
      const coder = left.findIndex((own) => own.length > 0)
      if (coder === -1) return 0
      const [head] = left[coder] ?? []
      const choose = (index: number, chosen: readonly (GammaUnit | undefined)[]): number => {
        if (index === left.length)
          return (
            cost(chosen) +
            cheapest(left.map((own, place) => own.filter((one) => one !== chosen[place])))
          )
        const options =
          index === coder
            ? [head]
            : index < coder
              ? [undefined]
              : [undefined, ...(left[index] ?? [])]
        return Math.min(...options.map((option) => choose(index + 1, [...chosen, option])))
      }
      return choose(0, [])
    }
    const mean = units.flat().length / units.length
    return mean === 0 ? 0 : cheapest(units) / mean
  }

  test('aligns with the least disorder that there is, each unit once', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (units) => {
        const { disorder, alignment } = await bestAlignment(
          new Map(units.map((own, index) => [`coder ${index}`, own])),
        )
        expect(disorder).toBeCloseTo(leastDisorder(units), 6)
        expect(alignment.flat().filter((one) => one !== null)).toHaveLength(units.flat().length)
      }),
      { numRuns: 60 },
    )
  })

  test('is 1 for the same units, and the same again from its seed', async () => {
    const own: GammaUnit[] = [
      { from: 1, to: 5, category: 'a' },
      { from: 8, to: 12, category: 'b' },
    ]
    const same = new Map([
      ['Ada', own],
      ['Bea', own],
    ])
    const one = await gamma(same, { samples: 10, seed: 7 })
    expect(one.gamma.value).toBe(1)
    expect(await gamma(same, { samples: 10, seed: 7 })).toEqual(one)
    await expect(gamma(new Map([['Ada', own]]), { samples: 1, seed: 1 })).rejects.toThrow(
      'two coders',
    )
  })
})
