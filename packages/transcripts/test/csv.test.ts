import { describe, expect, it } from 'vitest'
import { inspectFile, readFile, type CsvChoice } from '../src/index.ts'
import { saidBy, transcriptOf, transcriptsOf } from './reading.ts'

async function inspected(text: string) {
  const inspection = await inspectFile(new TextEncoder().encode(text), 'a.csv')
  if (!inspection.ok || !inspection.csv) throw new Error('the table was not inspected')
  return inspection.csv
}

const turnsTable = [
  'row;start;end;speaker;text',
  '1;0.5;2,25;Anna;"Well; ""really""',
  'yes"',
  '2;00:03;;Ben;No',
  '3;;;Anna;',
].join('\r\n')

describe('a table of turns', () => {
  it('is one transcript: its cells joined by LF, with quotes, line ends and times read', async () => {
    const transcript = await transcriptOf(`\ufeff${turnsTable}`, 'a.csv')
    expect(transcript.text).toBe('Well; "really"\nyes\nNo')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'Well; "really"\nyes'],
      ['Ben', 'No'],
    ])
    expect(transcript.turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [500, 2250],
      [3000, null],
    ])
    expect(transcript.turns.every(({ label }) => label === null)).toBe(true)
  })

  it('is shown in the preview with a guess of what each column is', async () => {
    const table = await inspected(turnsTable)
    expect(table.choice).toEqual({
      delimiter: ';',
      header: true,
      layout: 'turns',
      columns: { text: 4, speaker: 3, start: 1, end: 2, id: null },
    })
    expect(table.columnNames).toEqual(['row', 'start', 'end', 'speaker', 'text'])
    expect(table.firstRows[1]).toEqual(['2', '00:03', '', 'Ben', 'No'])
    expect(table.rowCount).toBe(3)
  })

  it('is cut into transcripts by an id, each with its own text', async () => {
    const text = 'session,speaker,text\nS1,I,Hello\nS1,P,Hi\nS2,I,Welcome\nS1,P,Bye'
    const transcripts = await transcriptsOf(text, 'a.csv')
    expect(transcripts.map(({ title, text: words }) => [title, words])).toEqual([
      ['S1', 'Hello\nHi\nBye'],
      ['S2', 'Welcome'],
    ])
  })

  it('is guessed without a header by what the columns hold', async () => {
    const rows = [
      ['0:01', 'Anna', 'Good morning and welcome.'],
      ['0:05', 'Ben', 'Thank you for having me.'],
      ['0:09', 'Anna', 'How did you sleep last night?'],
      ['0:15', 'Ben', 'I did not sleep at all.'],
    ]
    const table = await inspected(rows.map((row) => row.join('\t')).join('\n'))
    expect(table.choice).toMatchObject({
      delimiter: '\t',
      header: false,
      layout: 'turns',
      columns: { text: 2, speaker: 1, start: 0 },
    })
    expect(table.columnNames).toEqual(['Column 1', 'Column 2', 'Column 3'])
  })

  it('takes plain times as seconds, unless the column says milliseconds', async () => {
    const transcript = await transcriptOf('start_ms,text\n1500,Hello there', 'a.csv', {
      csv: {
        delimiter: ',',
        header: true,
        layout: 'turns',
        columns: { text: 1, speaker: null, start: 0, end: null, id: null },
      },
    })
    expect(transcript.turns[0]?.startsAt).toBe(1500)
  })

  it('keeps quotation marks that do not pair up as characters, and says so', async () => {
    const text = 'speaker\ttext\nA\t"So I said\nB\tNo\nA\tYes'
    const transcript = await transcriptOf(text, 'a.tsv')
    expect(saidBy(transcript)).toEqual([
      ['A', '"So I said'],
      ['B', 'No'],
      ['A', 'Yes'],
    ])
    expect(transcript.warnings.map(({ code }) => code)).toContain('stray-quotes')
  })

  it('says when rows have different numbers of cells', async () => {
    const transcript = await transcriptOf('speaker,text\nA,yes\nB,no, never\nA,so', 'a.csv')
    expect(transcript.warnings.map(({ code }) => code)).toContain('uneven-rows')
  })
})

const said = 'I: How was it?\nP: Hard, honestly. '.repeat(20)

describe('a table of interviews', () => {
  it('is a transcript a row, with turns by the labels in it and the other columns as attributes', async () => {
    const text = `transcript_id,year,text\nT1,2,"${said}"\nT2,3,"${said}more"\n`
    const transcripts = await transcriptsOf(text, 'a.csv')
    expect(transcripts.map(({ title, attributes }) => [title, attributes])).toEqual([
      ['T1', { year: '2' }],
      ['T2', { year: '3' }],
    ])
    expect(transcripts[1]?.text).toBe(`${said}more`)
    expect(transcripts[0]?.speakers.map(({ label }) => label)).toEqual(['I', 'P'])
  })
})

describe('the choice of columns', () => {
  const choice: CsvChoice = {
    delimiter: ',',
    header: false,
    layout: 'turns',
    columns: { text: 0, speaker: 1, start: null, end: null, id: null },
  }

  it('goes before every guess', async () => {
    const transcript = await transcriptOf('speaker,text\nA,yes', 'a.csv', { csv: choice })
    expect(saidBy(transcript)).toEqual([
      ['text', 'speaker'],
      ['yes', 'A'],
    ])
  })

  it('is refused with a sentence when the table has no such column', async () => {
    const columns = { ...choice.columns, text: 7 }
    const result = await readFile(new TextEncoder().encode('a,b\nc,d'), 'a.csv', {
      csv: { ...choice, columns },
    })
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-columns' } })
  })

  it('is refused with a sentence when the column holds no words', async () => {
    const result = await readFile(new TextEncoder().encode(',b\n ,d'), 'a.csv', { csv: choice })
    expect(result).toMatchObject({ ok: false, error: { code: 'empty' } })
  })
})
