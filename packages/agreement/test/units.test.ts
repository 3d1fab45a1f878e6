import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  AgreementError,
  agreementOfMany,
  agreementOfTwo,
  allAgree,
  alphaByDistance,
  bootstrap,
  fleissPerCategory,
  givenWeights,
  krippendorffAlpha,
  ofUnits,
  pooledKappa,
  ratingsOf,
  ratingsOfCounts,
  setDistances,
  tableOf,
  weightsOf,
} from '../src/index.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
async function dataOf<Schema extends z.ZodType>(
  file: string,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const read: unknown = JSON.parse(await readFile(join(fixtures, `${file}.json`), 'utf8'))
  const { vectors } = z
    .object({ vectors: z.array(z.object({ name: z.string(), data: z.unknown() })) })
    .parse(read)
  return schema.parse(vectors.find((vector) => vector.name === name)?.data)
}

/** Example C of Krippendorff 2011: four coders, twelve units, values missing. */
const exampleC = await dataOf(
  'krippendorff_alpha',
  'krippendorff2011_C_missing',
  z.object({ units_by_coders: z.array(z.array(z.number().nullable())) }),
)
/** irrCAC’s cac.raw4raters is the same but for who gave the last unit its only value. */
const rawFour = [...exampleC.units_by_coders.slice(0, -1), [null, null, 3, null]]

const value = fc.option(fc.integer({ min: 1, max: 4 }), { freq: 4 })
const someUnits = fc.integer({ min: 2, max: 4 }).chain((coders) =>
  fc.array(fc.array(value, { minLength: coders, maxLength: coders }), {
    minLength: 1,
    maxLength: 8,
  }),
)

describe('coefficients of many coders with values missing', () => {
  test('are those that irrCAC prints for four raters', () => {
    const many = agreementOfMany(ratingsOf(rawFour))
    expect(many.observed.value).toBeCloseTo(0.81818, 5)
    expect(many.gwet.coefficient.value).toBeCloseTo(0.77544, 5)
    expect(many.fleiss.coefficient.value).toBeCloseTo(0.76117, 5)
    expect(many.conger.coefficient.value).toBeCloseTo(0.76282, 5)
    expect(many.brennanPrediger.coefficient.value).toBeCloseTo(0.77273, 5)
    expect(many.gwet.standardError.value).toBeCloseTo(0.14295, 5)
    expect(many.fleiss.standardError.value).toBeCloseTo(0.15302, 5)
    expect(many.brennanPrediger.standardError.value).toBeCloseTo(0.14472, 5)
  })

  test('are those of two coders where there are two and nothing is missing', () => {
    const whole = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      {
        minLength: 2,
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(whole, (rows) => {
        const ratings = ratingsOf(rows, [1, 2, 3, 4])
        const [many, two] = [agreementOfMany(ratings), agreementOfTwo(tableOf(ratings))]
        for (const [one, other] of [
          [many.conger.coefficient, two.cohen.coefficient],
          [many.fleiss.coefficient, two.scott.coefficient],
          [many.gwet.coefficient, two.gwet.coefficient],
          [many.brennanPrediger.coefficient, two.brennanPrediger.coefficient],
          [krippendorffAlpha(ratings, 'nominal').alpha, two.krippendorff],
        ] as const) {
          if (other.value === null) expect(one.value).toBeNull()
          else expect(one.value).toBeCloseTo(other.value, 10)
        }
      }),
    )
  })

  test('do not depend on the order of units or, but for who is who, of coders', () => {
    fc.assert(
      fc.property(someUnits, (rows) => {
        const shuffled = rows.toReversed().map((row) => row.toReversed())
        const [one, other] = [rows, shuffled].map((given) =>
          agreementOfMany(ratingsOf(given, [1, 2, 3, 4])),
        )
        for (const name of ['fleiss', 'conger', 'gwet', 'brennanPrediger'] as const) {
          const [a, b] = [one?.[name].coefficient.value, other?.[name].coefficient.value]
          if (typeof a === 'number') expect(b).toBeCloseTo(a, 10)
          else expect(b).toBe(a)
        }
      }),
    )
  })

  test('give a category its own κ, and none to one that is never used', () => {
    const ratings = ratingsOf(
      [
        ['a', 'a', 'b'],
        ['b', 'b', 'b'],
        ['a', 'b', 'a'],
      ],
      ['a', 'b', 'c'],
    )
    const [a, b, c] = fleissPerCategory(ratings)
    expect(a?.value).toBeCloseTo(b?.value ?? NaN, 12)
    expect(c).toEqual({ value: null, reason: 'the category is never used, or always' })
  })
})

