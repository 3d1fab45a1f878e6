import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growRange, wholeTurns, type Range } from '../src/index.ts'
import { anyText, rangeIn } from './arbitraries.ts'

const text = [
  '# Interview 4',
  'I: How was it? Tell me more.',
  'P: It was hard. I did not sleep, honestly. But I passed!',
  '',
  'And then I slept.',
  'I: Thank you.',
].join('\n')

/** The place of these words, so that a case reads as its words. */
function at(words: string): Range {
  const from = text.indexOf(words)
  if (from < 0) throw new Error(`"${words}" is not in the text`)
  return { from, to: from + words.length }
}

function spanning(first: string, last: string): Range {
  return { from: at(first).from, to: at(last).to }
}

const turns = [
  at('How was it? Tell me more.'),
  spanning('It was hard.', 'And then I slept.'),
  at('Thank you.'),
]

function shown(range: Range): string {
  return text.slice(range.from, range.to)
}

describe('growRange', () => {
  it('grows a caret to its word, then the sentence, then the turn, and no further', () => {
    const caret = { from: at('sleep').from + 2, to: at('sleep').from + 2 }
    const word = growRange(text, turns, caret)
    expect(shown(word)).toBe('sleep')
    const sentence = growRange(text, turns, word)
    expect(shown(sentence)).toBe('I did not sleep, honestly.')
    const turn = growRange(text, turns, sentence)
    expect(turn).toEqual(turns[1])
    expect(growRange(text, turns, turn)).toEqual(turn)
  })

  it('completes the words that a selection cuts', () => {
    expect(shown(growRange(text, turns, at('ot slee')))).toBe('not sleep')
  })

  it('takes the word before a caret that stands at its end', () => {
    const end = at('passed').to
    expect(shown(growRange(text, turns, { from: end, to: end }))).toBe('passed')
  })

  it('grows a selection over parts of two sentences to both', () => {
    expect(shown(growRange(text, turns, at('hard. I')))).toBe(
      'It was hard. I did not sleep, honestly.',
    )
  })

  it('grows a selection over two turns to the whole of both and never to a third', () => {
    const sentences = growRange(text, turns, spanning('me more', 'was hard'))
    expect(sentences).toEqual(spanning('Tell me more.', 'It was hard.'))
    const both = growRange(text, turns, sentences)
    expect(both).toEqual(spanning('How was it', 'And then I slept.'))
    expect(growRange(text, turns, both)).toEqual(both)
  })

  it('takes a caret in a label to the words of that label', () => {
    const label = at('P: It').from
    expect(shown(growRange(text, turns, { from: label, to: label }))).toBe('It')
  })

  it('does not take a label into a selection that begins in it', () => {
    expect(shown(growRange(text, turns, at('P: It was')))).toBe('It was hard.')
  })

  it('grows by lines where there are no turns', () => {
    const heading = growRange(text, turns, at('Interview'))
    expect(shown(heading)).toBe('# Interview 4')
    const noTurns = growRange('First line.\nSecond. Third.', [], { from: 13, to: 13 })
    expect(noTurns).toEqual({ from: 12, to: 18 })
  })

  it('stays where it is in an empty text and on a blank line', () => {
    expect(growRange('', [], { from: 0, to: 0 })).toEqual({ from: 0, to: 0 })
    expect(growRange('a\n\nb', [], { from: 2, to: 2 })).toEqual({ from: 2, to: 2 })
  })

  it('stays within the text, comes to rest within four steps, and rests at the whole turns', () => {
    const documents = fc.array(anyText, { minLength: 1, maxLength: 5 }).chain((parts) => {
      const joined = parts.join('\nX: ')
      const ranges: Range[] = []
      let from = 0
      for (const part of parts) {
        if (part.trim() !== '') ranges.push({ from, to: from + part.length })
        from += part.length + 4
      }
      return rangeIn(joined).map((range) => ({ joined, ranges, range }))
    })
    fc.assert(
      fc.property(documents, ({ joined, ranges, range }) => {
        let current = growRange(joined, ranges, range)
        for (let step = 0; step < 4; step++) {
          const next = growRange(joined, ranges, current)
          expect(next.from).toBeLessThanOrEqual(current.from)
          expect(next.to).toBeGreaterThanOrEqual(current.to)
          expect(next.from).toBeGreaterThanOrEqual(0)
          expect(next.to).toBeLessThanOrEqual(joined.length)
          current = next
        }
        expect(growRange(joined, ranges, current)).toEqual(current)
      }),
      { numRuns: 300 },
    )
  })
})

describe('wholeTurns', () => {
  it('gives the turn of a caret and all turns that a selection touches', () => {
    const caret = { from: at('sleep').from, to: at('sleep').from }
    expect(wholeTurns(text, turns, caret)).toEqual(turns[1])
    const across = wholeTurns(text, turns, spanning('slept.', 'Thank'))
    expect(across).toEqual(spanning('It was hard.', 'Thank you.'))
  })
})
