import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { excludes, monthsBefore } from '../../src/study/documents/rules.ts'

describe('the rule on an intercalated year that has just ended', () => {
  const rule = { when: { kind: 'ended within', months: 12 }, asOf: null } as const

  test.each([
    ['2022-07-01', true],
    ['2021-10-04', true],
    ['2021-10-03', false],
    ['2019-07-01', false],
    ['2023-06-30', true],
  ])('an end on %s, signed up on 2022-10-03, excludes: %s', (end, expected) => {
    expect(excludes(rule, end, '2022-10-03')).toBe(expected)
  })

  test('what was not answered excludes nobody, and an answer of another kind neither', () => {
    for (const answer of [null, true, false])
      expect(excludes(rule, answer, '2022-10-03')).toBe(false)
  })

  test('is judged as of its own day where it has one', () => {
    const fixed = { ...rule, asOf: '2022-09-01' }
    expect(excludes(fixed, '2021-09-15', '2024-01-01')).toBe(true)
    expect(excludes(fixed, '2021-08-15', '2024-01-01')).toBe(false)
  })
})

test('a yes excludes where the rule says so', () => {
  const rule = { when: { kind: 'yes' }, asOf: null } as const
  expect([true, false, null, '2022-01-01'].map((one) => excludes(rule, one, '2022-10-03'))).toEqual(
    [true, false, false, false],
  )
})

const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2080-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

property.prop([days, fc.integer({ min: 1, max: 120 })])(
  'months before a day lies in the right month, and never after the same date',
  (day, months) => {
    const before = monthsBefore(day, months)
    const index = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7))
    expect(index(day) - index(before)).toBe(months)
    expect(Number(before.slice(8)) <= Number(day.slice(8))).toBe(true)
    if (Number(day.slice(8)) <= 28) expect(before.slice(8)).toBe(day.slice(8))
  },
)
