import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { flowing, placed, type Printed } from './pdf-writer.ts'
import { saidBy, textOf, transcriptOf } from './reading.ts'

const long =
  'I did not really sleep that week because the exam was on my mind and everybody else seemed so sure of themselves, and when I went to the library there was nobody whom I could have asked.'

/** An interview long enough for several pages; each turn is different. */
const interview = Array.from({ length: 60 }, (_, turn) =>
  turn % 2 === 0 ? `I: Question ${turn}?` : `P: In answer ${turn}: ${long}`,
)

describe('paragraphs of a PDF', () => {
  it.each([
    ['ragged', {}],
    ['justified', { align: 'justify' }],
    ['with room between them', { paragraphGap: 8 }],
    ['with wide lines', { lineGap: 10 }],
    ['with first lines set in', { indent: 24 }],
  ] as const)('are whole again, %s', async (_, options) => {
    const bytes = await flowing(interview, options)
    expect(await textOf(bytes, 'a.pdf')).toBe(interview.join('\n'))
  })

  it('without labels are told apart by the room between them', async () => {
    const paragraphs = Array.from({ length: 9 }, (_, number) => `${number}. ${long} ${long}`)
    const bytes = await flowing(paragraphs, { paragraphGap: 6, align: 'justify' })
    expect(await textOf(bytes, 'a.pdf')).toBe(paragraphs.join('\n'))
  })

  it('that are short lines stay lines', async () => {
    const lines = ['Nobody asked', 'and nobody answered', 'until the evening came', 'and went']
    expect(await textOf(await flowing(lines), 'a.pdf')).toBe(lines.join('\n'))
  })

  it('have the turns of the interview', async () => {
    const transcript = await transcriptOf(await flowing(interview), 'a.pdf')
    expect(saidBy(transcript)).toEqual(
      interview.map((turn) => [turn.charAt(0), turn.slice('I: '.length)]),
    )
  })
})

describe('a word divided at the end of a line', () => {
  const narrow = (lines: readonly string[]): Promise<Uint8Array> =>
    placed([
      lines.map((words, index) => ({
        words,
        x: 72,
        y: 72 + index * 14,
        font: 'Courier' as const,
        size: 10,
      })),
    ])
  const filled = (start: string, end: string) =>
    `${start} ${'x'.repeat(70 - start.length - end.length)} ${end}`
  const whole = ['I: Why', 'P: An interview in September is a wonderful thing, well known as one.']

  it('is whole in a document that divides words and writes it so elsewhere; the reader is told', async () => {
    const lines = [
      filled('P: My mother', 'inter-'),
      filled('view then in', 'Septem-'),
      filled('ber it was a', 'won-'),
      'derful thing.',
    ]
    const { text, warnings } = await transcriptOf(await narrow([...lines, ...whole]), 'a.pdf')
    expect(text).toContain(' interview then in ')
    expect(text).toContain(' September it was a ')
    expect(text).toContain(' wonderful thing.\nI: Why\n')
    const told = warnings.find(({ code }) => code === 'rejoined')?.message
    expect(told).toContain('3 words')
  })

  it.each([
    ['well-', 'known for her patience.', ' well-known for her patience.'],
    ['inter-', 'view once.', ' inter-view once.'],
    ['day-to-', 'day for her.', ' day-to-day for her.'],
    ['and/', 'or not.', ' and/or not.'],
    ['so --', 'and then', ' so -- and then'],
    ['so —', 'and then', ' so — and then'],
    ['so—', 'and then', ' so—and then'],
  ])('keeps its signs where nothing says that they only divide: %s', async (end, next, joined) => {
    const lines = [filled('P: My mother', end), next, ...whole]
    const { text, warnings } = await transcriptOf(await narrow(lines), 'a.pdf')
    expect(text).toContain(joined)
    expect(warnings.map(({ code }) => code)).not.toContain('rejoined')
  })
})

