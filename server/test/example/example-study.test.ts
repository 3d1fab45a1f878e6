import { findQuotes, listCodes } from '@throughline/contract/coding'
import { listParticipants } from '@throughline/contract/participants'
import {
  listMyStudies,
  listSites,
  openExampleStudy,
  removeStudy,
} from '@throughline/contract/study'
import { listTranscripts, getTranscript } from '@throughline/contract/transcripts'
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type Person, type TestApp } from '../app.ts'

const interviews = new URL('../../src/example/interviews/', import.meta.url)

let product: TestApp
let owner: Person
let study: string

beforeAll(async () => {
  product = await openTestApp()
  owner = await product.person('Ada Okafor', { owner: true })
  study = (await owner.send(openExampleStudy, {})).answer().id
})
afterAll(() => product.close())

test('holds 17 participants of 4 sites in different years, one a cell', async () => {
  const { participants } = (await owner.get(listParticipants, { study })).answer()
  const { sites } = (await owner.get(listSites, { study })).answer()
  expect(participants.map(({ label }) => label)).toEqual(
    Array.from({ length: 17 }, (_, index) => `P${String(index + 1).padStart(3, '0')}`),
  )
  expect(sites).toHaveLength(4)
  expect(new Set(participants.map(({ site, year }) => `${site} ${year}`)).size).toBe(17)
  expect(new Set(participants.map(({ year }) => year))).toEqual(new Set([1, 2, 3, 4, 5, 6]))
})

test('keeps the interviews as the files say them', async () => {
  const { transcripts } = (await owner.get(listTranscripts, { study })).answer()
  const files = (await readdir(interviews)).filter((name) => name.startsWith('P'))
  expect(transcripts).toHaveLength(files.length)
  for (const file of files) {
    const label = file.slice(0, 4)
    const transcript = transcripts.find(({ participant }) => participant?.label === label)
    const { text, turns } = (
      await owner.get(getTranscript, { study, transcript: transcript?.id ?? '' })
    ).answer()
    expect(text).toBe(await readFile(new URL(file, interviews), 'utf8'))
    expect(turns.filter(({ role }) => role === 'participant').length).toBeGreaterThan(3)
  }
})

test('is coded by searches for words that stand in each coded sentence, and says so in each code', async () => {
  const { codes } = (await owner.get(listCodes, { study })).answer()
  const searched = codes.filter(({ codings }) => codings > 0)
  expect(searched.length).toBeGreaterThan(8)
  for (const code of searched) {
    const words = [...(code.definition.split('begin with')[1]?.matchAll(/“([^”]+)”/g) ?? [])].map(
      ([, word]) => word,
    )
    expect(words.length).toBeGreaterThan(0)
    const search = new RegExp(`\\b(?:${words.join('|')})`, 'i')
    const { quotes } = (await owner.get(findQuotes, { study }, { any: code.id })).answer()
    for (const quote of quotes) expect(quote.text).toMatch(search)
  }
})

test('can be removed whole', async () => {
  const title = 'Example: teachers and AI at four schools'
  const reply = await owner.send(removeStudy, { study, title })
  expect(reply.status).toBe(200)
  expect((await owner.get(listMyStudies)).answer().studies).toEqual([])
  for (const table of [
    'study',
    'participant',
    'transcript',
    'transcript_text',
    'turn',
    'code',
    'coding',
    'theme',
    'report_quote',
    'file',
    'step',
    'event',
  ])
    expect(await product.query(`select from ${table} where study_id = $1`, [study]), table).toEqual(
      [],
    )
})
