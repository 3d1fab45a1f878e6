import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type Candidate, type Cell, inviteNext } from '../src/index.ts'

const person = (id: string, site: string, year: string, ...identity: string[]): Candidate => ({
  id,
  attributes: { site: [site], year: [year], identity },
})
const cell = (site: string, year: string, least: number, most?: number): Cell => ({
  id: `${site} ${year}`,
  where: { site, year },
  least,
  most,
})

describe('who is invited next', () => {
  test('helps to fill a cell that is short before anybody who widens the range', () => {
    const { order } = inviteNext({
      cells: [cell('north', '1', 1)],
      candidates: [
        person('common', 'north', '1', 'a'),
        person('rare', 'south', '9', 'b', 'c', 'd'),
      ],
      taken: [person('first', 'south', '1', 'a')],
    })
    expect(order.map(({ id }) => id)).toEqual(['common', 'rare'])
    expect(order[0]).toMatchObject({ fills: ['north 1'], brings: ['site: north'] })
    expect(order[1]?.brings).toEqual(['identity: b', 'identity: c', 'identity: d', 'year: 9'])
  })

  test('is of the cell that is shortest, by the share that it lacks', () => {
    const { order } = inviteNext({
      cells: [cell('north', '1', 4), cell('south', '1', 1)],
      candidates: [person('n', 'north', '1'), person('s', 'south', '1')],
      taken: [1, 2, 3].map((number) => person(`in ${number}`, 'north', '1')),
    })
    expect(order.map(({ id }) => id)).toEqual(['s', 'n'])
  })

  test('brings new characteristics, then new pairs of them', () => {
    const { order } = inviteNext({
      cells: [],
      candidates: [
        person('same', 'north', '1'),
        person('pair', 'north', '2'),
        person('new', 'west', '1'),
      ],
      taken: [person('one', 'north', '1'), person('two', 'south', '2')],
    })
    expect(order.map(({ id }) => id)).toEqual(['new', 'pair', 'same'])
    expect(order.map(({ bringsTogether }) => bringsTogether)).toEqual([1, 1, 0])
  })

  test('is drawn among equals by the seed, and the choice says so', () => {
    const candidates = ['a', 'b', 'c', 'd', 'e'].map((id) => person(id, 'north', '1'))
    const firsts = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (seed) => inviteNext({ cells: [], candidates, seed }).order[0],
    )
    expect(new Set(firsts.map((choice) => choice?.id)).size).toBeGreaterThan(1)
    expect(firsts.every((choice) => choice?.byDraw)).toBe(true)
  })

  test('is nobody of a full cell, which is named', () => {
    const { order, full } = inviteNext({
      cells: [cell('north', '1', 0, 1)],
      candidates: [person('late', 'north', '1'), person('free', 'south', '1')],
      taken: [person('in', 'north', '1')],
    })
    expect(order.map(({ id }) => id)).toEqual(['free'])
    expect(full).toEqual([{ id: 'late', cells: ['north 1'] }])
  })

  test.each([
    [[cell('a', '1', 2, 1)], [], 'wants at least 2 and at most 1'],
    [[cell('a', '1', 1), cell('a', '1', 1)], [], 'Two cells have the id a 1'],
    [[], [person('x', 'a', '1'), person('x', 'b', '1')], 'Two people have the id x'],
  ])('is not said of a frame without sense', (cells, candidates, sentence) => {
    expect(() => inviteNext({ cells, candidates })).toThrow(sentence)
  })
})

const people = (prefix: string, most: number) =>
  fc
    .array(
      fc.record({
        site: fc.constantFrom('n', 's', 'w'),
        year: fc.constantFrom('1', '2'),
        identity: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }),
      }),
      { maxLength: most },
    )
    .map((all) =>
      all.map(({ site, year, identity }, index) =>
        person(`${prefix}${index}`, site, year, ...identity),
      ),
    )
const frames = fc.record({
  cells: fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 6,
      maxLength: 6,
    })
    .map((all) =>
      all.map(([least, more], index) =>
        cell('nsw'[index % 3] ?? 'n', index < 3 ? '1' : '2', least, least + more),
      ),
    ),
  candidates: people('c', 12),
  taken: people('t', 4),
  seed: fc.integer({ min: 0, max: 9 }),
})

describe('any order of invitation', () => {
  const countIn = ({ where }: Cell, all: readonly Candidate[]) =>
    all.filter(({ attributes }) =>
      Object.entries(where).every(([attribute, value]) => attributes[attribute]?.includes(value)),
    ).length

  property.prop([frames], { numRuns: 300 })(
    'never takes a cell past its most, and fills cells that do not overlap before all else',
    (plan) => {
      const { order, full } = inviteNext(plan)
      const byId = new Map(plan.candidates.map((one) => [one.id, one]))
      const invited = order.flatMap(({ id }) => byId.get(id) ?? [])
      expect(invited.length + full.length).toBe(plan.candidates.length)
      for (const one of plan.cells) {
        const before = countIn(one, plan.taken)
        const after = countIn(one, [...plan.taken, ...invited])
        expect(after).toBeLessThanOrEqual(Math.max(before, one.most ?? Infinity))
        const wanted = Math.min(one.least ?? 0, before + countIn(one, plan.candidates))
        expect(after).toBeGreaterThanOrEqual(wanted)
      }
      const fills = order.map((choice) => choice.fills.length > 0)
      expect(fills.lastIndexOf(true)).toBeLessThan(
        fills.includes(false) ? fills.indexOf(false) : fills.length,
      )
    },
  )

  property.prop([frames], { numRuns: 100 })(
    'is the same for every order of what is given',
    (plan) => {
      const turned = {
        ...plan,
        cells: plan.cells.toReversed(),
        candidates: plan.candidates.toReversed(),
        taken: plan.taken.toReversed(),
      }
      const said = ({ order, full, inputHash }: ReturnType<typeof inviteNext>) => ({
        full: full.map(({ id }) => id),
        inputHash,
        order: order.map(({ fills, ...choice }) => ({ ...choice, fills: fills.toSorted() })),
      })
      expect(said(inviteNext(turned))).toEqual(said(inviteNext(plan)))
    },
  )
})
