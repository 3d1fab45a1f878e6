import { Document, Packer, Paragraph, TextRun } from 'docx'

/**
 * Real interviews rewritten as meeting and transcription programs export them. The shapes are those
 * of public examples: Microsoft's documentation of the Graph API (Teams, WebVTT with times such as
 * 0:0:5.320), transcripts that people have published (Teams and Otter as Word and text, Zoom's
 * saved captions and chats, Google Meet) and parsers of such files.
 */
export interface Said {
  readonly speaker: string
  readonly words: string
  /** Milliseconds. */
  readonly from: number
  readonly to: number
}

/** Turns with times that a person could have spoken them at: ends that differ, no two alike. */
export function timed(turns: readonly [string, string][], names: Record<string, string>): Said[] {
  let at = 90
  return turns.map(([label, words], index) => {
    const from = at
    const to = from + 1_370 + words.length * 61
    at = to + 410 + (index % 7) * 90
    return { speaker: names[label] ?? label, words, from, to }
  })
}

const two = (value: number) => String(value).padStart(2, '0')
const parts = (at: number) => ({
  hours: Math.floor(at / 3_600_000),
  minutes: Math.floor(at / 60_000) % 60,
  seconds: Math.floor(at / 1000) % 60,
  milliseconds: at % 1000,
})

