import { Document, Packer, Paragraph, TextRun } from 'docx'

/** A file as a person drops it, and the words that must stand in the transcripts that it becomes. */
export interface Dropped {
  name: string
  buffer: Buffer
  /** The text of each transcript, in order; none of a file that cannot be read. */
  texts: string[]
  /** A sentence of it to look for on screen. */
  sentence: string
}

/** Nineteen files of every format and one that is broken. Invented; no two say the same. */
export async function twentyFiles(): Promise<Dropped[]> {
  return [
    text('P001 interview.txt', 1, (words) => Buffer.from(words, 'utf8')),
    text('P002 interview.txt', 2, (words) => Buffer.from(`\ufeff${windows(words)}`, 'utf8')),
    text('P003 interview.txt', 3, (words) => Buffer.from(`\ufeff${words}`, 'utf16le')),
    text('P004 interview.txt', 4, (words) =>
      Buffer.from(`\ufeff${windows(words)}`, 'utf16le').swap16(),
    ),
    text('P005 interview.txt', 5, (words) => Buffer.from(words, 'utf8')),
    text('P006 interview.md', 6, (words) => Buffer.from(words, 'utf8')),
    text('P007 interview.md', 7, (words) => Buffer.from(words, 'utf8')),
    text('P008 interview.md', 8, (words) => Buffer.from(words, 'utf8')),
    await word('P009 interview.docx', 9),
    await word('P010 interview.docx', 10),
    await word('P011 interview.docx', 11),
    await word('P012 interview.docx', 12),
    captions('P013 interview.vtt', 13, 'WEBVTT\n\n', '.'),
    captions('P014 interview.vtt', 14, 'WEBVTT\n\n', '.'),
    captions('P015 interview.srt', 15, '', ','),
    captions('P016 interview.srt', 16, '', ','),
    turnsTable('P017 interview.csv', 17),
    turnsTable('P018 interview.csv', 18),
    interviewsTable('all the others.csv', [19, 20, 21]),
    {
      name: 'broken.docx',
      buffer: Buffer.from('PK\u0003\u0004 half a file', 'latin1'),
      texts: [],
      sentence: '',
    },
  ]
}

const sentenceOf = (number: number) =>
  `In room ${number} I felt “at home” for once, naïve as it sounds 🙂.`

/** Who says what; the third turn of each is the sentence. */
const turnsOf = (number: number): [who: string, words: string][] => [
  ['Interviewer', `What do you remember of week ${number}?`],
  ['Participant', `Mostly the corridors, and number ${number} on the door.`],
  ['Participant', sentenceOf(number)],
  ['Interviewer', 'And then?'],
  ['Participant', 'Then nobody came back to ask. I wrote twice, and the answer was a form.'],
]

const labelled = (number: number) =>
  turnsOf(number)
    .map(([who, words]) => `${who}: ${words}`)
    .join('\n')

const windows = (words: string) => words.replaceAll('\n', '\r\n')

function text(name: string, number: number, bytes: (words: string) => Buffer): Dropped {
  const words = labelled(number)
  return { name, buffer: bytes(words), texts: [words], sentence: sentenceOf(number) }
}

async function word(name: string, number: number): Promise<Dropped> {
  const children = turnsOf(number).map(
    ([who, words]) =>
      new Paragraph({
        children: [new TextRun({ text: `${who}: `, bold: true }), new TextRun(words)],
      }),
  )
  const buffer = await Packer.toBuffer(new Document({ sections: [{ children }] }))
  return { name, buffer, texts: [labelled(number)], sentence: sentenceOf(number) }
}

/** Cues joined by one LF are the text. `point` stands before the milliseconds. */
function captions(name: string, number: number, head: string, point: string): Dropped {
  const time = (second: number) => `00:00:${String(second).padStart(2, '0')}${point}000`
  const cues = turnsOf(number).map(
    ([who, words], index) =>
      `${index + 1}\n${time(index * 5)} --> ${time(index * 5 + 4)}\n${who}: ${words}\n`,
  )
  return {
    name,
    buffer: Buffer.from(head + cues.join('\n')),
    texts: [labelled(number)],
    sentence: sentenceOf(number),
  }
}

const cell = (words: string) => `"${words.replaceAll('"', '""')}"`

/** One turn a row: the chosen cells joined by one LF are the text. */
function turnsTable(name: string, number: number): Dropped {
  const rows = turnsOf(number).map(([who, words]) => `${who},${cell(words)}`)
  return {
    name,
    buffer: Buffer.from(['speaker,text', ...rows].join('\r\n')),
    texts: [
      turnsOf(number)
        .map(([, words]) => words)
        .join('\n'),
    ],
    sentence: sentenceOf(number),
  }
}

/** One interview a row. */
function interviewsTable(name: string, numbers: number[]): Dropped {
  const rows = numbers.map((number) => `P0${number},${cell(labelled(number))}`)
  return {
    name,
    buffer: Buffer.from(['id,interview', ...rows].join('\n')),
    texts: numbers.map(labelled),
    sentence: sentenceOf(numbers[0] ?? 0),
  }
}
