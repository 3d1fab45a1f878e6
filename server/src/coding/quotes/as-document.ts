import { docxType } from '@throughline/contract/coding'
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx'
import { fileName, withoutUnwritable, writtenApart } from '../../platform/documents/index.ts'
import type { SentFile } from '../../platform/http/endpoints.ts'
import type { TakenAway } from './taken-away.ts'

/** Quotes as a Word document: a heading for each group, each quote with who said it and where it stands. */
export async function quotesAsDocument(taken: TakenAway): Promise<SentFile> {
  return {
    name: `${fileName(taken.title, 'quotes')}.docx`,
    mediaType: docxType,
    content: await writtenApart(new URL('./document-thread.ts', import.meta.url), taken),
  }
}

/** The bytes of that document. Holds up its thread for a second with ten thousand quotes. */
export async function documentOf({ title, summary, groups }: TakenAway): Promise<Uint8Array> {
  const document = new Document({
    title,
    creator: 'Throughline',
    styles: {
      paragraphStyles: [
        {
          id: 'Quotation',
          name: 'Quotation',
          basedOn: 'Normal',
          paragraph: { indent: { left: 360 }, spacing: { before: 160 } },
        },
        {
          id: 'Attribution',
          name: 'Attribution',
          basedOn: 'Normal',
          run: { size: 18, color: '555555' },
          paragraph: { indent: { left: 360 } },
        },
      ],
    },
    sections: [
      {
        children: [
          new Paragraph({ text: withoutUnwritable(title), heading: HeadingLevel.TITLE }),
          new Paragraph(summary),
          ...groups.flatMap(({ name, quotes }) => [
            ...(name === null
              ? []
              : [
                  new Paragraph({ text: withoutUnwritable(name), heading: HeadingLevel.HEADING_1 }),
                ]),
            ...quotes.flatMap(({ text, attribution }) => [
              new Paragraph({ style: 'Quotation', keepNext: true, children: linesOf(text) }),
              new Paragraph({ style: 'Attribution', text: withoutUnwritable(attribution) }),
            ]),
          ]),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

function linesOf(text: string): TextRun[] {
  return withoutUnwritable(text)
    .split('\n')
    .map((line, index) => new TextRun({ text: line, break: index > 0 ? 1 : 0 }))
}
