import { changeTranscript, releaseTranscript } from '@throughline/contract/transcripts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOfTranscript } from '../../src/transcripts/write-transcript.ts'
import { openTestApp, type Person, type TestApp, type TestStudy } from '../app.ts'
import { broughtIn, textOf } from './importing.ts'

let product: TestApp
let lead: Person
let study: TestStudy
let participant: string

beforeAll(async () => {
  product = await openTestApp({ work: true })
  lead = await product.person('Ada Okafor')
  study = await product.study(lead)
  participant = await study.participant('P012', { site: study.sites[0]?.id ?? null })
})
afterAll(() => product.close())

const secret = 'Marmaduke came late'
const noted = String.raw`{\rtf1\ansi I: Where?\par
P: At {\*\atrfstart 1}the mill{\*\atrfend 1}{\*\atnauthor Dr. Quill}{\*\annotation{\*\atnref 1}${secret}}{\footnote Near the river.}.\par}`

const notes = [
  { kind: 'comment', from: 16, to: 24, text: secret },
  { kind: 'footnote', from: 24, to: 24, text: 'Near the river.' },
]

test('comments and footnotes of a file stand beside the text, at their place, without an author', async () => {
  const [transcript] = await broughtIn(lead, study.id, 'P012.rtf', noted)
  const read = await textOf(lead, study.id, transcript?.id)
  expect(read.text).toBe('I: Where?\nP: At the mill.')
  expect(read.notes).toEqual(notes)
  expect(read.warnings.map(({ code }) => code)).toContain('notes-kept')
  expect(JSON.stringify(read)).not.toContain('Quill')
})

test('those of a raw transcript are sealed with its words, wherever it goes, until its release', async () => {
  const [transcript] = await broughtIn(lead, study.id, 'raw.rtf', noted, { again: true }, 'raw')
  const id = transcript?.id ?? ''
  const inClear = () => product.query('select text from source_note where transcript_id = $1', [id])
  expect(await inClear()).toEqual([])
  expect((await textOf(lead, study.id, id)).notes).toEqual(notes)

  await lead.send(changeTranscript, { id, participant }, { study: study.id })
  expect((await textOf(lead, study.id, id)).notes).toEqual(notes)

  await lead.send(releaseTranscript, { id }, { study: study.id })
  expect(await inClear()).toEqual([{ text: secret }, { text: 'Near the river.' }])
  expect((await textOf(lead, study.id, id)).notes).toEqual(notes)
})

test('words that were sealed before there were notes are opened without any', () => {
  const before = { text: 'I: Hm.', turns: [], speakers: [] }
  expect(wordsOfTranscript.parse(before)).toEqual({ ...before, notes: [] })
})

test('the database keeps none in clear of what is not released', async () => {
  const [transcript] = await broughtIn(lead, study.id, 'b.rtf', noted, { again: true }, 'raw')
  await expect(
    product.query(
      `insert into source_note (study_id, transcript_id, number, kind, starts, ends, text)
       values ($1, $2, 0, 'comment', 0, 1, 'words')`,
      [study.id, transcript?.id],
    ),
  ).rejects.toThrow('released')
})
