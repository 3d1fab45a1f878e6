import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { naiveOdt, naiveRtf, naiveText, naiveTurns } from './oracles.ts'
import { notedIn, saidBy, transcriptOf } from './reading.ts'

function fixture(path: string): Buffer {
  return readFileSync(new URL(`fixtures/${path}`, import.meta.url))
}

/** A word processor keeps no blank lines at the end. */
function asWritten(name: string): string {
  return naiveText(fixture(`osce/${name}.txt`)).replace(/\n+$/, '')
}

describe('a real interview, saved by a word processor', () => {
  it.each(['RES0029', 'MSK0029'])('says what it said as plain text: %s', async (name) => {
    const expected = asWritten(name)
    for (const extension of ['odt', 'rtf', 'docx']) {
      const transcript = await transcriptOf(
        fixture(`office/${name}.${extension}`),
        `a.${extension}`,
      )
      expect(transcript.text.replace(/\n+$/, ''), extension).toBe(expected)
      expect(saidBy(transcript), extension).toEqual(naiveTurns(expected, ['D', 'P']))
      expect(transcript.warnings, extension).toEqual([])
    }
  })

  it.each(['RES0029', 'MSK0029'])(
    'says what naive readers find in the same file: %s',
    async (name) => {
      const odt = fixture(`office/${name}.odt`)
      expect((await transcriptOf(odt, 'a.odt')).text).toBe(naiveOdt(odt))
      const rtf = fixture(`office/${name}.rtf`)
      expect((await transcriptOf(rtf, 'a.rtf')).text).toBe(naiveRtf(rtf))
    },
  )
})

// What the document shows with all changes accepted, written down by hand.
const shown = `Interviewer: How did you sleep that week?
Maya: Not well at all, really. 🙂 It was – “hard”, naïvely. I was tired. 
Interviewer: And then?
Maya: one\u00a0two\tthree
four\u2011five 日本 Привет
Interviewer
And at home?
Maya
Quiet.
Interviewer
Since when?
Maya
Since May.
Interviewer: Thank you.`

const said = [
  ['Interviewer', 'How did you sleep that week?'],
  ['Maya', 'Not well at all, really. 🙂 It was – “hard”, naïvely. I was tired.'],
  ['Interviewer', 'And then?'],
  ['Maya', 'one\u00a0two\tthree\nfour\u2011five 日本 Привет'],
  ['Interviewer', 'And at home?'],
  ['Maya', 'Quiet.'],
  ['Interviewer', 'Since when?'],
  ['Maya', 'Since May.'],
  ['Interviewer', 'Thank you.'],
]

describe('a document with tracked changes, notes and a table, saved by a word processor', () => {
  // LibreOffice has no RTF for a paragraph whose end was deleted; its file was saved without one.
  it.each([
    ['docx', shown, said],
    ['odt', shown, said],
    [
      'rtf',
      shown.replace('And then', 'And \nthen'),
      said.map(([who, words]) => [who, words?.replace('And then', 'And \nthen')]),
    ],
  ])('is its accepted text with its notes beside it (%s)', async (extension, text, turns) => {
    const transcript = await transcriptOf(fixture(`office/changes.${extension}`), `a.${extension}`)
    expect(transcript.text).toBe(text)
    expect(saidBy(transcript)).toEqual(turns)
    expect(notedIn(transcript)).toEqual([
      ['comment', text.indexOf('well'), 'well at all', 'Is this about the exam?\nAsk again.'],
      ['footnote', text.indexOf('. 🙂'), '', 'Said twice.'],
      ['endnote', text.indexOf('Привет') + 6, '', 'Two languages.'],
    ])
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['notes-kept'])
    expect(JSON.stringify(transcript)).not.toContain('Who')
  })

  it('names its author, so that the check above means something', () => {
    expect(existsSync(new URL('fixtures/office/changes.rtf', import.meta.url))).toBe(true)
    expect(fixture('office/changes.rtf').toString('latin1')).toContain('Dr. Who')
  })
})
