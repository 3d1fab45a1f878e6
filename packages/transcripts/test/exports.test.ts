import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  f4Txt,
  meetTxt,
  nvivoCsv,
  olderTeamsDocx,
  otterDocx,
  otterSrt,
  otterTxt,
  teamsDocx,
  teamsVtt,
  teamsVttUnpadded,
  timed,
  webexVtt,
  zoomCaptions,
  zoomChat,
  zoomChatCopied,
  zoomChatOnOneLine,
  zoomVtt,
  type Said,
} from './export-writers.ts'
import { naiveText, naiveTurns } from './oracles.ts'
import { labelsOf, saidBy, transcriptOf } from './reading.ts'

/** A real consultation; see the folder's README. */
const source = naiveText(readFileSync(new URL('fixtures/osce/RES0029.txt', import.meta.url)))
const turns = naiveTurns(source, ['D', 'P']).filter(([, words]) => words !== '')
// Names as people have them in such programs.
const names = { D: "O'Brien, Mary (Guest)", P: 'anna müller-lee' }
const consultation = timed(turns, names)

const flat = (words: string) => words.replaceAll(/\s+/g, ' ').trim()
const whoSaidWhat = (said: readonly Said[]) =>
  said.map(({ speaker, words }) => [speaker, flat(words)])
const down = (unit: number) => (at: number) => Math.floor(at / unit) * unit

const exact = (at: number) => at
const toTheSecond = down(1000)
const toTheTenth = down(100)

describe('a transcript that a program exported has its speakers, turns and times', () => {
  it.each<{
    from: string
    name: string
    write: (said: readonly Said[]) => string | Promise<Uint8Array>
    starts: ((at: number) => number) | null
    ends: ((at: number) => number) | null
  }>([
    { from: 'Zoom, as captions', name: 'a.vtt', write: zoomVtt, starts: exact, ends: exact },
    {
      from: 'Zoom, as saved captions',
      name: 'a.txt',
      write: zoomCaptions,
      starts: toTheSecond,
      ends: null,
    },
    { from: 'Zoom, as a chat', name: 'a.txt', write: zoomChat, starts: toTheSecond, ends: null },
    {
      from: 'Zoom, as an older chat',
      name: 'a.txt',
      write: zoomChatOnOneLine,
      starts: toTheSecond,
      ends: null,
    },
    {
      from: 'Zoom, as a copied chat',
      name: 'a.txt',
      write: zoomChatCopied,
      starts: null,
      ends: null,
    },
    { from: 'Teams, as captions', name: 'a.vtt', write: teamsVtt, starts: exact, ends: exact },
    {
      from: 'Teams, as captions with short times',
      name: 'a.vtt',
      write: teamsVttUnpadded,
      starts: exact,
      ends: exact,
    },
    {
      from: 'Teams, as a document',
      name: 'a.docx',
      write: teamsDocx,
      starts: toTheSecond,
      ends: null,
    },
    {
      from: 'Teams, as an older document',
      name: 'a.docx',
      write: olderTeamsDocx,
      starts: exact,
      ends: exact,
    },
    { from: 'Otter, as text', name: 'a.txt', write: otterTxt, starts: toTheSecond, ends: null },
    {
      from: 'Otter, as a document',
      name: 'a.docx',
      write: otterDocx,
      starts: toTheSecond,
      ends: null,
    },
    { from: 'Otter, as captions', name: 'a.srt', write: otterSrt, starts: exact, ends: exact },
    { from: 'Webex, as captions', name: 'a.vtt', write: webexVtt, starts: exact, ends: exact },
    {
      from: 'NVivo, as a table',
      name: 'a.csv',
      write: nvivoCsv,
      starts: toTheTenth,
      ends: toTheTenth,
    },
  ])('by $from', async ({ name, write, starts, ends }) => {
    const transcript = await transcriptOf(await write(consultation), name)
    expect(saidBy(transcript).map(([speaker, words]) => [speaker, flat(words)])).toEqual(
      whoSaidWhat(consultation),
    )
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual(
      consultation.map(({ from }) => starts?.(from) ?? null),
    )
    expect(transcript.turns.map(({ endsAt }) => endsAt)).toEqual(
      consultation.map(({ to }) => ends?.(to) ?? null),
    )
    expect(transcript.warnings).toEqual([])
  })

  it('by Google Meet, whose times on lines of their own are nobody’s words', async () => {
    // Meet names people as they are called in their accounts.
    const named = timed(turns, { D: "Mary O'Brien", P: 'Anna Lee' })
    const transcript = await transcriptOf(meetTxt(named), 'a.txt')
    expect(saidBy(transcript).map(([speaker, words]) => [speaker, flat(words)])).toEqual(
      whoSaidWhat(named),
    )
    expect(transcript.text).toContain('Transcription ended after 00:27:42')
  })

  it('by f4 and easytranscript, whose marks end turns and are nobody’s words', async () => {
    const named = timed(turns, { D: 'I', P: 'B1' })
    const transcript = await transcriptOf(f4Txt(named), 'a.txt')
    expect(saidBy(transcript).map(([speaker, words]) => [speaker, flat(words)])).toEqual(
      whoSaidWhat(named),
    )
    const ends = named.map(({ to }) => toTheTenth(to))
    expect(transcript.turns.map(({ endsAt }) => endsAt)).toEqual(ends)
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual([null, ...ends.slice(0, -1)])
  })
})

