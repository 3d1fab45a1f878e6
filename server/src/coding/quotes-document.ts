import type { Code, Quote } from '@throughline/contract/coding'
import { docxType } from '@throughline/contract/coding'
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx'
import type { SentFile } from '../platform/http/endpoints.ts'
import { codeNames } from './rules.ts'

/** Quotes as a document: a heading for each code, each quote with who said it and where it stands. */
export async function quotesDocument({
  quotes,
  codes,
  people,
  withheld,
}: {
  quotes: readonly Quote[]
  codes: readonly Code[]
  people: ReadonlyMap<string, string>
  withheld: number
}): Promise<SentFile> {
  const name = codeNames(codes)
  const groups = Map.groupBy(quotes, ({ code }) => code)
  const speakers = new Set(quotes.map(({ participant }) => participant?.id))
  const document = new Document({
    title: 'Quotes',
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
          new Paragraph({ text: 'Quotes', heading: HeadingLevel.TITLE }),
          new Paragraph(
            `${counted(quotes.length, 'quote')} from ${counted(speakers.size, 'person', 'people')}.` +
              (withheld > 0
                ? ` ${counted(withheld, 'more')} left out: no consent to be quoted is recorded.`
                : ''),
          ),
          ...[...groups].flatMap(([code, own]) => [
            new Paragraph({ text: name(code), heading: HeadingLevel.HEADING_1 }),
            ...own.flatMap((quote) => [
              new Paragraph({ style: 'Quotation', keepNext: true, children: linesOf(quote.text) }),
              new Paragraph({ style: 'Attribution', text: attribution(quote, people) }),
            ]),
          ]),
        ],
      },
    ],
  })
  return { name: 'quotes.docx', mediaType: docxType, content: await Packer.toBuffer(document) }
}

function linesOf(text: string): TextRun[] {
  return text
    .split('\n')
    .map((line, index) => new TextRun({ text: line, break: index > 0 ? 1 : 0 }))
}

/** `P012 · Site B · year 3 · 05:05 · coded by SA` */
export function attribution(quote: Quote, people: ReadonlyMap<string, string>): string {
  const { participant, startsAt } = quote
  return [
    participant?.label ?? quote.title,
    participant?.site,
    participant?.year ? `year ${participant.year}` : null,
    startsAt === null ? null : clock(startsAt),
    people.has(quote.coder) ? `coded by ${people.get(quote.coder)}` : null,
  ]
    .filter(Boolean)
    .join(' · ')
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (parts[0] === 0 ? parts.slice(1) : parts)
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function counted(count: number, one: string, many = one === 'more' ? one : `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
