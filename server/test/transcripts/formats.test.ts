import { previewFile } from '@throughline/contract/transcripts'
import { Document, Packer, Paragraph, TextRun } from 'docx'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp } from '../app.ts'
import { broughtIn, imported, sent, textOf } from './importing.ts'

// The real files of the readers' package; see its README for their sources and licences.
const fixtures = new URL('../../../packages/transcripts/test/fixtures/', import.meta.url)
const fixture = (path: string) => readFile(new URL(path, fixtures))
const lines = (text: string) => text.replaceAll(/\r\n|\r/g, '\n')

let product: TestApp
let lead: Person
let study: string

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = (await product.study(lead)).id
})
afterAll(() => product.close())

async function only(name: string, content: Uint8Array | string, choices = {}) {
  const [transcript] = await broughtIn(lead, study, name, content, choices)
  return textOf(lead, study, transcript?.id)
}

describe('the text that stands after an import is what the file says', () => {
  test('of Markdown', async () => {
    const bytes = await fixture('anthropic-interviewer/00037.md')
    const { text, format, title, stage } = await only('00037.md', bytes)
    expect(text).toBe(lines(bytes.toString('utf8')))
    expect({ format, title, stage }).toEqual({ format: 'md', title: '00037', stage: 'released' })
  })

  test('of plain text in UTF-8 with curly quotes and mixed line ends', async () => {
    const bytes = await fixture('osce/MSK0029.txt')
    const { text, turns } = await only('MSK0029.txt', bytes)
    expect(text).toBe(lines(bytes.toString('utf8').replace('\ufeff', '')))
    expect(new Set(turns.map(({ speaker }) => speaker))).toEqual(new Set(['D', 'P']))
  })

  test('of plain text in UTF-16', async () => {
    const bytes = await fixture('osce/RES0002.txt')
    expect([bytes[0], bytes[1]]).toEqual([0xff, 0xfe])
    const { text } = await only('RES0002.txt', bytes)
    expect(text).toBe(lines(bytes.subarray(2).toString('utf16le')))
  })

  test('of UTF-16 with the higher byte first', async () => {
    const said = 'I: Où étiez-vous ?\nP: À la “bibliothèque” 😀.\n'
    const bytes = Buffer.from(`\ufeff${said}`, 'utf16le').swap16()
    expect((await only('big.txt', bytes)).text).toBe(said)
  })

  test('of WebVTT, with speakers and times as ranges on it', async () => {
    const { text, turns } = await only(
      'interview.vtt',
      'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\n<v Ada>Where do you <i>belong</i>?\n\n00:00:03.000 --> 00:00:05.000\n<v P012>Nowhere &amp; everywhere.\n',
    )
    expect(text).toBe('Where do you belong?\nNowhere & everywhere.')
    expect(turns.map(({ from, to, ...turn }) => ({ ...turn, said: text.slice(from, to) }))).toEqual(
      [
        {
          said: 'Where do you belong?',
          speaker: 'Ada',
          role: expect.any(String),
          label: null,
          startsAt: 1000,
          endsAt: 2500,
        },
        {
          said: 'Nowhere & everywhere.',
          speaker: 'P012',
          role: 'participant',
          label: null,
          startsAt: 3000,
          endsAt: 5000,
        },
      ],
    )
  })

  test('of SRT, whose impossible times do no harm', async () => {
    const { text, turns } = await only(
      'interview.srt',
      '1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n9999:00:00,000 --> 9999:00:02,000\nMuch later.\n',
    )
    expect(text).toBe('Hello.\nMuch later.')
    expect(turns.at(-1)).toMatchObject({ startsAt: null, endsAt: null })
  })

  test('of a Word document made by another library', async () => {
    const paragraph = (name: string, words: string) =>
      new Paragraph({ children: [new TextRun({ text: name, bold: true }), new TextRun(words)] })
    const bytes = await Packer.toBuffer(
      new Document({
        sections: [
          {
            children: [
              paragraph('Interviewer: ', 'Where do you feel you belong?'),
              paragraph('P012: ', 'In “the café”, naïvely — 😀.'),
              paragraph('Interviewer: ', 'And outside?'),
              paragraph('P012: ', 'Nowhere.'),
            ],
          },
        ],
      }),
    )
    const { text, turns, words } = await only('P012 interview.docx', bytes)
    expect(text).toBe(
      'Interviewer: Where do you feel you belong?\nP012: In “the café”, naïvely — 😀.\nInterviewer: And outside?\nP012: Nowhere.',
    )
    expect(turns.map(({ role }) => role)).toEqual([
      'interviewer',
      'participant',
      'interviewer',
      'participant',
    ])
    // Where do you feel you belong, In the café naïvely, And outside, Nowhere: labels are no words.
    expect(words).toBe(6 + 4 + 2 + 1)
  })

  test('of 10 MB in one file', async () => {
    const line = 'P: Everybody counted, nobody asked; ça va “bien”.\n'
    const text = line.repeat(Math.ceil(10_000_000 / Buffer.byteLength(line)))
    const read = await only('long.txt', text)
    expect(read.length).toBe(text.length)
    expect(read.text === text).toBe(true)
  })
})

