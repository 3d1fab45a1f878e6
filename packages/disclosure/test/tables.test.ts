import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Bounds,
  type CountTable,
  countAt,
  differences,
  DisclosureError,
  inferable,
  keyOf,
  mayShow,
  placesOf,
  protectTable,
  ruleOf,
  rules,
  showCount,
} from '../src/index.ts'

const published = z
  .object({
    rules: z.array(
      z.object({
        rule: z.string(),
        cases: z.array(z.tuple([z.number(), z.union([z.number(), z.string()])])).default([]),
        threshold: z.number().optional(),
      }),
    ),
  })
  .parse(JSON.parse(await readFile(join(import.meta.dirname, 'fixtures/rules.json'), 'utf8'))).rules

describe('a rule', () => {
  test.for(published)(
    '$rule shows its published cases as published',
    ({ rule, cases, threshold }) => {
      for (const [count, expected] of cases)
        expect(showCount(ruleOf(rule), count).text).toBe(String(expected))
      if (threshold !== undefined) {
        expect(showCount(ruleOf(rule), threshold - 1).done).toBe('suppressed')
        expect(showCount(ruleOf(rule), threshold).text).toBe(String(threshold))
      }
    },
  )

  test('says of a whole count bounds in which all counts look the same, and no other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.nat(3_000), (rule, count) => {
        const { text, bounds } = showCount(rule, count)
        const most = bounds.most ?? Infinity
        expect(bounds.least).toBeLessThanOrEqual(count)
        expect(most).toBeGreaterThanOrEqual(count)
        for (const same of [bounds.least, most]) expect(showCount(rule, same).text).toBe(text)
        expect(showCount(rule, most + 1).text).not.toBe(text)
        if (bounds.least > 0) expect(showCount(rule, bounds.least - 1).text).not.toBe(text)
      }),
    )
  })

  test('keeps back percentages and means of few people', () => {
    const hesa = ruleOf('hesa_round5_half_up')
    expect([mayShow(hesa, 'percentage', 22), mayShow(hesa, 'percentage', 23)]).toEqual([
      false,
      true,
    ])
    expect([mayShow(hesa, 'mean', 7), mayShow(hesa, 'mean', 8)]).toEqual([false, true])
    expect(mayShow(ruleOf('ofqual_round5_fewer_than_5'), 'mean', 1)).toBeNull()
  })

  test('that there is not is named with those that there are', () => {
    expect(() => ruleOf('nothing')).toThrow('There is no rule nothing. There are: hesa_round5')
    expect(() => showCount(ruleOf('uk_llc_tre'), -1)).toThrow(DisclosureError)
    expect(() => showCount(ruleOf('uk_llc_tre'), Number.NaN)).toThrow(DisclosureError)
  })
})

const small = (most: number) =>
  fc
    .record({ rows: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 1, max: 3 }) })
    .chain(({ rows, columns }) =>
      fc
        .array(fc.array(fc.nat(most), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        })
        .map((counts): CountTable => ({
          rows: counts.map((_, index) => `row ${index}`),
          columns: Array.from({ length: columns }, (_, index) => `column ${index}`),
          counts,
        })),
    )

/** Every table of whole counts that looks like the published one, tried one by one. */
function tried(table: CountTable, shown: ReadonlyMap<string, Bounds>, most: number) {
  const inner = placesOf(table).filter(({ row, column }) => row !== null && column !== null)
  const found = new Map<string, { least: number; most: number }>()
  const note = (counts: number[][]) => {
    const candidate = { ...table, counts }
    const values = placesOf(table).map(
      (place) => [keyOf(place), countAt(candidate, place)] as const,
    )
    const fits = values.every(([key, value]) => {
      const bounds = shown.get(key)
      return bounds && value >= bounds.least && value <= (bounds.most ?? Infinity)
    })
    if (!fits) return
    for (const [key, value] of values) {
      const so = found.get(key)
      found.set(key, {
        least: Math.min(so?.least ?? value, value),
        most: Math.max(so?.most ?? value, value),
      })
    }
  }
  const walk = (index: number, counts: number[][]): void => {
    const place = inner[index]
    if (!place || place.row === null || place.column === null) return note(counts)
    const bounds = shown.get(keyOf(place))
    for (let value = bounds?.least ?? 0; value <= Math.min(bounds?.most ?? most, most); value++)
      walk(index + 1, counts.with(place.row, (counts[place.row] ?? []).with(place.column, value)))
  }
  walk(
    0,
    table.counts.map((row) => [...row]),
  )
  return found
}

describe('the attack', () => {
  test('finds exactly what trying every possible table finds', async () => {
    const hiding = small(4).chain((table) =>
      fc
        .subarray(placesOf(table).filter(({ row, column }) => row !== null && column !== null))
        .map((hidden) => ({ table, hidden: new Set(hidden.slice(0, 4).map(keyOf)) })),
    )
    await fc.assert(
      fc.asyncProperty(hiding, async ({ table, hidden }) => {
        const shown = new Map(
          placesOf(table).map((place): [string, Bounds] => {
            const count = countAt(table, place)
            return [
              keyOf(place),
              hidden.has(keyOf(place)) ? { least: 0, most: 9 } : { least: count, most: count },
            ]
          }),
        )
        const possible = tried(table, shown, 9)
        for (const place of placesOf(table))
          if (hidden.has(keyOf(place)))
            expect(await inferable(table, shown, place)).toEqual(possible.get(keyOf(place)))
      }),
      { numRuns: 40 },
    )
  })
})

