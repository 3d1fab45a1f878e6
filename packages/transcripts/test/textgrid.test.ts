import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFile } from '../src/index.ts'
import { saidBy, textOf, transcriptOf } from './reading.ts'

interface Interval {
  from: number
  to: number
  text: string
}

interface Tier {
  name: string
  intervals: readonly Interval[]
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** As Praat's "Save as text file" writes it. */
function longForm(tiers: readonly Tier[], from = 0, to = 60): string {
  const items = tiers.map(
    ({ name, intervals }, index) => `    item [${index + 1}]:
        class = "IntervalTier" 
        name = ${quoted(name)} 
        xmin = ${from} 
        xmax = ${to} 
        intervals: size = ${intervals.length} 
${intervals
  .map(
    (interval, number) => `        intervals [${number + 1}]:
            xmin = ${interval.from} 
            xmax = ${interval.to} 
            text = ${quoted(interval.text)} 
`,
  )
  .join('')}`,
  )
  return `File type = "ooTextFile"
Object class = "TextGrid"

xmin = ${from} 
xmax = ${to} 
tiers? <exists> 
size = ${tiers.length} 
item []: 
${items.join('')}`
}

/** As Praat's "Save as short text file" writes it. */
function shortForm(tiers: readonly Tier[], from = 0, to = 60): string {
  const lines = tiers.flatMap(({ name, intervals }) => [
    '"IntervalTier"',
    quoted(name),
    from,
    to,
    intervals.length,
    ...intervals.flatMap((interval) => [interval.from, interval.to, quoted(interval.text)]),
  ])
  return [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    '',
    from,
    to,
    '<exists>',
    tiers.length,
    ...lines,
  ].join('\n')
}

const dialogue: Tier[] = [
  {
    name: 'Doctor',
    intervals: [
      { from: 0, to: 2, text: 'How are you?' },
      { from: 2, to: 5, text: '' },
      { from: 5, to: 6.5, text: 'Since when?' },
    ],
  },
  {
    name: 'Patient',
    intervals: [
      { from: 0, to: 1.5, text: ' ' },
      { from: 1.5, to: 4.25, text: 'I said "not well".\nReally!' },
      { from: 4.25, to: 60, text: 'No.' },
    ],
  },
]

describe('a Praat TextGrid', () => {
  it.each([
    ['long', longForm(dialogue)],
    ['short', shortForm(dialogue)],
    ['long, with the line ends of Windows', longForm(dialogue).replaceAll('\n', '\r\n')],
    [
      'chronological',
      `"Praat chronological TextGrid text file"
0 60   ! Time domain.
2   ! Number of tiers.
"IntervalTier" "Doctor" 0 60
"IntervalTier" "Patient" 0 60

1 0 2
"How are you?"

2 1.5 4.25
"I said ""not well"".
Really!"

1 5 6.5 ! said "quickly"
"Since when?"

2 4.25 60
"No."
`,
    ],
  ])('in the %s form becomes its labels in order of time, a tier a speaker', async (_, text) => {
    const transcript = await transcriptOf(text, 'a.TextGrid')
    expect(saidBy(transcript)).toEqual([
      ['Doctor', 'How are you?'],
      ['Patient', 'I said "not well".\nReally!\nNo.'],
      ['Doctor', 'Since when?'],
    ])
    expect(transcript.turns.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [0, 2000],
      [1500, 60_000],
      [5000, 6500],
    ])
    expect(transcript.times.map(({ startsAt }) => startsAt)).toEqual([0, 1500, 4250, 5000])
    expect(transcript.warnings).toEqual([])
  })

  it('is known by its content whatever the file is called', async () => {
    expect(await textOf(shortForm(dialogue), 'a.txt')).toContain('How are you?')
  })

  it.each([true, false])('in UTF-16 is read by its mark (low byte first: %s)', async (isLittle) => {
    const text = longForm([
      { name: 'Ärztin', intervals: [{ from: 0, to: 1, text: '你好 – née 👋' }] },
    ])
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
    const transcript = await transcriptOf(isLittle ? bytes : bytes.swap16(), 'a.TextGrid')
    expect(saidBy(transcript)).toEqual([['Ärztin', '你好 – née 👋']])
  })

  it('reads points, which have no end', async () => {
    const text = `File type = "ooTextFile"
Object class = "TextGrid"
0
10
<exists>
2
"IntervalTier"
"Anna"
0
10
1
0
3
"One"
"TextTier"
"noises"
0
10
2
1.25
"door"
4
""`
    const transcript = await transcriptOf(text, 'a.TextGrid')
    expect(saidBy(transcript)).toEqual([
      ['Anna', 'One'],
      ['noises', 'door'],
    ])
    expect(transcript.times[1]).toMatchObject({ startsAt: 1250, endsAt: null })
  })

  it('that covers a part of a recording keeps the recording’s times', async () => {
    const tiers = [{ name: 'A', intervals: [{ from: 600, to: 601.5, text: 'Yes' }] }]
    expect((await transcriptOf(longForm(tiers, 600, 660), 'a.TextGrid')).times).toEqual([
      { from: 0, to: 3, startsAt: 600_000, endsAt: 601_500 },
    ])
  })

  it('that breaks off is read as far as it goes, and the reader is told', async () => {
    const whole = longForm(dialogue)
    const transcript = await transcriptOf(
      whole.slice(0, whole.indexOf('xmin = 4.25')),
      'a.TextGrid',
    )
    expect(transcript.text).toBe('How are you?\nI said "not well".\nReally!\nSince when?')
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['cut-off'])
  })

