import { Document, Packer, Paragraph, TextRun } from 'docx'
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
