import {
  checkQuoteEdits,
  type QuoteEdit,
  sourceAgrees,
  quotedWords,
  type TurnOfTranscript,
} from '@throughline/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balanceOf, printedQuote } from '../../src/reporting/rules.ts'

describe('whose voices the report carries', () => {
  test('is told for the published study: 33 quotations from 8 of 17 people, P012 with 27 %', () => {
    // The participant-citation profile of the paper, as counted in notes/requirements.md.
    const cited = { P001: 1, P002: 6, P003: 7, P004: 2, P005: 1, P008: 5, P012: 9, P013: 2 }
    const people = Array.from({ length: 17 }, (_, index) => {
      const label = `P${String(index + 1).padStart(3, '0')}`
      return { participant: `id of ${label}`, label, consent: 'yes' as const }
    })
    const quotes = Object.entries(cited).flatMap(([label, count]) =>
      Array.from({ length: count }, () => `id of ${label}`),
    )
    const balance = balanceOf(quotes, people.toReversed())
    expect(balance).toMatchObject({ quotes: 33, quoted: 8, of: 17 })
    expect(balance.rows.map(({ label }) => label)).toEqual(people.map(({ label }) => label))
    const quotesOf = Object.fromEntries(balance.rows.map(({ label, quotes: own }) => [label, own]))
    expect(quotesOf).toMatchObject({ ...cited, P006: 0, P017: 0 })
    const most = balance.rows.find(({ label }) => label === 'P012')
    expect(Math.round(100 * (most?.share ?? 0))).toBe(27)
    expect(balance.rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })

  test('is no share of nothing when nobody is quoted', () => {
    const balance = balanceOf([], [{ participant: 'a', label: 'P001', consent: 'no' }])
    expect(balance.rows).toMatchObject([{ quotes: 0, share: 0 }])
  })
})

const interview =
  'I: How was it?\nP012: Every single event. \nI: Yes?\nP012: Centred around drinking.'
const turns = turnsOf(interview)

/** The turns of a text in which each line is `Label: words`. */
function turnsOf(text: string): TurnOfTranscript[] {
  const found: TurnOfTranscript[] = []
  for (const match of text.matchAll(/^(\w+): (.*)$/gm)) {
    const [, label = '', words = ''] = match
    const from = match.index + label.length + 2
    found.push({
      from,
      to: from + words.length,
      label: { from: match.index, to: match.index + label.length + 1 },
      role: label === 'I' ? 'interviewer' : 'participant',
    })
  }
  return found
}

function quoted(passage: string) {
  const from = interview.indexOf(passage)
  return quotedWords(interview, { from, to: from + passage.length }, turns)
}

const shown = (words: ReturnType<typeof quoted>, edits: QuoteEdit[] = []) =>
  printedQuote(words, edits, 'P012')
    .map(({ text }) => text)
    .join('')

describe('the words of a coding', () => {
  test('are the passage, without the white space around it', () => {
    expect(quoted(' Every single event. ').text).toBe('Every single event.')
  })

  test('never hold a speaker label, and one line stands for each speaker', () => {
    const words = quoted('Every single event. \nI: Yes?\nP012: Centred around drinking.')
    expect(words.text).toBe('Every single event.\nYes?\nCentred around drinking.')
    expect(words.passages.map(({ role }) => role)).toEqual([
      'participant',
      'interviewer',
      'participant',
    ])
    expect(quoted('P012').text).toBe('')
    expect(quoted('12: Every').text).toBe('Every')
  })

  test('are kept where they stand in no turn', () => {
    const text = 'A note before the talk.\nP1: Hello.'
    const range = { from: 0, to: text.length }
    expect(quotedWords(text, range, turnsOf(text)).text).toBe('A note before the talk.\nHello.')
    expect(quotedWords(text, range, []).text).toBe(text)
  })

  test('part speakers who have no label in the text', () => {
    const text = 'Was it? It was.'
    const bare: TurnOfTranscript[] = [
      { from: 0, to: 7, label: null, role: 'interviewer' },
      { from: 8, to: 15, label: null, role: 'participant' },
    ]
    expect(quotedWords(text, { from: 0, to: 15 }, bare).text).toBe('Was it?\nIt was.')
  })
})

describe('a printed quote', () => {
  test('marks who speaks where the interviewer is heard', () => {
    const words = quoted('Every single event. \nI: Yes?\nP012: Centred around drinking.')
    expect(shown(words)).toBe(
      '[P012:] Every single event.\n[Interviewer:] Yes?\n[P012:] Centred around drinking.',
    )
    expect(shown(quoted('How was it?'))).toBe('[Interviewer:] How was it?')
    expect(shown(quoted('Centred around drinking.'))).toBe('Centred around drinking.')
  })

  test('has no mark for a speaker whose words are all left out', () => {
    const words = quoted('Every single event. \nI: Yes?\nP012: Centred around drinking.')
    const question = words.text.indexOf('Yes?')
    const edits: QuoteEdit[] = [{ kind: 'omit', from: question, to: question + 4 }]
    expect(shown(words, edits)).not.toContain('Interviewer')
  })

  test('agrees with its source whatever is left out and put in, and whoever speaks', () => {
    const word = fc.constantFrom(
      'event',
      'I',
      'naïve',
      '👩🏽‍⚕️',
      'e\u0301t',
      '[sic]',
      '…',
      'like,',
      'no.',
      '\u00a0',
    )
    const line = fc.tuple(
      fc.constantFrom('I', 'P'),
      fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')),
    )
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('omit' as const), from: fc.nat(160), to: fc.nat(160) }),
      fc.record({
        kind: fc.constant('insert' as const),
        at: fc.nat(160),
        text: fc.constantFrom('they', 'at school', 'é'),
      }),
    )
    let accepted = 0
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(edit, { maxLength: 4 }),
        (lines, edits) => {
          const text = lines.map(([speaker, said]) => `${speaker}: ${said}`).join('\n')
          const words = quotedWords(text, { from: 0, to: text.length }, turnsOf(text))
          for (const passage of words.text.split('\n')) expect(text).toContain(passage)
          const checked = checkQuoteEdits(words.text, edits)
          fc.pre(checked.ok)
          if (!checked.ok) return
          accepted += 1
          const parts = printedQuote(words, checked.edits, 'P012')
          expect(sourceAgrees(words.text, parts.map((part) => part.text).join(''))).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})