  it('of silence alone is refused with a sentence', async () => {
    const silent = longForm([{ name: 'A', intervals: [{ from: 0, to: 60, text: '' }] }])
    const result = await readFile(new TextEncoder().encode(silent), 'a.TextGrid')
    expect(result).toMatchObject({ ok: false, error: { code: 'empty' } })
  })

  it('says the same in its long and its short form, whatever is said', async () => {
    const tier = fc
      .record({
        name: fc.string({ unit: 'grapheme', maxLength: 8 }),
        texts: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 }),
      })
      .map(({ name, texts }) => ({
        name,
        intervals: texts.map((text, index) => ({ from: index * 1.5, to: index * 1.5 + 1, text })),
      }))
    await fc.assert(
      fc.asyncProperty(fc.array(tier, { maxLength: 3 }), async (tiers) => {
        const bytes = [longForm(tiers), shortForm(tiers)].map((text) =>
          new TextEncoder().encode(text),
        )
        const [long, short] = await Promise.all(bytes.map((each) => readFile(each, 'a.TextGrid')))
        expect(long).toEqual(short)
        const words = tiers
          .flatMap(({ intervals }) => intervals)
          .filter(({ text }) => text.trim() !== '')
          .toSorted((one, other) => one.from - other.from)
          .map(({ text }) => text.replaceAll(/\r\n?/g, '\n'))
        if (long?.ok) expect(long.transcripts[0]?.text).toBe(words.join('\n'))
        else expect(words).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('SBV captions', () => {
  it('become words and times, with blank lines within them', async () => {
    const text =
      '0:00:01.000,0:00:02.500\r\nOne, two\r\n\r\nand three\r\n\r\n0:01:02.000,0:01:03.000\r\nfour 5:30, 6:00 pm\r\n'
    const transcript = await transcriptOf(text, 'a.sbv')
    expect(transcript.text).toBe('One, two\nand three\nfour 5:30, 6:00 pm')
    expect(transcript.times.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [1000, 2500],
      [1000, 2500],
      [62_000, 63_000],
    ])
  })

  it('have speakers by labels, and are known by their content', async () => {
    const text = '0:00:01.000,0:00:02.000\nI: One?\n\n0:00:02.000,0:00:03.000\nP: Two.\n'
    expect(saidBy(await transcriptOf(text, 'a.txt'))).toEqual([
      ['I', 'One?'],
      ['P', 'Two.'],
    ])
  })

  it('keep the words of a time that cannot be read, and the reader is told', async () => {
    const transcript = await transcriptOf(
      '0:00:01.000,0:00:02.000\nOne\n\n0:99:01.000,0:99:02.000\nTwo',
      'a.sbv',
    )
    expect(transcript.text).toBe('One\nTwo')
    expect(transcript.warnings.map(({ code }) => code)).toEqual(['unreadable-time'])
  })
})
