import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesOfSessions, speakersOfFiles, titleOfSession } from '../src/file-names/index.ts'
import { joinReadings, type TranscriptText } from '../src/index.ts'
import { naiveText, naiveTextGrid } from './oracles.ts'
import { labelsOf, notedIn, saidBy, transcriptOf } from './reading.ts'

function joined(...readings: [string, TranscriptText][]): TranscriptText {
  const result = joinReadings(
    'Session',
    readings.map(([speaker, transcript]) => ({ speaker, transcript })),
  )
  const [transcript] = result.ok ? result.transcripts : []
  if (!transcript) throw new Error('the readings were not joined')
  return transcript
}

const vtt = (...cues: [string, string, string][]) =>
  transcriptOf(
    `WEBVTT\n\n${cues.map(([from, to, words]) => `00:${from}.000 --> 00:${to}.000\n${words}`).join('\n\n')}`,
    'a.vtt',
  )

describe('readings of one session', () => {
  it('of a real consultation become its dialogue, every word in its place', async () => {
    const files = ['doctor', 'patient'].map((who) => {
      const path = new URL(
        `fixtures/primock57/day2_consultation01_${who}.TextGrid`,
        import.meta.url,
      )
      return { who, bytes: readFileSync(path) }
    })
    const read = await Promise.all(
      files.map(({ who, bytes }) => transcriptOf(bytes, `${who}.TextGrid`)),
    )
    const both = joined(
      ...read.map((each, file): [string, TranscriptText] => [files[file]?.who ?? '', each]),
    )
    const expected = files
      .flatMap(({ who, bytes }) =>
        naiveTextGrid(naiveText(bytes)).map((label) => ({ ...label, who })),
      )
      .sort((one, other) => one.from - other.from)
    expect(both.text).toBe(expected.map(({ words }) => words).join('\n'))
    expect(both.times.map(({ startsAt }) => startsAt)).toEqual(
      expected.map(({ from }) => Math.round(from * 1000)),
    )
    const spoken = both.times.map((time) => {
      const turn = both.turns.find(({ from, to }) => from < time.to && to > time.from)
      return [turn?.speaker, both.text.slice(time.from, time.to)]
    })
    expect(spoken).toEqual(expected.map(({ who, words }) => [who, words]))
    expect(both.speakers.map(({ label }) => label).toSorted()).toEqual(['doctor', 'patient'])
    expect(both.warnings).toEqual([])
  })

  it('keep speech over each other, and begin with the first file where two begin at once', async () => {
    const one = await vtt(['01', '09', 'I go on and on'], ['20', '21', 'so'])
    const other = await vtt(['01', '02', 'Hm'], ['05', '06', 'yes'])
    expect(saidBy(joined(['Ann', one], ['Ben', other]))).toEqual([
      ['Ann', 'I go on and on'],
      ['Ben', 'Hm\nyes'],
      ['Ann', 'so'],
    ])
  })

  it('keep the names that files give, and tell apart those that several give', async () => {
    const one = await vtt(['01', '02', '<v Ann>One'], ['05', '06', '<v Speaker 1>Two'])
    const other = await vtt(['03', '04', '<v Speaker 1>Three'])
    const third = await vtt(['07', '08', '<v Speaker 2>Four'])
    expect(saidBy(joined(['host', one], ['Ben', other], ['Cy', third]))).toEqual([
      ['Ann', 'One'],
      ['Ben', 'Three'],
      ['Speaker 1 (host)', 'Two'],
      ['Cy', 'Four'],
    ])
  })

  it('keep labels in the words, and words without a time with those before them', async () => {
    const one = await transcriptOf('Heading\n[00:10] I: One?\nmore\n\n[00:30] I: Two?', 'a.txt')
    const other = await transcriptOf('[00:20] P: Yes.\n\n[00:40] P:', 'b.txt')
    const both = joined(['a', one], ['b', other])
    expect(both.text).toBe(
      'Heading\n[00:10] I: One?\nmore\n[00:20] P: Yes.\n[00:30] I: Two?\n[00:40] P:',
    )
    expect(labelsOf(both)).toEqual(['[00:10] I:', '[00:20] P:', '[00:30] I:', '[00:40] P:'])
    expect(saidBy(both).map(([, words]) => words)).toEqual(['One?\nmore', 'Yes.', 'Two?', ''])
  })

  it('keep the notes with the words they stand at', async () => {
    const noted = (transcript: TranscriptText, ...words: string[]): TranscriptText => ({
      ...transcript,
      notes: words.map((each) => {
        const from = transcript.text.indexOf(each)
        return { kind: 'comment', text: `on ${each}`, from, to: from + each.length }
      }),
    })
    const one = await vtt(['00:01', '00:02', 'so it was'], ['00:05', '00:06', 'never'])
    const other = await vtt(['00:03', '00:04', 'when?'])
    const both = joined(['A', noted(one, 'it', 'never')], ['B', noted(other, 'when?', '')])
    expect(both.text).toBe('so it was\nwhen?\nnever')
    expect(notedIn(both)).toEqual([
      ['comment', 3, 'it', 'on it'],
      ['comment', 10, 'when?', 'on when?'],
      ['comment', 10, '', 'on '],
      ['comment', 16, 'never', 'on never'],
    ])
  })

  it('without times are refused with a sentence that says which', async () => {
    const untimed = await transcriptOf('I: One?\nP: Two.', 'plain.txt')
    const result = joinReadings('x', [
      { speaker: 'a', transcript: await vtt(['01', '02', 'One']) },
      { speaker: 'b', transcript: untimed },
    ])
    expect(result).toMatchObject({ ok: false, error: { code: 'no-times' } })
    if (!result.ok) expect(result.error.message).toContain('File 2')
  })

  it('that speak at once most of the time are joined with a warning', async () => {
    const one = await vtt(['01', '30', 'A long speech'])
    const other = await vtt(['05', '30', 'Another interview'])
    expect(joined(['a', one], ['b', other]).warnings.map(({ code }) => code)).toEqual([
      'much-overlap',
    ])
  })

  it('lose no word, keep each file’s order and go forward in time, whatever they say', async () => {
    const words = fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6}){0,3}$/)
    const cues = fc.array(
      fc.record({ gap: fc.nat(9), length: fc.integer({ min: 1, max: 9 }), words }),
      { minLength: 1, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cues, { minLength: 2, maxLength: 4 }), async (files) => {
        const read = await Promise.all(
          files.map((file) => {
            let at = 0
            return vtt(
              ...file.map(({ gap, length, words: said }): [string, string, string] => {
                const from = at + gap
                at = from + length
                const clock = (seconds: number) =>
                  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
                return [clock(from), clock(at), said]
              }),
            )
          }),
        )
        const both = joined(
          ...read.map((each, file): [string, TranscriptText] => [`s${file}`, each]),
        )
        const starts = both.times.map(({ startsAt }) => startsAt)
        expect(starts).toEqual(starts.toSorted((one, other) => one - other))
        for (const [file, each] of read.entries()) {
          const said = saidBy(both).flatMap(([speaker, part]) =>
            speaker === `s${file}` ? [part] : [],
          )
          expect(said.join('\n')).toBe(each.text)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('files of one session', () => {
  it('are known by names that differ in one word, a speaker’s', () => {
    const names = [
      'day1_consultation01_doctor.TextGrid',
      'day1_consultation01_patient.TextGrid',
      'day1_consultation02_doctor.TextGrid',
      'day1_consultation02_patient.TextGrid',
      'day1_consultation03_doctor.TextGrid',
      'notes.txt',
    ]
    expect(filesOfSessions(names)).toEqual([
      { title: 'day1_consultation01', members: [0, 1] },
      { title: 'day1_consultation02', members: [2, 3] },
    ])
    expect(speakersOfFiles(names.slice(0, 2))).toEqual(['doctor', 'patient'])
  })

  it.each([
    [['Anna meeting 3.vtt', 'Ben meeting 3.vtt'], 'meeting 3', ['Anna', 'Ben']],
    [['P004 (interviewer).srt', 'P004 (participant).srt'], 'P004', ['interviewer', 'participant']],
    [['s-speaker1.sbv', 's-speaker2.sbv'], 's', ['speaker1', 'speaker2']],
  ])('%j are one session', (names, title, speakers) => {
    expect(filesOfSessions(names)).toEqual([{ title, members: [0, 1] }])
    expect(titleOfSession(names)).toBe(title)
    expect(speakersOfFiles(names)).toEqual(speakers)
  })

  it.each([
    ['numbers', ['interview 1.vtt', 'interview 2.vtt']],
    ['participants’ ids', ['P001 talk.vtt', 'P002 talk.vtt']],
    ['two words', ['a_doctor_x.vtt', 'a_patient_y.vtt']],
    ['endings', ['a_doctor.vtt', 'a_patient.srt']],
    ['nothing', ['same.vtt', 'same.vtt']],
    ['names of many people', ['t_ann.vtt', 't_bea.vtt', 't_cy.vtt', 't_dan.vtt', 't_eve.vtt']],
  ])('are not those that differ by %s', (_, names) => {
    expect(filesOfSessions(names)).toEqual([])
  })

  it('are in one session at most, whatever their names', () => {
    const word = fc.constantFrom('doctor', 'patient', 'ann', 'a1', 'x')
    const name = fc.tuple(word, word, word).map((words) => `${words.join('_')}.vtt`)
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        const members = filesOfSessions(names).flatMap((session) => session.members)
        expect(new Set(members).size).toBe(members.length)
        expect(new Set(speakersOfFiles(names)).size).toBe(names.length)
      }),
    )
  })
})
