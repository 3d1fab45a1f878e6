import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { naiveCaptions, naiveTable, naiveText, naiveTextGrid, naiveTurns } from './oracles.ts'
import { saidBy, transcriptOf, transcriptsOf } from './reading.ts'

const copied = fileURLToPath(new URL('fixtures', import.meta.url))
const repository = fileURLToPath(new URL('../../..', import.meta.url))
const full =
  process.env.THROUGHLINE_REAL_TRANSCRIPTS ?? join(repository, '../shared/data/transcripts')
const hasFull = existsSync(join(full, 'osce'))

const roots = hasFull ? [copied, full] : [copied]
const where = hasFull
  ? 'all real transcripts'
  : 'the copied samples only (the full set is absent: set THROUGHLINE_REAL_TRANSCRIPTS)'

/** Every file below these folders of the roots with this ending. */
function filesIn(folder: string, ending: string): string[] {
  return roots.flatMap((root) => {
    const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    return all.filter((name) => name.endsWith(ending)).map((name) => join(root, folder, name))
  })
}

function content(path: string): Buffer {
  return readFileSync(path)
}

/** Fails when a folder is empty, so that no check passes for want of files. */
function atLeast(files: readonly string[], count: number): readonly string[] {
  expect(files.length).toBeGreaterThanOrEqual(count)
  return files
}

describe(`every character is right in ${where}`, () => {
  it('of the medical interviews (txt), turn by turn, UTF-16 included', async () => {
    for (const path of atLeast(filesIn('osce', '.txt'), hasFull ? 124 : 4)) {
      const expected = naiveText(content(path))
      const transcript = await transcriptOf(content(path), path)
      expect(transcript.text, path).toBe(expected)
      expect(transcript.text, path).not.toContain('\ufffd')
      expect(saidBy(transcript), path).toEqual(naiveTurns(expected, ['D', 'P']))
    }
  })

  it('of the interviews by an AI interviewer (md), turn by turn', async () => {
    for (const path of atLeast(filesIn('anthropic-interviewer', '.md'), hasFull ? 139 : 2)) {
      const expected = naiveText(content(path))
      const transcript = await transcriptOf(content(path), path)
      expect(transcript.text, path).toBe(expected)
      expect(saidBy(transcript), path).toEqual(naiveTurns(expected, ['Assistant', 'AI', 'User']))
    }
  })

  it('of the creatives’ interviews (CSV, one a row)', async () => {
    for (const path of atLeast(filesIn('anthropic-interviewer', '.csv'), 1)) {
      const [, ...rows] = naiveTable(naiveText(content(path)), ',')
      const transcripts = await transcriptsOf(content(path), path)
      expect(transcripts.map(({ title, text }) => [title, text])).toEqual(rows)
      for (const transcript of transcripts) {
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
      expect(transcript.text, path).toBe(rows.map((row) => row[5]).join('\n'))
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
        expect(result.transcripts[0]?.text, path).toBe(
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

  it('of YouTube’s captions (SBV)', async () => {
    for (const path of atLeast(filesIn('captions', '.sbv'), 1)) {
      const cues = naiveText(content(path))
        .split('\n\n')
        .map((block) => block.split('\n').slice(1).join('\n'))
      expect((await transcriptOf(content(path), path)).text, path).toBe(cues.join('\n'))
    }
  })

  it('of the consultations (Praat TextGrid, one tier a file), with their times', async () => {
    for (const path of atLeast(filesIn('primock57', '.TextGrid'), hasFull ? 42 : 2)) {
      const expected = naiveTextGrid(naiveText(content(path)))
      const { text, times, speakers } = await transcriptOf(content(path), path)
      expect(text, path).toBe(expected.map(({ words }) => words).join('\n'))
      expect(
        times.map((time) => [
          text.slice(time.from, time.to),
          time.startsAt / 1000,
          (time.endsAt ?? 0) / 1000,
        ]),
        path,
      ).toEqual(
        expected.map(({ words, from, to }) => [
          words,
          Number(from.toFixed(3)),
          Number(to.toFixed(3)),
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