describe('an encoding that the bytes do not prove', () => {
  const said = 'I: Čo hovoria žiaci?\nP: Že ich škola nepočúva.\n'
  // Windows-1250 by its table (Microsoft): Č C8, ž 9E, Ž 8E, š 9A, č E8, ú FA.
  const table = new Map([...'ČžŽščú'].map((c, i) => [c, [0xc8, 0x9e, 0x8e, 0x9a, 0xe8, 0xfa][i]]))
  const bytes = Buffer.from([...said].map((c) => table.get(c) ?? c.charCodeAt(0)))

  test('is shown with its alternatives, and read as the person chooses', async () => {
    const first = await sent(lead, study, 'žiaci.txt', bytes)
    expect(first.encoding).toMatchObject({ name: 'windows-1252', certain: false })
    const chosen = first.encoding?.alternatives.find(({ name }) => name === 'windows-1250')
    expect(chosen?.sample).toContain('Čo hovoria žiaci')
    const options = { encoding: 'windows-1250' }
    const again = (
      await lead.get(
        previewFile,
        { study, upload: first.upload },
        { options: JSON.stringify(options) },
      )
    ).answer()
    expect(again.transcripts[0]?.beginning).toBe(said)
    const [file] = await imported(lead, study, [{ upload: first.upload, options }])
    const { text, warnings } = await textOf(lead, study, file?.transcripts[0]?.id)
    expect(text).toBe(said)
    expect(warnings).toEqual([])
  })

  test('that cannot read the bytes is refused with a sentence', async () => {
    const { upload } = await sent(lead, study, 'other.txt', Buffer.from([0x41, 0xff, 0xfe, 0x80]))
    const options = JSON.stringify({ encoding: 'utf-8' })
    const { problem, transcripts } = (
      await lead.get(previewFile, { study, upload }, { options })
    ).answer()
    expect(problem?.code).toBe('wrong-encoding')
    expect(transcripts).toEqual([])
  })
})

describe('a table', () => {
  test('becomes turns, one a row, with speakers and times', async () => {
    const bytes = await fixture('justhink/justhink19_transcript_18.csv')
    const rows = bytes
      .toString('utf8')
      .split(/\r?\n/)
      .slice(1)
      .filter(Boolean)
      .map((row) => row.split('\t'))
    const preview = await sent(lead, study, 'team 18.csv', bytes)
    expect(preview.csv).toMatchObject({
      columnNames: ['team_no', 'utterance_no', 'start', 'end', 'interlocutor', 'utterance'],
      choice: { delimiter: '\t', header: true, layout: 'turns' },
      rowCount: rows.length,
    })
    const [file] = await imported(lead, study, [preview.upload])
    const { text, turns } = await textOf(lead, study, file?.transcripts[0]?.id)
    expect(text).toBe(rows.map((row) => row[5]).join('\n'))
    expect(
      turns.map(({ speaker, startsAt, from, to }) => [speaker, startsAt, text.slice(from, to)]),
    ).toEqual(rows.map((row) => [row[4], Math.round(Number(row[2]) * 1000), row[5]]))
  })

  test('becomes interviews, one a row, each with its own participant', async () => {
    const table =
      'who;said\nP101;"I: Where do you belong?\nP: Nowhere, ""really""."\nP102;"I: And you?\nP: Here."\n'
    const people = product.query<{ id: string }>(
      `insert into participant (study_id, id, label) values ($1, gen_random_uuid(), 'P101') returning id`,
      [study],
    )
    const p101 = (await people)[0]?.id ?? ''
    const preview = await sent(lead, study, 'all.csv', table)
    const choice = {
      delimiter: ';',
      header: true,
      layout: 'interviews' as const,
      columns: { text: 1, speaker: null, start: null, end: null, id: 0 },
    }
    const seen = (
      await lead.get(
        previewFile,
        { study, upload: preview.upload },
        { options: JSON.stringify({ csv: choice }) },
      )
    ).answer()
    expect(
      seen.transcripts.map(({ title, participant, participantLabel }) => [
        title,
        participant,
        participantLabel,
      ]),
    ).toEqual([
      ['P101', p101, 'P101'],
      ['P102', null, 'P102'],
    ])
    expect(seen.speakers).toMatchObject([
      { label: 'I', transcripts: 2, turns: 2, role: 'interviewer' },
      { label: 'P', transcripts: 2, turns: 2, role: 'participant' },
    ])
    const [file] = await imported(lead, study, [
      {
        upload: preview.upload,
        options: { csv: choice },
        participants: { 0: p101 },
        speakers: { 0: 'unknown' },
      },
    ])
    const [first, second] = file?.transcripts ?? []
    const one = await textOf(lead, study, first?.id)
    expect(one).toMatchObject({
      text: 'I: Where do you belong?\nP: Nowhere, "really".',
      participant: { id: p101, label: 'P101' },
    })
    expect(new Map(one.speakers.map(({ label, role }) => [label, role]))).toEqual(
      new Map([
        ['I', 'unknown'],
        ['P', 'participant'],
      ]),
    )
    expect(await textOf(lead, study, second?.id)).toMatchObject({
      text: 'I: And you?\nP: Here.',
      participant: null,
    })
  })

  test('of 125 interviews is previewed and imported whole, its original kept once', async () => {
    const said = (number: number) => `P: Interview number ${number}, ${'word '.repeat(200)}end.`
    const table = `id,text\n${Array.from({ length: 125 }, (_, n) => `case-${n},"${said(n)}"`).join('\n')}\n`
    const before = await product.query('select from file where study_id = $1', [study])
    const preview = await sent(lead, study, '125.csv', table)
    expect(preview.transcripts).toHaveLength(125)
    const [file] = await imported(lead, study, [preview.upload])
    expect(file?.transcripts.map(({ title }) => title)).toEqual(
      Array.from({ length: 125 }, (_, n) => `case-${n}`),
    )
    expect((await textOf(lead, study, file?.transcripts[124]?.id)).text).toBe(said(124))
    const after = await product.query('select from file where study_id = $1', [study])
    expect(after.length - before.length).toBe(1)
  })
})
