import { type Code, docxType } from '@throughline/contract/coding'
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx'
import { sql } from 'kysely'
import { withoutUnwritable } from '../../platform/documents/index.ts'
import type { SentFile } from '../../platform/http/endpoints.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { listCodes } from '../queries.ts'
import { readQuotedWords } from '../read-quoted-words.ts'

/** Quotes that stand for a code. */
const quotesOfCode = 2
/** UTF-16 units: long enough to say something, short enough to be read in passing. */
const readable = { least: 40, most: 400 }

/** The code list as a book: what each code means, how often it is used, and words of people who consented to be quoted. */
export async function codeBook(transaction: AnyTransaction, study: string): Promise<SentFile> {
  const { version, codes } = await listCodes(transaction, study)
  const quotes = await exampleQuotes(transaction, study)
  const open = codes.filter(({ retired }) => !retired)
  const document = new Document({
    title: 'Code book',
    creator: 'Throughline',
    styles: {
      paragraphStyles: [
        {
          id: 'Quotation',
          name: 'Quotation',
          basedOn: 'Normal',
          run: { italics: true },
          paragraph: { indent: { left: 360 }, spacing: { before: 80 } },
        },
        {
          id: 'Faint',
          name: 'Faint',
          basedOn: 'Normal',
          run: { size: 18, color: '555555' },
        },
      ],
    },
    sections: [
      {
        children: [
          new Paragraph({ text: 'Code book', heading: HeadingLevel.TITLE }),
          new Paragraph({
            style: 'Faint',
            text: `Version ${version} of the code list: ${open.length} codes. Quotes are of people who consented to be quoted.`,
          }),
          ...chapters(open, null, 0).flatMap(({ code, depth }) => [
            new Paragraph({ text: withoutUnwritable(code.name), heading: headingOf(depth) }),
            new Paragraph({
              style: 'Faint',
              text: `${counted(code.codings, 'coding')} from ${counted(code.people, 'person', 'people')}`,
            }),
            ...prose(null, code.definition),
            ...prose('When to use: ', code.whenToUse),
            ...prose('When not to use: ', code.whenNotToUse),
            ...prose('Example: ', code.example),
            ...(quotes.get(code.id) ?? []).map(
              ({ words, label }) =>
                new Paragraph({
                  style: 'Quotation',
                  text: withoutUnwritable(`“${words}” (${label})`),
                }),
            ),
          ]),
        ],
      },
    ],
  })
  return { name: 'code-book.docx', mediaType: docxType, content: await Packer.toBuffer(document) }
}

/** The codes in the order of the tree, each with its depth. */
function chapters(
  codes: readonly Code[],
  parent: string | null,
  depth: number,
): { code: Code; depth: number }[] {
  return codes
    .filter((code) => code.parent === parent)
    .flatMap((code) => [{ code, depth }, ...chapters(codes, code.id, depth + 1)])
}

function headingOf(depth: number) {
  const levels = [
    HeadingLevel.HEADING_1,
    HeadingLevel.HEADING_2,
    HeadingLevel.HEADING_3,
    HeadingLevel.HEADING_4,
    HeadingLevel.HEADING_5,
  ]
  return levels[depth] ?? HeadingLevel.HEADING_6
}

function prose(lead: string | null, text: string): Paragraph[] {
  return text.trim() === ''
    ? []
    : withoutUnwritable(text)
        .split(/\n+/)
        .map(
          (line, index) =>
            new Paragraph({
              children: [
                ...(lead && index === 0 ? [new TextRun({ text: lead, bold: true })] : []),
                new TextRun(line),
              ],
            }),
        )
}

/** For each code words of different people where there are, those first that are long enough to say something. */
async function exampleQuotes(transaction: AnyTransaction, study: string) {
  const { rows } = await sql<{ id: string; code: string; label: string }>`
    with spoken as (
      select distinct on (c.code_id, p.id) c.id, c.code_id, p.label
      from coding c join transcript t on t.study_id = c.study_id and t.id = c.transcript_id
      join participant p on p.study_id = t.study_id and p.id = t.participant_id
      where c.study_id = ${study} and p.quote_consent = 'yes'
        and c.ends - c.starts between ${readable.least} and ${readable.most}
      order by c.code_id, p.id, c.made_at, c.id),
    numbered as (select *, row_number() over (partition by code_id order by label) as number from spoken)
    select id, code_id as code, label from numbered where number <= ${quotesOfCode} order by code_id, number`.execute(
    transaction,
  )
  const words = await readQuotedWords(
    transaction,
    study,
    rows.map(({ id }) => id),
  )
  const quotes = rows.flatMap(({ id, code, label }) => {
    const said = words.get(id)?.text.trim().replaceAll(/\s+/g, ' ')
    return said ? [{ code, label, words: said }] : []
  })
  return Map.groupBy(quotes, ({ code }) => code)
}

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`