/** 00:01:02.090 */
export function padded(at: number, fraction = '.'): string {
  const { hours, minutes, seconds, milliseconds } = parts(at)
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${fraction}${String(milliseconds).padStart(3, '0')}`
}

/** 0:1:2.90 for 62,090 milliseconds, as Teams writes it. */
function unpadded(at: number): string {
  const { hours, minutes, seconds, milliseconds } = parts(at)
  return `${hours}:${minutes}:${seconds}.${milliseconds}`
}

/** 1:02, and 1:01:02 beyond an hour. */
function short(at: number): string {
  const { hours, minutes, seconds } = parts(at)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

const oneLine = (words: string) => words.replaceAll(/\s*\n\s*/g, ' ')

export const zoomVtt = (turns: readonly Said[]) =>
  `WEBVTT\r\n\r\n${turns
    .map(
      ({ speaker, words, from, to }, index) =>
        `${index + 1}\r\n${padded(from)} --> ${padded(to)}\r\n${speaker}: ${oneLine(words)}\r\n`,
    )
    .join('\r\n')}`

export const zoomCaptions = (turns: readonly Said[]) =>
  turns
    .map(({ speaker, words, from }) => `[${speaker}] ${padded(from).slice(0, 8)}\n${words}\n`)
    .join('\n')

export const zoomChat = (turns: readonly Said[]) =>
  turns
    .map(
      ({ speaker, words, from }) =>
        `${padded(from).slice(0, 8)} From ${speaker} to Everyone:\n\t${oneLine(words)}`,
    )
    .join('\n')

export const zoomChatOnOneLine = (turns: readonly Said[]) =>
  turns
    .map(
      ({ speaker, words, from }) =>
        `${padded(from).slice(0, 8)} From  ${speaker} : ${oneLine(words)}`,
    )
    .join('\n')

/** Copied from the chat's window; the times are the day's. */
export const zoomChatCopied = (turns: readonly Said[]) =>
  turns
    .map(({ speaker, words }) => `From ${speaker} to Everyone: 02:42 PM\n${oneLine(words)}`)
    .join('\n')

export const teamsVtt = (turns: readonly Said[]) =>
  `WEBVTT\r\n\r\n${turns
    .map(({ speaker, words, from, to }, index) => {
      const half = Math.ceil(words.length / 2)
      const at = words.indexOf(' ', half)
      const broken = at < 0 ? words : `${words.slice(0, at)}\r\n${words.slice(at + 1)}`
      return `4f0c6b0e-7d62-4b7e-9a44-${String(index).padStart(12, '0')}/${index}-0\r\n${padded(from)} --> ${padded(to)}\r\n<v ${speaker}>${broken}</v>\r\n`
    })
    .join('\r\n')}`

/** As the Graph API gives it. */
export const teamsVttUnpadded = (turns: readonly Said[]) =>
  `WEBVTT\n\n${turns
    .map(
      ({ speaker, words, from, to }) =>
        `${unpadded(from)} --> ${unpadded(to)}\n<v ${speaker}>${oneLine(words)}</v>`,
    )
    .join('\n\n')}`

const teamsHeader = [
  'First consultation-20260615_133555-Meeting Transcript',
  '15 June 2026, 03:35am',
  '27m 42s',
]

async function wordDocument(paragraphs: readonly (readonly string[])[]): Promise<Uint8Array> {
  const children = paragraphs.map(
    ([first = '', ...others]) =>
      new Paragraph({
        children: [
          new TextRun({ text: first, bold: true }),
          ...others.map((text) => new TextRun({ text, break: 1 })),
        ],
      }),
  )
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))
}

export const teamsDocx = (turns: readonly Said[]) =>
  wordDocument([
    ...teamsHeader.map((line) => [line]),
    [`${turns[0]?.speaker} started transcription`],
    ...turns.map(({ speaker, words, from }) => [`${speaker}   ${short(from)}`, oneLine(words)]),
    [`${turns[0]?.speaker} stopped transcription`],
  ])

/** Until about 2023: a paragraph each, with line breaks in it. */
export const olderTeamsDocx = (turns: readonly Said[]) =>
  wordDocument(
    turns.map(({ speaker, words, from, to }) => [
      `${unpadded(from)} --> ${unpadded(to)}`,
      speaker,
      oneLine(words),
    ]),
  )

export const otterTxt = (turns: readonly Said[]) =>
  `${turns.map(({ speaker, words, from }) => `${speaker}  ${short(from)}  \n${oneLine(words)}\n`).join('\n')}\nTranscribed by https://otter.ai\n`

export const otterDocx = (turns: readonly Said[]) =>
  wordDocument([
    ['Consultation'],
    ['Mon, Jun 15, 2026 3:35AM • 27:42'],
    ['SUMMARY KEYWORDS'],
    ['pain, chest, bike'],
    ['SPEAKERS'],
    [[...new Set(turns.map(({ speaker }) => speaker))].join(', ')],
    ...turns.flatMap(({ speaker, words, from }) => [
      [`${speaker}  ${two(Math.floor(from / 60_000))}:${short(from).slice(-2)}`],
      [oneLine(words)],
    ]),
  ])

export const otterSrt = (turns: readonly Said[]) =>
  turns
    .map(
      ({ speaker, words, from, to }, index) =>
        `${index + 1}\n${padded(from, ',')} --> ${padded(to, ',')}\n${speaker}: ${oneLine(words)}\n`,
    )
    .join('\n')

export const webexVtt = (turns: readonly Said[]) =>
  `WEBVTT\n\n${turns
    .map(
      ({ speaker, words, from, to }, index) =>
        `${index + 1} "${speaker}" (${3_741_424_640 + speaker.length})\n${padded(from)} --> ${padded(to)}\n${oneLine(words)}\n`,
    )
    .join('\n')}`

/** With a time of its own before every tenth turn. */
export const meetTxt = (turns: readonly Said[]) =>
  [
    'Consultation (2026-06-15 03:35 GMT) - Transcript',
    'Attendees',
    [...new Set(turns.map(({ speaker }) => speaker))].join(', '),
    'Transcript',
    ...turns.flatMap(({ speaker, words, from }, index) => [
      ...(index % 10 === 5 ? ['', padded(from).slice(0, 8), ''] : []),
      `${speaker}: ${oneLine(words)}`,
    ]),
    '',
    'Transcription ended after 00:27:42',
    '',
    'This editable transcript was computer generated and might contain errors. People can also change the text after it was created.',
  ].join('\n')

/** f4, f5 and easytranscript: the time at the end of each turn, to tenths. */
export const f4Txt = (turns: readonly Said[]) =>
  turns
    .map(({ speaker, words, to }) => {
      const { milliseconds } = parts(to)
      return `${speaker}: ${oneLine(words)} #${padded(to).slice(0, 8)}-${Math.floor(milliseconds / 100)}#`
    })
    .join('\n\n')

/** NVivo's table of a transcript. */
export const nvivoCsv = (turns: readonly Said[]) => {
  const at = (time: number) => `${short(time)}.${Math.floor((time % 1000) / 100)}`
  return [
    'ID,Timespan,Content,Speaker',
    ...turns.map(
      ({ speaker, words, from, to }, index) =>
        `${index + 1},${at(from)} - ${at(to)},"${words.replaceAll('"', '""')}","${speaker}"`,
    ),
  ].join('\n')
}