describe('Krippendorff’s α', () => {
  /** The coincidence matrix, as Krippendorff writes it out by hand. */
  function byCoincidences(
    rows: readonly (readonly (number | null)[])[],
    metric: 'nominal' | 'ordinal' | 'interval' | 'ratio',
  ): number | null {
    const scale = [1, 2, 3, 4]
    const o = scale.map(() => scale.map(() => 0))
    for (const row of rows) {
      const values = row.filter((one) => one !== null)
      for (const [i, one] of values.entries())
        for (const [j, other] of values.entries()) {
          const line = o[one - 1]
          if (i !== j && line) line[other - 1] = (line[other - 1] ?? 0) + 1 / (values.length - 1)
        }
    }
    const n = o.map((row) => row.reduce((total, count) => total + count, 0))
    const all = n.reduce((total, count) => total + count, 0)
    const delta = (c: number, k: number): number => {
      if (metric === 'nominal') return c === k ? 0 : 1
      if (metric === 'interval') return (c - k) ** 2
      if (metric === 'ratio') return ((c - k) / (c + k + 2)) ** 2
      const [low, high] = [Math.min(c, k), Math.max(c, k)]
      const between = n.slice(low, high + 1).reduce((total, count) => total + count, 0)
      return (between - ((n[c] ?? 0) + (n[k] ?? 0)) / 2) ** 2
    }
    let [within, between] = [0, 0]
    for (const c of scale.keys())
      for (const k of scale.keys()) {
        within += (o[c]?.[k] ?? 0) * delta(c, k)
        between += (n[c] ?? 0) * (n[k] ?? 0) * delta(c, k)
      }
    return between === 0 ? null : 1 - ((all - 1) * within) / between
  }

  test.for(['nominal', 'ordinal', 'interval', 'ratio'] as const)(
    'is, %s, what the matrix of coincidences gives',
    (metric) => {
      fc.assert(
        fc.property(someUnits, (rows) => {
          const { alpha } = krippendorffAlpha(ratingsOf(rows, [1, 2, 3, 4]), metric)
          const expected = byCoincidences(rows, metric)
          if (expected === null) expect(alpha.value).toBeNull()
          else expect(alpha.value).toBeCloseTo(expected, 9)
        }),
        { numRuns: 300 },
      )
    },
  )

  test('is for complete nominal data Fleiss’ κ with the correction for small samples', () => {
    const rows = fc.integer({ min: 2, max: 5 }).chain((coders) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: coders, maxLength: coders }), {
        minLength: 2,
        maxLength: 10,
      }),
    )
    fc.assert(
      fc.property(rows, (units) => {
        const ratings = ratingsOf(units)
        const fleiss = agreementOfMany(ratings).fleiss.coefficient
        const { alpha } = krippendorffAlpha(ratings, 'nominal')
        const values = ratings.units * ratings.coders
        if (fleiss.value === null) expect(alpha.value).toBeNull()
        else expect(alpha.value).toBeCloseTo(1 - ((1 - fleiss.value) * (values - 1)) / values, 10)
      }),
    )
  })

  test('takes scale values for what they are, and says where they are none', () => {
    const named = ratingsOf([['low', 'high']], ['low', 'high'])
    expect(krippendorffAlpha(named, 'interval').alpha.reason).toBe('the values are not numbers')
    expect(krippendorffAlpha(ratingsOf([[-1, 2]]), 'ratio').alpha.reason).toBe(
      'ratios need values that are not negative',
    )
    expect(krippendorffAlpha(ratingsOf([[1, null]]), 'nominal').alpha.reason).toBe(
      'no unit was coded by two coders',
    )
  })

  test('of sets is between 1 and −1 under every distance, and nominal by equality', () => {
    const set = fc.option(
      fc.subarray(['a', 'b', 'c'] as const).map((codes) => new Set<string>(codes)),
    )
    const rows = fc.array(fc.tuple(set, set, set), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(rows, (units) => {
        const named = units.map((row) =>
          row.map((codes) => codes && [...codes].toSorted().join('+')),
        )
        const nominal = krippendorffAlpha(ratingsOf(named), 'nominal').alpha.value
        const equal = alphaByDistance(units, setDistances.equality).alpha.value
        if (nominal === null) expect(equal).toBeNull()
        else expect(equal).toBeCloseTo(nominal, 10)
        for (const distance of Object.values(setDistances)) {
          const { value: alpha } = alphaByDistance(units, distance).alpha
          if (alpha !== null) expect(alpha).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('a table of two coders', () => {
  test('has κ between the least possible and its maximum, and 1 only where all agree', () => {
    const table = fc.integer({ min: 2, max: 4 }).chain((size) =>
      fc.array(fc.array(fc.nat(20), { minLength: size, maxLength: size }), {
        minLength: size,
        maxLength: size,
      }),
    )
    fc.assert(
      fc.property(table, (counts) => {
        const { cohen, kappaMaximum, observed } = agreementOfTwo(counts)
        const kappa = cohen.coefficient.value
        if (kappa === null) return
        expect(kappa).toBeLessThanOrEqual((kappaMaximum.value ?? NaN) + 1e-12)
        expect(Math.abs(kappa - 1) < 1e-12).toBe(Math.abs((observed.value ?? NaN) - 1) < 1e-12)
      }),
    )
  })

  test('under identity weights is the table without weights', () => {
    const table = [
      [13, 0, 0],
      [0, 20, 7],
      [0, 4, 56],
    ]
    expect(agreementOfTwo(table, weightsOf('identity', 3))).toEqual(agreementOfTwo(table))
  })

  test('names the row that is no row of counts, and weights that are none', () => {
    expect(() => agreementOfTwo([[1, 2], [3]])).toThrow(AgreementError)
    expect(() => agreementOfTwo([[1, 2], [3]])).toThrow('Row 2: It has 1 counts, and 2 are needed.')
    expect(() =>
      agreementOfTwo([
        [1, -2],
        [3, 1],
      ]),
    ).toThrow('Row 1: -2 is not a count')
    expect(() =>
      givenWeights(
        [
          [1, 0.5],
          [0.4, 1],
        ],
        2,
      ),
    ).toThrow('is not that of row')
    expect(() => ratingsOf([['a', 'b'], ['a']])).toThrow('Row 2')
    expect(() => ratingsOf([['a', 'x']], ['a', 'b'])).toThrow(
      'Row 1: "x" is not a declared category',
    )
    expect(() => ratingsOfCounts([[1, 1.5]])).toThrow('Row 1: 1.5 is not a count')
  })

  test('pools codes by their mean shares, and has no mean κ where one has none', () => {
    const { mean, pooled, perCode } = pooledKappa([
      [
        [5, 1],
        [4, 90],
      ],
      [
        [0, 0],
        [0, 100],
      ],
    ])
    expect(perCode[1]?.value).toBeNull()
    expect(mean.value).toBeNull()
    // (0.975 − (0.8574 + 1) / 2) / (1 − 0.9287), by hand
    expect(pooled.value).toBeCloseTo((0.975 - 0.9304) / (1 - 0.9304), 3)
  })
})

describe('resamples', () => {
  const ratings = ratingsOf([
    ['a', 'a'],
    ['a', 'b'],
    ['b', 'b'],
    ['a', 'a'],
    ['b', 'b'],
    ['c', 'b'],
    ['c', 'c'],
  ])
  const alphaOver = (units: readonly number[]) =>
    krippendorffAlpha(ofUnits(ratings, units), 'nominal').alpha

  test('of seven units are drawn from the seed: the same seed gives the same interval', () => {
    const [one, same, other] = [1, 1, 2].map((seed) =>
      bootstrap(ratings.units, alphaOver, { resamples: 500, seed }),
    )
    expect(one).toEqual(same)
    expect(one?.values).not.toEqual(other?.values)
    expect(one?.low ?? NaN).toBeLessThan(one?.high ?? NaN)
  })

  test('of forty units of Hayes and Krippendorff’s size agree with counting them, where both can be done', () => {
    const four = ratingsOf([
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['a', 'a'],
    ])
    const exact = bootstrap(
      4,
      (units) => krippendorffAlpha(ofUnits(four, units), 'nominal').alpha,
      {
        resamples: 1,
        seed: 1,
      },
    )
    expect(exact).toMatchObject({ resamples: 256, undefined: 17, seed: null })
  })

  test('of nothing are refused', () => {
    expect(() => bootstrap(0, alphaOver, { resamples: 10, seed: 1 })).toThrow(AgreementError)
  })
})

test('the share on which all agree leaves out units that somebody did not code', () => {
  expect(
    allAgree(
      ratingsOf([
        ['a', 'a', 'a'],
        ['a', 'a', null],
        ['a', 'b', 'a'],
      ]),
    ).value,
  ).toBe(0.5)
})