describe('a protected table', () => {
  test('lets no suppressed count be narrowed below what is said of it, unless it says so', async () => {
    const suppressing = fc.constantFrom(
      'ofqual_round5_fewer_than_5',
      'nhs_digital_subnational',
      'uk_llc_tre',
    )
    await fc.assert(
      fc.asyncProperty(small(14), suppressing, async (table, name) => {
        const rule = ruleOf(name)
        const result = await protectTable(table, rule)
        const shown = new Map(
          result.cells.map((cell): [string, Bounds] => [
            keyOf(cell),
            cell.done === 'suppressed with others'
              ? { least: 0, most: null }
              : showCount(rule, cell.count).bounds,
          ]),
        )
        const named = new Set(result.inferable.map(keyOf))
        for (const cell of result.cells) {
          expect(cell.count).toBe(countAt(table, cell))
          if (cell.done !== 'suppressed' || cell.count === 0 || named.has(keyOf(cell))) continue
          const known = await inferable(table, shown, cell)
          const said = shown.get(keyOf(cell))
          expect(known.least).toBeLessThanOrEqual(said?.least ?? 0)
          expect(known.most ?? Infinity).toBeGreaterThanOrEqual(said?.most ?? Infinity)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('suppresses a second cell in the row and column of the one that is small', async () => {
    const table = {
      rows: ['Site A', 'Site B', 'Site C'],
      columns: ['year 1', 'year 2', 'year 3'],
      counts: [
        [3, 20, 30],
        [12, 40, 25],
        [18, 15, 60],
      ],
    }
    const { cells, inferable: left, warnings } = await protectTable(table, ruleOf('uk_llc_tre'))
    const hidden = cells.filter(({ done }) => done.startsWith('suppressed'))
    expect(hidden[0]).toMatchObject({ row: 0, column: 0, count: 3, shown: '<10', why: 'Below 10.' })
    expect(hidden.length).toBeGreaterThanOrEqual(4)
    expect(
      hidden
        .slice(1)
        .every(({ shown, why }) => shown === '[c]' && why.includes('could be worked out')),
    ).toBe(true)
    expect(left).toEqual([])
    expect(warnings.at(-1)).toContain('does not show that the table is safe')
  })

  test('is, in the README’s example, four suppressed cells and its totals', async () => {
    const { cells } = await protectTable(
      {
        rows: ['Site A', 'Site B'],
        columns: ['year 1', 'year 2'],
        counts: [
          [3, 20],
          [12, 40],
        ],
      },
      ruleOf('uk_llc_tre'),
    )
    expect(cells.map(({ shown }) => shown)).toEqual([
      '<10',
      '[c]',
      '23',
      '[c]',
      '[c]',
      '52',
      '15',
      '60',
      '75',
    ])
  })

  test('says what rounding leaves open, and whom a row gives away', async () => {
    const table = {
      rows: ['Site A', 'Site B'],
      columns: ['yes', 'no'],
      counts: [
        [2, 2],
        [6, 0],
      ],
    }
    const { inferable: left, warnings } = await protectTable(table, ruleOf('hesa_round5_half_up'))
    expect(left[0]).toMatchObject({
      count: 2,
      saidToBe: { least: 0, most: 2 },
      knownToBe: { least: 1, most: 2 },
    })
    expect(warnings[0]).toBe(
      'All of Site B are in yes: to know that somebody is of Site B tells it.',
    )
    expect(warnings.join(' ')).toContain('recalled')
  })

  test('names the row that is none', async () => {
    const rule = ruleOf('uk_llc_tre')
    await expect(
      protectTable({ rows: ['A', 'B'], columns: ['x'], counts: [[1], [1, 2]] }, rule),
    ).rejects.toThrow('Row 2: It has 2 counts for 1 columns')
    await expect(
      protectTable({ rows: ['A'], columns: ['x'], counts: [[-1]] }, rule),
    ).rejects.toThrow('Row 1: -1 is not a count')
    await expect(protectTable({ rows: [], columns: [], counts: [] }, rule)).rejects.toThrow(
      DisclosureError,
    )
  })
})

describe('two versions of a table', () => {
  const table = (counts: number[][]): CountTable => ({
    rows: ['A', 'B'],
    columns: ['x', 'y'],
    counts,
  })
  const rule = ruleOf('ons_ls_threshold')

  test('give away one who withdrew, by every count and total that changed', () => {
    const found = differences(
      table([
        [20, 30],
        [40, 50],
      ]),
      table([
        [19, 30],
        [40, 50],
      ]),
      rule,
    )
    expect(found.map(({ row, column }) => [row, column])).toEqual([
      [0, 0],
      [0, null],
      [null, 0],
      [null, null],
    ])
    expect(found[0]?.why).toBe('The two versions differ by 1, which is below 10.')
  })

  test('give away what is suppressed now and was shown before', () => {
    const [first] = differences(
      table([
        [10, 30],
        [40, 50],
      ]),
      table([
        [9, 30],
        [40, 50],
      ]),
      rule,
    )
    expect(first?.why).toBe('It is suppressed now, and 10 was shown before.')
  })

  test('that are the same, or differ by many, give nothing away', () => {
    expect(
      differences(
        table([
          [20, 30],
          [40, 50],
        ]),
        table([
          [20, 30],
          [40, 50],
        ]),
        rule,
      ),
    ).toEqual([])
    expect(
      differences(
        table([
          [20, 30],
          [40, 50],
        ]),
        table([
          [40, 50],
          [60, 70],
        ]),
        rule,
      ),
    ).toEqual([])
  })
})
