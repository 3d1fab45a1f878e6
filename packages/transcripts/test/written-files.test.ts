import { afterAll, describe, expect, it } from 'vitest'
import { Fidelity } from './fidelity.ts'
import { naiveText, naiveTurns } from './oracles.ts'
import { saidBy, transcriptOf } from './reading.ts'
import { content, filesIn, where } from './real-transcripts.ts'
import { asDocx, asHtml, asOdt, asPdf, asRtf } from './written.ts'

const fidelity = new Fidelity()
afterAll(() => console.log(fidelity.report(`Written in other formats, of ${where}:`)))

const interviews = [...filesIn('osce', '.txt'), ...filesIn('anthropic-interviewer', '.md')].map(
  (path) => ({ path, lines: naiveText(content(path)).split('\n') }),
)
const labels = ['D', 'P', 'Assistant', 'AI', 'User']

describe('every real interview', () => {
  it.each([
    ['docx', asDocx],
    ['odt', asOdt],
    ['rtf', asRtf],
  ])(
    'written as %s says what it said, letter by letter and turn by turn',
    async (format, write) => {
      for (const { path, lines } of interviews) {
        const { text, ...read } = await transcriptOf(await write(lines), `a.${format}`)
        fidelity.compare(format, path, text, lines.join('\n'))
        expect.soft(saidBy({ text, ...read }), path).toEqual(naiveTurns(text, labels))
      }
    },
  )

  it('written as a web page says what it said, but for blank lines at its ends', async () => {
    for (const { path, lines } of interviews) {
      const { text, ...read } = await transcriptOf(asHtml(lines), 'a.html')
      fidelity.compare('html', path, text, lines.join('\n').replace(/^\n+|\n+$/g, ''))
      expect.soft(saidBy({ text, ...read }), path).toEqual(naiveTurns(text, labels))
    }
  })

  it('printed as PDF says the same letters in the same order, and keeps 99 of 100 paragraphs', async () => {
    const paragraphs = { all: 0, right: 0 }
    for (const { path, lines } of interviews) {
      const bytes = await asPdf(lines)
      if (!bytes) continue
      const { text } = await transcriptOf(bytes, 'a.pdf')
      // A page keeps no blank lines, and of spaces only that there are some.
      const expected = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean)
      const letters = (some: string) => some.replace(/\s+/g, '')
      fidelity.compare('pdf', path, letters(text), letters(expected.join('')))
      const read = new Set(text.split('\n'))
      paragraphs.all += expected.length
      paragraphs.right += expected.filter((line) => read.has(line)).length
    }
    console.log(`  of the PDFs ${paragraphs.right} of ${paragraphs.all} paragraphs are whole`)
    expect(paragraphs.right / paragraphs.all).toBeGreaterThan(0.99)
  })
})