describe('a page of a PDF', () => {
  const body = (from: number, count: number): Printed[] =>
    Array.from({ length: count }, (_, line) => ({
      words: `${line % 2 === 0 ? 'I' : 'P'}: Line ${from + line} of the talk.`,
      x: 72,
      y: 100 + line * 16,
    }))
  const bodyText = (from: number, count: number) =>
    body(from, count)
      .map(({ words }) => words)
      .join('\n')

  it('loses its running heads and page numbers, and the reader is told which', async () => {
    const pages = [1, 2, 3, 4].map((page) => [
      { words: 'Interview with P012', x: 72, y: 40, size: 9 },
      ...body(page * 100, 20),
      { words: `Page ${page} of 4`, x: 280, y: 800, size: 9 },
    ])
    const { text, warnings } = await transcriptOf(await placed(pages), 'a.pdf')
    expect(text).toBe([1, 2, 3, 4].map((page) => bodyText(page * 100, 20)).join('\n'))
    const told = warnings.find(({ code }) => code === 'left-out')?.message
    expect(told).toContain('“Interview with P012”')
    expect(told).toContain('“Page 1 of 4”')
  })

  it('keeps a first line and a last that come only once', async () => {
    const pages = [1, 2, 3].map((page) => [
      { words: `I: Opening words ${'abc'.charAt(page - 1)}`, x: 72, y: 40 },
      ...body(page * 100, 10),
    ])
    const { text } = await transcriptOf(await placed(pages), 'a.pdf')
    for (const letter of 'abc') expect(text).toContain(`I: Opening words ${letter}`)
  })

  it('that was turned is read upright', async () => {
    const turned = body(1, 12).map((line) => ({ ...line, x: line.y, y: 700, turned: -90 }))
    expect(await textOf(await placed([turned]), 'a.pdf')).toBe(bodyText(1, 12))
  })

  it('is read without what stands aslant on it, and the reader is told', async () => {
    const pages = [1, 2].map((page) => [
      ...body(page * 100, 12),
      { words: 'CONFIDENTIAL DRAFT', x: 200, y: 500, size: 40, turned: -45 },
    ])
    const { text, warnings } = await transcriptOf(await placed(pages), 'a.pdf')
    expect(text).not.toContain('DRAFT')
    expect(warnings.map(({ message }) => message).join()).toContain('“CONFIDENTIAL DRAFT”')
  })

  it('with two columns is read column by column, and the reader is told', async () => {
    const words = interview.slice(0, 16)
    const bytes = await flowing(words, { columns: 2, columnGap: 24, height: 300, align: 'justify' })
    const { text, warnings } = await transcriptOf(bytes, 'a.pdf')
    expect(text).toBe(words.join('\n'))
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'columns' }))
  })

  it('with a table of speakers and words is read row by row', async () => {
    const rows = Array.from({ length: 8 }, (_, row) => row)
    const cells = rows.flatMap((row): Printed[] => [
      { words: row % 2 === 0 ? 'Anna' : 'Ben', x: 72, y: 80 + row * 50 },
      {
        words: `Words of row ${row} that go on to the end of this line and then`,
        x: 160,
        y: 80 + row * 50,
      },
      { words: 'into the next one.', x: 160, y: 94 + row * 50 },
    ])
    const transcript = await transcriptOf(await placed([cells]), 'a.pdf')
    expect(saidBy(transcript).map(([speaker, said]) => [speaker, said.replace('\n', ' ')])).toEqual(
      rows.map((row) => [
        row % 2 === 0 ? 'Anna' : 'Ben',
        `Words of row ${row} that go on to the end of this line and then into the next one.`,
      ]),
    )
  })
})

describe('a PDF that cannot be read', () => {
  it('because a password protects it gives a sentence that says so', async () => {
    const result = await readFile(await flowing(interview, {}, { userPassword: 'secret' }), 'a.pdf')
    expect(result).toMatchObject({ ok: false, error: { code: 'protected' } })
    if (!result.ok) expect(result.error.message).toContain('password')
  })

  it('because it was cut off gives a sentence that says so', async () => {
    const whole = await flowing(interview)
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const result = await readFile(whole.slice(0, Math.floor(whole.length * share)), 'a.pdf')
      expect(result).toMatchObject({ ok: false, error: { code: 'damaged' } })
      if (!result.ok) expect(result.error.message).toContain('ends in the middle')
    }
  })

  it('because it holds pictures of words only gives a sentence that names OCR', async () => {
    const result = await readFile(await placed([[], []]), 'scan.pdf')
    expect(result).toMatchObject({ ok: false, error: { code: 'no-text' } })
    if (!result.ok) expect(result.error.message).toContain('OCR')
  })
})

describe('a PDF that only its owner may change', () => {
  it('is read: nothing keeps it from being opened', async () => {
    const bytes = await flowing(interview, {}, { ownerPassword: 'secret', permissions: {} })
    expect(await textOf(bytes, 'a.pdf')).toBe(interview.join('\n'))
  })
})
