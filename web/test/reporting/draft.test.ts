import { checkQuoteEdits, type QuoteEdit, shownQuote, sourceAgrees } from '@throughline/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withInsertion, withOmission } from '../../src/reporting/draft.ts'

const source = 'You can go and hold a lemonade, but you are tolerated there, it isn’t for you.'
const place = (words: string) => {
  const from = source.indexOf(words)
  return { from, to: from + words.length }
}

describe('leaving words out', () => {
  test('takes in what it touches and what was put in between', () => {
    const first = withOmission([], place('go and'))
    const inserted = withInsertion(first, place('hold').to, 'up')
    const all = withOmission(inserted, { from: place('and').from, to: place('lemonade').to })
    expect(all).toEqual([{ kind: 'omit', from: place('go and').from, to: place('lemonade').to }])
  })

  test('twice at two places leaves two marks', () => {
    const edits = withOmission(withOmission([], place('go and')), place('tolerated'))
    expect(shownQuote(source, edits)).toBe(
      'You can […] hold a lemonade, but you are […] there, it isn’t for you.',
    )
  })
})

describe('putting words in', () => {
  test('within what is left out puts them before it', () => {
    const edits = withInsertion(withOmission([], place('go and')), place('and').from, ' they ')
    expect(shownQuote(source, edits)).toBe(
      'You can [they] […] hold a lemonade, but you are tolerated there, it isn’t for you.',
    )
  })
})

test('any row of such steps that is accepted agrees with the source', () => {
  const step = fc.oneof(
    fc.record({ from: fc.nat(source.length), to: fc.nat(source.length) }),
    fc.record({ at: fc.nat(source.length), text: fc.constantFrom('they', 'at school') }),
  )
  let changed = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      let edits: readonly QuoteEdit[] = []
      for (const one of steps) {
        const wanted =
          'at' in one ? withInsertion(edits, one.at, one.text) : withOmission(edits, one)
        const checked = checkQuoteEdits(source, wanted)
        if (checked.ok) edits = checked.edits
      }
      if (edits.length > 0) changed += 1
      expect(sourceAgrees(source, shownQuote(source, edits))).toBe(true)
    }),
  )
  expect(changed).toBeGreaterThan(0)
})
