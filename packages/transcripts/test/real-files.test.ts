import { afterAll, describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { Fidelity } from './fidelity.ts'
import { naiveCaptions, naiveTable, naiveText, naiveTextGrid, naiveTurns } from './oracles.ts'
import { saidBy, transcriptOf, transcriptsOf } from './reading.ts'
import { atLeast, content, filesIn, hasFull, where } from './real-transcripts.ts'

const fidelity = new Fidelity()
afterAll(() => console.log(fidelity.report(`As they are, of ${where}:`)))

describe(`every character is right in ${where}`, () => {
  it('of the medical interviews (txt), turn by turn, UTF-16 included', async () => {
    for (const path of atLeast(filesIn('osce', '.txt'), hasFull ? 124 : 4)) {
      const expected = naiveText(content(path))
      const transcript = await transcriptOf(content(path), path)
      fidelity.compare('txt', path, transcript.text, expected)
      expect(transcript.text, path).not.toContain('\ufffd')
      expect(saidBy(transcript), path).toEqual(naiveTurns(expected, ['D', 'P']))
    }
  })

  it('of the interviews by an AI interviewer (md), turn by turn', async () => {
    for (const path of atLeast(filesIn('anthropic-interviewer', '.md'), hasFull ? 139 : 2)) {
      const expected = naiveText(content(path))
      const transcript = await transcriptOf(content(path), path)
      fidelity.compare('md', path, transcript.text, expected)
      expect(saidBy(transcript), path).toEqual(naiveTurns(expected, ['Assistant', 'AI', 'User']))
    }
  })

  it('of the creatives’ interviews (CSV, one a row)', async () => {
    for (const path of atLeast(filesIn('anthropic-interviewer', '.csv'), 1)) {
      const [, ...rows] = naiveTable(naiveText(content(path)), ',')
      const transcripts = await transcriptsOf(content(path), path)
      expect(transcripts.map(({ title, text }) => [title, text])).toEqual(rows)
      for (const [index, transcript] of transcripts.entries()) {
        fidelity.compare('csv', transcript.title, transcript.text, rows[index]?.[1] ?? '')
        const expected = naiveTurns(transcript.text, ['Assistant', 'AI', 'User'])
        expect(saidBy(transcript), transcript.title).toEqual(expected)
      }
    }
  })

  it('of the children’s dialogues (tab-separated, one turn a row), with their times', async () => {
    for (const path of atLeast(filesIn('justhink', '.csv'), hasFull ? 11 : 1)) {
      const [, ...rows] = naiveText(content(path))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t'))
      const transcript = await transcriptOf(content(path), path)
      fidelity.compare('tsv', path, transcript.text, rows.map((row) => row[5]).join('\n'))
      const turns = transcript.turns.map((turn) => [
        turn.speaker,
        transcript.text.slice(turn.from, turn.to),
        ((turn.startsAt ?? 0) / 1000).toFixed(3),
        ((turn.endsAt ?? 0) / 1000).toFixed(3),
      ])
      expect(turns, path).toEqual(rows.map((row) => [row[4], row[5], row[2], row[3]]))
    }
  })

  it('of the captions, or a sentence says why there are none', async () => {
    const files = [...filesIn('captions', '.vtt'), ...filesIn('captions', '.srt')]
    const without = new Set<string>()
    for (const path of atLeast(files, hasFull ? 52 : 26)) {
      const result = await readFile(content(path), path)
      const name = path.split(/[\\/]/).at(-1) ?? path
      if (result.ok) {
        fidelity.compare(
          path.endsWith('.vtt') ? 'vtt' : 'srt',
          path,
          result.transcripts[0]?.text ?? '',
          naiveCaptions(naiveText(content(path)), path.endsWith('.vtt')),
        )
      } else {
        expect(result.error.message, path).toMatch(/^[A-Z].*\.$/)
        without.add(name)
      }
    }
    // Looked at one by one: empty, without cues, or without a single time.
    expect([...without].sort()).toEqual([
      'empty.vtt',
      'invalid_format1.srt',
      'invalid_format2.srt',
      'invalid_format3.srt',
      'no_captions.vtt',
    ])
  })

  it('of YouTube’s captions (SBV), or a sentence says why there are none', async () => {
    const without: string[] = []
    for (const path of atLeast(filesIn('captions', '.sbv'), 1)) {
      const result = await readFile(content(path), path)
      const cues = naiveText(content(path))
        .split('\n')
        .filter((line) => line !== '' && !/^\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}$/.test(line))
      if (result.ok)
        fidelity.compare('sbv', path, result.transcripts[0]?.text ?? '', cues.join('\n'))
      else without.push(path.split(/[\\/]/).at(-1) ?? path)
    }
    // It holds no time at all.
    expect(without).toEqual(hasFull ? ['invalid_format.sbv'] : [])
  })

  it('of the consultations (Praat TextGrid, one tier a file), with their times', async () => {
    for (const path of atLeast(filesIn('primock57', '.TextGrid'), hasFull ? 42 : 2)) {
      const expected = naiveTextGrid(naiveText(content(path)))
      const { text, times, speakers } = await transcriptOf(content(path), path)
      fidelity.compare('TextGrid', path, text, expected.map(({ words }) => words).join('\n'))
      expect(
        times.map((time) => [text.slice(time.from, time.to), time.startsAt, time.endsAt]),
        path,
      ).toEqual(
        expected.map(({ words, from, to }) => [
          words,
          Math.round(from * 1000),
          Math.round(to * 1000),
        ]),
      )
      const [, name] = /name = "([^"]*)"/.exec(naiveText(content(path))) ?? []
      expect(
        speakers.map(({ label }) => label),
        path,
      ).toEqual([name])
    }
  })
})
