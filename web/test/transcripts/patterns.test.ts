import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  csvOf,
  fieldsOf,
  refusePattern,
  valuesIn,
} from '../../src/transcripts/attributes/patterns.ts'

describe('a pattern of titles', () => {
  test.each([
    ['{participant}_{site}_{year}', 'P004_North_Year 2', ['P004', 'North', 'Year 2']],
    ['{participant} ({role})', 'P004 (first-year student)', ['P004', 'first-year student']],
    ['Interview {number} - {site}', 'interview 12 -  South', ['12', 'South']],
    ['{a}.{b}', '1.2.3', ['1', '2.3']],
    ['{a}', 'anything + at * all?', ['anything + at * all?']],
  ])('%s reads %s', (pattern, title, values) => {
    expect([...(valuesIn(pattern, title) ?? new Map()).values()]).toEqual(values)
  })

  test('does not read what it does not fit from end to end', () => {
    expect(valuesIn('{participant}_{site}', 'P004')).toBeNull()
    expect(valuesIn('P{number}', 'Interview P4')).toBeNull()
    expect(valuesIn('{a}_{b}', 'x_')).toBeNull()
  })

  test('says what is wrong with it', () => {
    expect(refusePattern('Interview')).toBe('no-field')
    expect(refusePattern('{}')).toBe('no-field')
    expect(refusePattern('{a}_{A}')).toBe('twice')
    expect(refusePattern('{a}{b}')).toBe('touching')
    expect(refusePattern('{a} {b}')).toBeNull()
  })

  test('reads again what was put together by it', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}]{1,8}$/u)
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('_', ' - ', '.', ' (', '+', '\\', '$1', '^'),
        (values, between) => {
          const pattern = values.map((_, index) => `{field ${index}}`).join(between)
          expect(fieldsOf(pattern)).toHaveLength(values.length)
          const read = valuesIn(pattern, values.join(between))
          expect([...(read ?? new Map()).values()]).toEqual(values)
        },
      ),
    )
  })
})

test('rows are written so that commas and quotation marks stay in their cells', () => {
  expect(
    csvOf([
      ['a', 'say "hi"'],
      ['1,5', ''],
    ]),
  ).toBe('"a","say ""hi"""\r\n"1,5",""')
})
