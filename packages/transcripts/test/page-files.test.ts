import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { naiveText, naiveTurns } from './oracles.ts'
import { saidBy, textOf, transcriptOf } from './reading.ts'

const placeOf = (path: string): string =>
  fileURLToPath(new URL(`fixtures/${path}`, import.meta.url))
const fixture = (path: string): Buffer => readFileSync(placeOf(path))
/** What was typed into the documents that LibreOffice printed and saved. */
const typed = naiveText(fixture('pages/turns.txt')).split('\n')
const typedTurns = naiveTurns(typed.join('\n'), ['Interviewer', 'P012'])

/** Lines as a page can show them: no blank ones, no spaces at their ends, no two in a row. */
function asPrinted(path: string): string {
  const lines = naiveText(fixture(path)).split('\n')
  return lines
    .map((line) => line.replace(/ +/g, ' ').trim())
    .filter(Boolean)
    .join('\n')
}

describe('a PDF that a word processor printed', () => {
  it.each([
    ['RES0029', 'osce/RES0029.txt', ['D', 'P']],
    ['00328', 'anthropic-interviewer/00328.md', ['Assistant', 'AI', 'User']],
  ])('of a real interview says what it said: %s', async (name, source, labels) => {
    const transcript = await transcriptOf(fixture(`pages/${name}.pdf`), 'a.pdf')
    const expected = asPrinted(source)
    expect(transcript.text).toBe(expected)
    expect(saidBy(transcript)).toEqual(naiveTurns(expected, labels))
    expect(transcript.warnings).toEqual([])
  })

  it.each([
    ['justified, with running heads and page numbers', 'headed', ['left-out']],
    ['in two columns', 'columns', ['left-out', 'columns']],
  ])('%s has its paragraphs in order, with ligatures as letters', async (_, name, codes) => {
    const transcript = await transcriptOf(fixture(`pages/${name}.pdf`), 'a.pdf')
    expect(transcript.text).toBe(typed.join('\n'))
    expect(saidBy(transcript)).toEqual(typedTurns)
    expect(transcript.warnings.map(({ code }) => code)).toEqual(codes)
  })

  it('as a table of times, speakers and words has its rows as turns', async () => {
    const transcript = await transcriptOf(fixture('pages/table.pdf'), 'a.pdf')
    expect(saidBy(transcript)).toEqual(typedTurns)
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual(
      typed.map((_each, row) => (row * 60 + 10) * 1000),
    )
  })

  it('from right to left, with words and numbers of the other direction, is in order', async () => {
    const { text, turns, warnings } = await transcriptOf(fixture('pages/rtl.pdf'), 'a.pdf')
    expect(text.split('\n').slice(0, 4)).toEqual([
      'מראיין: איך ישנת באותו שבוע?',
      'מאיה: לא ישנתי טוב בכלל, בחדר 12 של Campus Hotel עד השעה 23:30 ואז הלכתי הביתה כי כולם היו שם ואני לא רציתי להיות לבד.',
      'מראיין: ואז?',
      'מאיה: בסדר.',
    ])
    expect(turns.map(({ speaker }) => speaker)).toEqual(['מראיין', 'מאיה', 'מראיין', 'מאיה'])
    expect(warnings.map(({ code }) => code)).toEqual(['joined-letters'])
  })

  it('that does not carry its Chinese and Japanese fonts is read by tables of the package', async () => {
    expect(await textOf(fixture('pages/cjk.pdf'), 'a.pdf')).toBe(
      '私: こんにちは、世界。\n访谈者: 你好\nP: Hello there.',
    )
  })

  it('with a password fails with a sentence that says so', async () => {
    const result = await readFile(fixture('pages/protected.pdf'), 'a.pdf')
    expect(result).toMatchObject({ ok: false, error: { code: 'protected' } })
  })

  it.each(['RES0029', '00328', 'headed'])(
    'has the words that poppler finds in it, in the same order: %s',
    async (name) => {
      const asked = ['-layout', '-enc', 'UTF-8', placeOf(`pages/${name}.pdf`), '-']
      const { stdout } = spawnSync('pdftotext', asked, { encoding: 'utf8' })
      // Poppler keeps running heads and feet.
      const kept = stdout
        .split(/[\n\f]/)
        .filter(
          (line) => !/^\s*(?:Interview with P012, second meeting|Page \d of \d)\s*$/.test(line),
        )
      const words = (text: string) => text.split(/\s+/).filter(Boolean)
      expect(words(await textOf(fixture(`pages/${name}.pdf`), 'a.pdf'))).toEqual(
        words(kept.join('\n')),
      )
    },
  )
})

describe('a web page that a word processor saved', () => {
  it('of a real interview says what it said', async () => {
    const transcript = await transcriptOf(fixture('pages/RES0029.html'), 'a.html')
    const expected = naiveText(fixture('osce/RES0029.txt')).replace(/\n+$/, '')
    expect(transcript.text).toBe(expected)
    expect(saidBy(transcript)).toEqual(naiveTurns(expected, ['D', 'P']))
  })

  it('as a table of times, speakers and words has its rows as turns', async () => {
    const transcript = await transcriptOf(fixture('pages/table.html'), 'a.html')
    expect(saidBy(transcript)).toEqual(typedTurns)
    expect(transcript.turns.map(({ startsAt }) => startsAt)).toEqual(
      typed.map((_each, row) => (row * 60 + 10) * 1000),
    )
  })
})
