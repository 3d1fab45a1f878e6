import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { labelsOf, saidBy, textOf, transcriptOf } from './reading.ts'

function vtt(...cues: string[]): string {
  return ['WEBVTT', ...cues].join('\n\n')
}

const first = '00:01.000 --> 00:02.000'
const second = '00:02.500 --> 00:04.000'
const muchLater = '01:00:00.000 --> 01:00:01.000'

describe('WebVTT captions', () => {
  it('become the words of the cues, joined by LF, without header, notes, styles and identifiers', async () => {
    const text = [
      'WEBVTT - A title\nKind: captions',
      'NOTE one line',
      'NOTE\nseveral\nlines',
      'STYLE\n::cue { color: red }',
      'REGION\nid:fred',
      `intro\n${first} align:start position:0%\nHello\nthere.`,
      'NOTE between',
      `2\n${second}\nBye.`,
    ].join('\n\n')
    expect(await textOf(text, 'a.vtt')).toBe('Hello\nthere.\nBye.')
  })

  it('lose their tags and have their entities decoded; other signs are words', async () => {
    const cue = `${first}\n<b>5</b> &lt; 6 &amp; <i.loud>x</i> <00:01.500><c.red>AT&T</c>&nbsp;a <b b> 3 < 4 > 2 <sigh>`
    expect(await textOf(vtt(cue), 'a.vtt')).toBe('5 < 6 & x AT&T\u00a0a  3 < 4 > 2 <sigh>')
  })

  it('do not decode twice', async () => {
    expect(await textOf(vtt(`${first}\n&amp;lt;b&amp;gt;`), 'a.vtt')).toBe('&lt;b&gt;')
  })

  it('have line feeds where a carriage return was written as an entity', async () => {
    expect(await textOf(vtt(`${first}\nOne&#13;two&#x0D;&#10;three`), 'a.vtt')).toBe(
      'One\ntwo\nthree',
    )
  })

  it('have speakers by voice tags, and one turn for cues of a speaker that follow closely', async () => {
    const transcript = await transcriptOf(
      vtt(
        `${first}\n<v Anna Lee>One</v>`,
        `${second}\n<v.loud Anna Lee>two`,
        `00:05.000 --> 00:06.000\n<v Ben>Three`,
        `${muchLater}\n<v Ben>four`,
      ),
      'a.vtt',
    )
    expect(saidBy(transcript)).toEqual([
      ['Anna Lee', 'One\ntwo'],
      ['Ben', 'Three'],
      ['Ben', 'four'],
    ])
    expect(transcript.turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [1000, 4000],
      [5000, 6000],
      [3_600_000, 3_601_000],
    ])
    expect(transcript.times.map(({ startsAt }) => startsAt)).toEqual([1000, 2500, 5000, 3_600_000])
    expect(transcript.speakers.map(({ label, turns }) => [label, turns])).toEqual([
      ['Anna Lee', 1],
      ['Ben', 2],
    ])
  })

  it('are cut where the voice changes within a cue', async () => {
    const transcript = await transcriptOf(
      vtt(`${first}\n<v Anna>Yes?</v>\n<v Ben>No.</v> (door)`),
      'a.vtt',
    )
    expect(transcript.text).toBe('Yes?\nNo. (door)')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'Yes?'],
      ['Ben', 'No.'],
      [null, '(door)'],
    ])
  })

  it('have speakers by labels in the words where no voice is tagged', async () => {
    const transcript = await transcriptOf(
      vtt(`${first}\nAnna Lee: One`, `${second}\nand two.`, `${muchLater}\nInterviewer: Three`),
      'a.vtt',
    )
    // "Anna Lee" comes only once, so it is no speaker; with a second cue of hers it is.
    expect(saidBy(transcript)).toEqual([['Interviewer', 'Three']])
    const again = await transcriptOf(
      vtt(`${first}\nAnna Lee: One`, `${second}\nand two.`, `${muchLater}\nAnna Lee: Three`),
      'a.vtt',
    )
    expect(labelsOf(again)).toEqual(['Anna Lee:', 'Anna Lee:'])
    expect(saidBy(again)).toEqual([
      ['Anna Lee', 'One\nand two.'],
      ['Anna Lee', 'Three'],
    ])
    expect(again.turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [1000, 4000],
      [3_600_000, 3_601_000],
    ])
  })

  it('are one turn a cue where nobody is named', async () => {
    const transcript = await transcriptOf(vtt(`${first}\nOne`, `${second}\ntwo`), 'a.vtt')
    expect(saidBy(transcript)).toEqual([
      [null, 'One'],
      [null, 'two'],
    ])
  })

  it('keep words whose time is missing or cannot be read, and the reader is told', async () => {
    const transcript = await transcriptOf(
      vtt(`${first}\nOne`, 'lost words', '00:09.x --> 00:10.000\nTwo'),
      'a.vtt',
    )
    expect(transcript.text).toBe('One\nlost words\nTwo')
    expect(transcript.times).toEqual([{ from: 0, to: 3, startsAt: 1000, endsAt: 2000 }])
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['unreadable-time', 'missing-time'])
  })

  it('are recognised by their first line whatever the file is called', async () => {
    expect(await textOf(vtt(`${first}\nOne`), 'talk.txt')).toBe('One')
  })
})

describe('SRT captions', () => {
  it('become words and times; numbers and formatting go, a number that is said stays', async () => {
    const text = [
      '1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>How old?</i>\r\n',
      '2\r\n00:00:02,000 --> 00:00:03,500  X1:10\r\n{\\an8}<font color="#fff">42</font>\r\n',
    ].join('\r\n')
    const transcript = await transcriptOf(text, 'a.srt')
    expect(transcript.text).toBe('How old?\n42')
    expect(transcript.times.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [1000, 2000],
      [2000, 3500],
    ])
  })

  it('are read without blank lines between them and with blank lines within them', async () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\nTwo\n\nand a half'
    expect(await textOf(text, 'a.srt')).toBe('One\nTwo\nand a half')
  })

  it('have speakers by labels', async () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nI: One?\n\n2\n00:00:02,000 --> 00:00:03,000\nP: Two.\n\n3\n00:00:03,000 --> 00:00:04,000\nThree.'
    expect(saidBy(await transcriptOf(text, 'a.srt'))).toEqual([
      ['I', 'One?'],
      ['P', 'Two.\nThree.'],
    ])
  })

  it.each(['a.srt', 'a.vtt'])(
    'in %s without a single time are refused with a sentence',
    async (name) => {
      const result = await readFile(new TextEncoder().encode('Only words.'), name)
      expect(result).toMatchObject({ ok: false, error: { code: 'no-captions' } })
    },
  )
})
