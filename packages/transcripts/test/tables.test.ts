import { describe, expect, it } from 'vitest'
import type { TranscriptText } from '../src/index.ts'
import { labelsOf, saidBy, textOf, transcriptOf } from './reading.ts'
import { byHand, p, r, table } from './word-document.ts'

async function read(...body: string[]): Promise<TranscriptText> {
  return transcriptOf(byHand(body.join('')), 'a.docx')
}

const asked = 'How did you sleep that week, with the exam before you?'
const told = 'Not well, really. I kept thinking about it.'

describe('a table with a turn in each row', () => {
  it('names the speaker in the first cell, and has the words of the second', async () => {
    const transcript = await read(
      table(['Dr. Lee', asked], ['Maya K.', told], ['Dr. Lee', 'And then?'], ['Maya K.', 'Then']),
    )
    expect(transcript.text.split('\n')[0]).toBe('Dr. Lee')
    expect(labelsOf(transcript)).toEqual(['Dr. Lee', 'Maya K.', 'Dr. Lee', 'Maya K.'])
    expect(saidBy(transcript)).toEqual([
      ['Dr. Lee', asked],
      ['Maya K.', told],
      ['Dr. Lee', 'And then?'],
      ['Maya K.', 'Then'],
    ])
    expect(transcript.warnings).toEqual([])
  })

  it.each([
    ['before the name', ['00:12', 'Ana', asked], ['01:02:03.5', 'Ben', told], '00:12\nAna'],
    ['behind the name', ['Ana', '[00:12]', asked], ['Ben', '01:02:03,5', told], 'Ana\n[00:12]'],
    ['behind the words', ['Ana', asked, '0:12'], ['Ben', told, '1:02:03.5'], 'Ana'],
    ['with the name', ['Ana (00:12)', asked], ['Ben 1:02:03.5:', told], 'Ana (00:12)'],
    ['from and to', ['0:12 - 0:20', 'Ana', asked], ['1:02:03.5–1:03:00', 'Ben', told], null],
  ])('has times in a column %s', async (_, one, two, label) => {
    const transcript = await read(table(one, two, one, two))
    expect(saidBy(transcript).slice(0, 2)).toEqual([
      ['Ana', asked],
      ['Ben', told],
    ])
    expect(transcript.turns.map(({ startsAt }) => startsAt).slice(0, 2)).toEqual([
      12_000, 3_723_500,
    ])
    if (label === null)
      expect(transcript.turns.map(({ endsAt }) => endsAt).slice(0, 2)).toEqual([20_000, 3_780_000])
    else expect(labelsOf(transcript)[0]).toBe(label)
  })

  it('may have numbers of lines, names of columns, rows in between and words around', async () => {
    const transcript = await read(
      p(r('Interview 4')),
      table(
        ['Nr.', 'Speaker', 'Transcript'],
        ['1', 'I', asked],
        ['2', 'P', told],
        ['[a telephone rings]'],
        ['3', '', 'And so on.'],
        ['4', 'I', ''],
      ),
      p(r('I: One more thing.')),
      p(r('P: Yes?')),
    )
    expect(labelsOf(transcript)).toEqual(['1\nI', '2\nP', '3', 'I:', 'P:'])
    expect(saidBy(transcript)).toEqual([
      ['I', asked],
      ['P', told],
      ['P', 'And so on.'],
      ['I', 'One more thing.'],
      ['P', 'Yes?'],
    ])
  })

  it('may stand in the cell of another that lays out the page', async () => {
    const inner = table(['I', asked], ['P', told])
    const transcript = await read(`<w:tbl><w:tr><w:tc>${inner}${p()}</w:tc></w:tr></w:tbl>`)
    expect(saidBy(transcript)).toEqual([
      ['I', asked],
      ['P', told],
    ])
  })

  it('ends the turn that began before it', async () => {
    const transcript = await read(
      p(r('I: Before.')),
      p(r('P: So.')),
      table(['I', asked], ['P', told]),
    )
    expect(saidBy(transcript)).toEqual([
      ['I', 'Before.'],
      ['P', 'So.'],
      ['I', asked],
      ['P', told],
    ])
  })
})

describe('any other table', () => {
  it('is read row by row, with a warning where it holds many of the words', async () => {
    const side = `<w:tbl><w:tr><w:tc>${p(r('How are you?'))}${p(r('Really?'))}</w:tc><w:tc>${p(r('Fine.'))}${p(r('Yes.'))}</w:tc></w:tr></w:tbl>`
    const { text, turns, warnings } = await read(side)
    expect(text).toBe('How are you?\nReally?\nFine.\nYes.')
    expect(turns).toEqual([])
    expect(warnings.map(({ code, at }) => [code, at])).toEqual([
      ['no-speakers', undefined],
      ['read-by-rows', 0],
    ])
  })

  it('that holds a few facts before the interview is no transcript and needs no warning', async () => {
    const talk = Array.from({ length: 6 }, () => p(r(`I: ${asked}`)) + p(r(`P: ${told}`))).join('')
    const transcript = await read(table(['Date', '3 May'], ['Place', 'Leeds, library']), talk)
    expect(transcript.turns).toHaveLength(12)
    expect(transcript.warnings).toEqual([])
  })

  it('whose cells hold labelled lines has the turns of those lines', async () => {
    const cells = [`I: ${asked}`, `P: ${told}`].map((words) => p(r(words))).join('')
    const transcript = await read(
      `<w:tbl><w:tr><w:tc>${cells}</w:tc><w:tc>${p(r('note'))}</w:tc></w:tr></w:tbl>`,
    )
    expect(saidBy(transcript)[0]).toEqual(['I', asked])
    expect(transcript.warnings).toEqual([])
  })

  it('with words in the column of names has no turns', async () => {
    expect(await textOf(byHand(table(['Where, then?', asked], ['Oh!', told])), 'a.docx')).toBe(
      `Where, then?\n${asked}\nOh!\n${told}`,
    )
    const { turns } = await read(table(['Where, then?', asked], ['Oh!', told]))
    expect(turns).toEqual([])
  })
})
