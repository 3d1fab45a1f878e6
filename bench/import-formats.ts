import { Document, Packer, Paragraph, TextRun } from 'docx'
import { readFile } from '@throughline/transcripts'

/** How fast one format is read; CPU milliseconds are for one file. */
export interface ImportSpeed {
  readonly format: string
  readonly filesPerSecond: number
  readonly cpuMs: number
}

const files = 50
const textLength = 60_000

/**
 * Reads 50 transcripts of 60 KB of text in each format, one after the other, on inputs made here.
 * A first reading of each format, to have the code compiled, is not counted.
 */
export async function benchImport(): Promise<ImportSpeed[]> {
  const speeds: ImportSpeed[] = []
  for (const [format, write] of Object.entries(writers)) {
    const inputs: Uint8Array[] = []
    for (let file = 0; file < files; file++) inputs.push(await write(interview(file)))
    await readAll(inputs.slice(0, 3), format)
    const clock = performance.now()
    const cpu = process.cpuUsage()
    await readAll(inputs, format)
    const { user, system } = process.cpuUsage(cpu)
    const seconds = (performance.now() - clock) / 1000
    speeds.push({ format, filesPerSecond: files / seconds, cpuMs: (user + system) / 1000 / files })
  }
  return speeds
}

async function readAll(inputs: readonly Uint8Array[], format: string): Promise<void> {
  for (const bytes of inputs) {
    const result = await readFile(bytes, `interview.${format}`)
    if (!result.ok) throw new Error(`${format}: ${result.error.message}`)
    const length = result.transcripts.reduce((sum, { text }) => sum + text.length, 0)
    if (length < textLength * 0.9) throw new Error(`${format}: words are missing`)
  }
}

interface Spoken {
  readonly speaker: string
  readonly words: string
}

const vocabulary =
  'I did not really sleep that week because the exam was on my mind and café “déjà vu” – you know when everybody else seems so sure 🙂 it gets lonely'.split(
    ' ',
  )

/** Turns of about 60 KB in all, different for each file, the same on every run. */
function interview(seed: number): Spoken[] {
  const turns: Spoken[] = []
  let state = seed + 1
  for (let length = 0; length < textLength;) {
    const words: string[] = []
    const count = turns.length % 2 === 0 ? 12 : 60
    for (let word = 0; word < count; word++) {
      state = (state * 48_271) % 2_147_483_647
      words.push(vocabulary[state % vocabulary.length] ?? '')
    }
    const turn = {
      speaker: turns.length % 2 === 0 ? 'Interviewer' : 'P003',
      words: words.join(' '),
    }
    length += turn.words.length + turn.speaker.length + 3
    turns.push(turn)
  }
  return turns
}

function bytesOf(lines: readonly string[], separator: string): Uint8Array {
  return new TextEncoder().encode(lines.join(separator))
}

function time(index: number, fraction: string): string {
  return `${new Date(index * 5000).toISOString().slice(11, 19)}${fraction}000`
}

const writers: Record<string, (turns: readonly Spoken[]) => Uint8Array | Promise<Uint8Array>> = {
  txt: (turns) =>
    bytesOf(
      turns.map(({ speaker, words }) => `${speaker}: ${words}`),
      '\r\n\r\n',
    ),
  md: (turns) =>
    bytesOf(
      turns.map(({ speaker, words }) => `**${speaker}:** ${words}`),
      '\n\n',
    ),
  async docx(turns) {
    const children = turns.map(
      ({ speaker, words }) =>
        new Paragraph({
          children: [new TextRun({ text: `${speaker}: `, bold: true }), new TextRun(words)],
        }),
    )
    return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))
  },
  vtt: (turns) =>
    bytesOf(
      [
        'WEBVTT',
        ...captions(turns).map(
          ({ speaker, words }, index) =>
            `${time(index, '.')} --> ${time(index + 1, '.')}\n<v ${speaker}>${words}</v>`,
        ),
      ],
      '\n\n',
    ),
  srt: (turns) =>
    bytesOf(
      captions(turns).map(
        ({ speaker, words }, index) =>
          `${index + 1}\n${time(index, ',')} --> ${time(index + 1, ',')}\n${speaker}: ${words}`,
      ),
      '\n\n',
    ),
  csv: (turns) =>
    bytesOf(
      [
        'start,speaker,text',
        ...turns.map(({ speaker, words }, index) => `${index * 5},${speaker},"${words}"`),
      ],
      '\n',
    ),
}

/** Captions are short: some eight words each. */
function captions(turns: readonly Spoken[]): Spoken[] {
  return turns.flatMap(({ speaker, words }) => {
    const all = words.split(' ')
    const cues: Spoken[] = []
    for (let at = 0; at < all.length; at += 8) {
      cues.push({ speaker, words: all.slice(at, at + 8).join(' ') })
    }
    return cues
  })
}