describe('what a program writes of itself', () => {
  it('stays in the text and belongs to no turn', async () => {
    const teams = await transcriptOf(await teamsDocx(consultation), 'a.docx')
    const [first] = consultation
    expect(teams.text).toContain(`27m 42s\n${first?.speaker} started transcription\n`)
    expect(teams.text.endsWith(`${first?.speaker} stopped transcription`)).toBe(true)
    expect(teams.speakers.map(({ label }) => label)).toEqual([names.D, names.P])
    expect(labelsOf(teams)[0]).toBe(`${names.D}   0:00`)
    const otter = await transcriptOf(otterTxt(consultation), 'a.txt')
    expect(otter.text.trimEnd().endsWith('Transcribed by https://otter.ai')).toBe(true)
    expect(saidBy(otter).every(([, words]) => !words.includes('otter.ai'))).toBe(true)
  })
})

describe('times alone above the words', () => {
  it('are turns of nobody, as in a transcript copied from YouTube', async () => {
    const transcript = await transcriptOf(
      '0:00\nhello and welcome\n0:04\nto the talk\n1:02:03\nbye',
      'a.txt',
    )
    expect(saidBy(transcript)).toEqual([
      [null, 'hello and welcome'],
      [null, 'to the talk'],
      [null, 'bye'],
    ])
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual([0, 4000, 3_723_000])
  })

  it('stand beside names where Otter did not know one', async () => {
    const text =
      'Anna Lee  0:01  \nHello.\n\n0:05  \nYes?\n\nUnknown Speaker  0:09  \nNo.\n\nTranscribed by https://otter.ai\n'
    expect(saidBy(await transcriptOf(text, 'a.txt'))).toEqual([
      ['Anna Lee', 'Hello.'],
      [null, 'Yes?'],
      ['Unknown Speaker', 'No.'],
    ])
  })

  it('are words where somebody says them', async () => {
    const text = 'I: When did you come?\nP: At\n12:05\nI: And left?\nP: At 13:00.\nI: Why?'
    expect(saidBy(await transcriptOf(text, 'a.txt'))[1]).toEqual(['P', 'At\n12:05'])
  })
})

describe('lines with names and times', () => {
  it('are turns only where they are as many as the labels of the text', async () => {
    const text = 'I: One?\nP: Two.\nMeeting room  0:03\nMeeting room  0:09\nI: Three?\nP: Four.'
    expect(saidBy(await transcriptOf(text, 'a.txt')).map(([speaker]) => speaker)).toEqual([
      'I',
      'P',
      'I',
      'P',
    ])
  })

  it('of f4 before a label give the turn’s beginning', async () => {
    const text = '#00:00:12-3# I: Where?\n#00:00:15-0# P: Here.'
    const transcript = await transcriptOf(text, 'a.txt')
    expect(saidBy(transcript)).toEqual([
      ['I', 'Where?'],
      ['P', 'Here.'],
    ])
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual([12_300, 15_000])
  })

  it('of Teams take the last number of a short time for milliseconds', async () => {
    // As in Microsoft's own files, where 0:0:6.90 comes before 0:0:6.500.
    const text =
      'WEBVTT\n\n0:0:6.90 --> 0:0:6.500\n<v Anna>Hello.</v>\n\n1:10:12.140 --> 1:10:12.610\n<v Ben>Yes.</v>'
    const { times } = await transcriptOf(text, 'a.vtt')
    expect(times.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [6090, 6500],
      [4_212_140, 4_212_610],
    ])
  })
})
