import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNameOf, pathOf } from '../src/app/client.ts'

describe('a path', () => {
  test('takes its parameters in place and its search behind', () => {
    expect(
      pathOf('/api/studies/:study/jobs/:job', {
        params: { study: 's1', job: 'j2' },
        search: { limit: 5, code: ['a', 'b'], before: undefined, coder: null },
      }),
    ).toBe('/api/studies/s1/jobs/j2?limit=5&code=a&code=b')
  })

  test('is refused when a parameter is missing', () => {
    expect(() => pathOf('/api/studies/:study', { params: {} })).toThrow('needs “study”')
  })

  test('carries any text as a server reads it back', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (part, value) => {
          const address = new URL(
            pathOf('/api/a/:part/b', { params: { part }, search: { value } }),
            'http://localhost',
          )
          // an URL resolves the segments “.” and “..” away; ids are never these
          fc.pre(part !== '.' && part !== '..')
          const [, read] = /^\/api\/a\/([^/]*)\/b$/.exec(address.pathname) ?? []
          expect(decodeURIComponent(read ?? '')).toBe(part)
          expect(address.searchParams.get('value')).toBe(value)
        },
      ),
    )
  })
})

describe('the name of a downloaded file', () => {
  test.each([
    ['attachment; filename="quotes.csv"', 'quotes.csv'],
    [
      'attachment; filename="x.docx"; filename*=UTF-8\'\'Zugeh%C3%B6rigkeit%20%F0%9F%8E%93.docx',
      'Zugehörigkeit 🎓.docx',
    ],
    ['attachment; filename=plain.txt', 'plain.txt'],
    ['attachment; filename="a \\"b\\".csv"', 'a "b".csv'],
    ['attachment', null],
    ["attachment; filename*=UTF-8''%E0%A4%A", null],
    [null, null],
  ])('of %s is %s', (header, name) => {
    expect(fileNameOf(header)).toBe(name)
  })
})
