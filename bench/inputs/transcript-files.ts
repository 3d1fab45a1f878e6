import { Document, Packer, Paragraph, TextRun } from 'docx'
import Paper from 'pdfkit'
import type { Spoken } from './interview.ts'
import { openDocument, richText } from './office-files.ts'

/** Format → how an interview is written in it. */
export const writers: Record<
  string,
  (turns: readonly Spoken[]) => Uint8Array | Promise<Uint8Array>
> = {
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
  odt: openDocument,
  rtf: richText,
  pdf: printed,
  html: (turns) =>
    bytesOf(
      [
        '<!doctype html><html><head><meta charset="utf-8"><title>Interview</title></head><body>',
        ...turns.map(({ speaker, words }) => `<p><b>${speaker}:</b> ${words}</p>`),
        '</body></html>',
      ],
      '\n',
    ),
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
  sbv: (turns) =>
    bytesOf(
      captions(turns).map(
        ({ speaker, words }, index) =>
          `${time(index, '.').slice(1)},${time(index + 1, '.').slice(1)}\n${speaker}: ${words}`,
      ),
      '\n\n',
    ),
  TextGrid: (turns) => bytesOf(textGrid(turns), '\n'),
  csv: (turns) =>
    bytesOf(
      [
        'start,speaker,text',
        ...turns.map(({ speaker, words }, index) => `${index * 5},${speaker},"${words}"`),
      ],
      '\n',
    ),
}

/** Pages of justified text in two typefaces. The fonts that every reader of PDF has lack emoji. */
async function printed(turns: readonly Spoken[]): Promise<Uint8Array> {
  const paper = new Paper({ size: 'A4', margin: 72 })
  const chunks: Buffer[] = []
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk))
    paper.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    paper.on('error', reject)
  })
  for (const { speaker, words } of turns) {
    paper.font('Times-Bold').text(`${speaker}: `, { continued: true })
    paper.font('Times-Roman').text(words.replaceAll(' 🙂', ''), { align: 'justify' })
  }
  paper.end()
  return whole
}

function bytesOf(lines: readonly string[], separator: string): Uint8Array {
  return new TextEncoder().encode(lines.join(separator))
}

function time(index: number, fraction: string): string {
  return `${new Date(index * 5000).toISOString().slice(11, 19)}${fraction}000`
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

/** Praat's short text form: a tier for each speaker. */
function textGrid(turns: readonly Spoken[]): string[] {
  const spoken = turns.map((turn, index) => ({ ...turn, from: index * 5, to: index * 5 + 5 }))
  const tiers = Map.groupBy(spoken, ({ speaker }) => speaker)
  const end = spoken.length * 5
  const domain = ['0', String(end)]
  return [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    ...domain,
    '<exists>',
    String(tiers.size),
    ...[...tiers].flatMap(([speaker, said]) => [
      '"IntervalTier"',
      `"${speaker}"`,
      ...domain,
      String(said.length),
      ...said.flatMap(({ from, to, words }) => [
        String(from),
        String(to),
        `"${words.replaceAll('"', '""')}"`,
      ]),
    ]),
  ]
}
