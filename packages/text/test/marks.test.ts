import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headingsIn, linesLike, questionsAsked, type Range } from '../src/index.ts'
import { anyText } from './arbitraries.ts'

/** The words behind each label `X: `, a turn each. */
function turnsOf(text: string): Range[] {
  return [...text.matchAll(/^[A-Z]: (.*)$/gm)].map((found) => {
    const to = found.index + found[0].length
    return { from: to - (found[1]?.length ?? 0), to }
  })
}

const shown = (text: string, marks: readonly (Range & { number: number | null; name: string })[]) =>
  marks.map(({ from, to, number, name }) => [text.slice(from, to), number, name])

describe('lines that begin as a pattern says', () => {
  const text = 'Q1: Where from?\nHere, Q2 said he.\nI: q 12) And now?\nQ4\nQuite.\nI:  Q3 – Then?'

  test('are found behind a speaker’s label too, in capitals or not, with number and words', () => {
    expect(shown(text, linesLike(text, turnsOf(text), 'Q{number}'))).toEqual([
      ['Q1: Where from?', 1, 'Where from?'],
      ['Q4', 4, 'Q4'],
      ['Q3 – Then?', 3, 'Then?'],
    ])
    expect(shown(text, linesLike(text, turnsOf(text), 'q {number}'))).toEqual([
      ['q 12) And now?', 12, 'And now?'],
    ])
  })

  test('are whole words: “Part” is not found in “Party”', () => {
    const talk = 'Part one\nParty time\nPart: two'
    expect(linesLike(talk, [], 'Part')).toHaveLength(2)
  })

  test('give the words of {name}', () => {
    const talk = '== Block 2: Money ==\n== Block 3: Home and away =='
    expect(linesLike(talk, [], '== Block {number}: {name} ==')).toMatchObject([
      { number: 2, name: 'Money' },
      { number: 3, name: 'Home and away' },
    ])
  })

  test('are taken to the letter: what means something in an expression means nothing here', () => {
    expect(linesLike('(a+)+$ x\naaaaaaaa', [], '(a+)+$')).toHaveLength(1)
    expect(linesLike('anything', [], '.*')).toEqual([])
  })

  test('are none where the pattern would find every line', () => {
    for (const pattern of ['', '  ', '{name}']) expect(linesLike('a\nb', [], pattern)).toEqual([])
  })
})

describe('headings', () => {
  test('are Markdown, bold lines and lines in capitals, not what somebody says', () => {
    const text =
      '# Warm-up\nI: HELLO THERE\nP: Hi.\nPART 2\n**The end:**\nJust a line.\nI: # not one\nOK'
    expect(shown(text, headingsIn(text, turnsOf(text)))).toEqual([
      ['# Warm-up', null, 'Warm-up'],
      ['PART 2', 2, 'PART 2'],
      ['**The end:**', null, 'The end:'],
    ])
  })
})

describe('turns in which a question is asked', () => {
  const questions = [
    { number: 1, wording: 'Can you tell me about your first weeks at the university?' },
    { number: 2, wording: 'What would have made belonging easier for you?' },
  ]
  test('are found though it is not read out to the letter', () => {
    const text =
      'I: So, tell me a bit about those first weeks here at university.\nP: My first weeks.\nI: And what would have made it easier, belonging?\nI: Fine.'
    expect(questionsAsked(text, turnsOf(text), questions).map(({ number }) => number)).toEqual([
      1, 2,
    ])
  })
})

test('what is found lies within the text, has words, and comes in its order', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('{number}', 'word', 'Dr', '[laughs]'), (text, pattern) => {
      for (const marks of [linesLike(text, [], pattern), headingsIn(text, [])]) {
        let last = -1
        for (const { from, to } of marks) {
          expect(from).toBeGreaterThan(last)
          expect(text.slice(from, to).trim()).not.toBe('')
          last = from
        }
      }
    }),
  )
})
