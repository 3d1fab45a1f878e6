import { docxType } from '@throughline/contract/coding'
import { withoutUnwritable } from '../platform/documents/index.ts'
import type { QuotePart } from '@throughline/text'
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import {
  longDate,
  percent,
  type PrintedQuote,
  type PrintedTheme,
  type ReportDocument,
} from './report-document.ts'

export const reportDocxType = docxType

const serif = 'Georgia'
const sans = 'Arial'
const soft = '55595F'
/** Twips (twentieths of a point) between the margins of an A4 page. */
const textWidth = 9_070
const margin = 1_418

/** The report as a word processor has it: headings that make an outline, a quote style, tables whose head repeats. */
export async function reportDocx(report: ReportDocument): Promise<Buffer> {
  const document = new Document({
    title: withoutUnwritable(report.title),
    creator: withoutUnwritable(report.authors.join(', ')) || 'Throughline',
    subject: withoutUnwritable(report.studyTitle),
    description: `Report of ${longDate(report.date)}`,
    styles,
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: margin, bottom: margin, left: margin, right: margin },
          },
        },
        footers: { default: pageNumbers() },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: runs(report.title) }),
          text(
            'Byline',
            [report.authors.join(', '), longDate(report.date)].filter(Boolean).join(' · '),
          ),
          ...report.facts.map((one, at) => fact(one, at === report.facts.length - 1)),
          ...report.introduction.map((paragraph) => text('BodyText', paragraph)),
          ...report.themes.flatMap(theme),
          ...voices(report),
          ...codeList(report),
          heading('Notes'),
          ...report.notes.map((note) => text('BodyText', note)),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

const styles = {
  default: {
    document: {
      run: { font: serif, size: 22, language: { value: 'en-GB' } },
      paragraph: { spacing: { line: 300, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: serif, size: 44, bold: true },
      paragraph: { spacing: { after: 80, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true },
    },
    heading1: {
      run: { font: serif, size: 30, bold: true },
      paragraph: {
        spacing: { before: 480, after: 120, line: 264, lineRule: LineRuleType.AUTO },
        keepNext: true,
      },
    },
  },
  paragraphStyles: [
    {
      id: 'BodyText',
      name: 'Body Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { spacing: { after: 140 } },
    },
    {
      id: 'Byline',
      name: 'Byline',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: sans, size: 19, color: soft },
      paragraph: { spacing: { after: 280 } },
    },
    {
      id: 'Fact',
      name: 'Fact',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: sans, size: 19 },
      paragraph: { spacing: { after: 60 }, indent: { left: 1_418, hanging: 1_418 } },
    },
    {
      id: 'CentralIdea',
      name: 'Central Idea',
      basedOn: 'BodyText',
      quickFormat: true,
      run: { italics: true, size: 24 },
      paragraph: { keepNext: true },
    },
    {
      id: 'Definition',
      name: 'Definition',
      basedOn: 'BodyText',
      quickFormat: true,
      run: { color: soft },
    },
    {
      id: 'Quote',
      name: 'Quote',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: {
        indent: { left: 454, right: 284 },
        spacing: { before: 120, after: 40 },
        keepNext: true,
        keepLines: true,
      },
    },
    {
      id: 'QuoteSource',
      name: 'Quote Source',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: sans, size: 18, color: soft },
      paragraph: { indent: { left: 454 }, spacing: { after: 200 } },
    },
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: sans, size: 17 },
      paragraph: { spacing: { line: 252, lineRule: LineRuleType.AUTO } },
    },
  ],
  characterStyles: [
    { id: 'QuoteMark', name: 'Quote Mark', basedOn: 'DefaultParagraphFont', run: { color: soft } },
  ],
}

function theme({ name, centralIdea, definition, text: said, quotes }: PrintedTheme): Paragraph[] {
  return [
    heading(name),
    ...centralIdea.map((paragraph) => text('CentralIdea', paragraph)),
    ...definition.map((paragraph) => text('Definition', paragraph)),
    ...said.map((paragraph) => text('BodyText', paragraph)),
    ...quotes.flatMap(quote),
  ]
}

function quote({ lines, attribution }: PrintedQuote): Paragraph[] {
  return [
    ...lines.map((line) => new Paragraph({ style: 'Quote', children: line.map(quotePart) })),
    text('QuoteSource', attribution),
  ]
}

function quotePart({ kind, text: words }: QuotePart): TextRun {
  return new TextRun({
    text: withoutUnwritable(words),
    ...(kind === 'source' ? {} : { style: 'QuoteMark' }),
  })
}

function fact({ name, value }: { name: string; value: string }, last: boolean): Paragraph {
  return new Paragraph({
    style: 'Fact',
    ...(last ? { spacing: { after: 280 } } : {}),
    children: [
      new TextRun({ text: name, color: soft }),
      new TextRun({ text: '\t' }),
      ...runs(value),
    ],
  })
}

function voices(report: ReportDocument): (Paragraph | Table)[] {
  const sentence = text('BodyText', report.voicesSentence)
  if (report.voices.length === 0) return [heading('Who is quoted'), sentence]
  return [
    heading('Who is quoted'),
    sentence,
    table(
      [1_900, 3_170, 1_000, 1_500, 1_500],
      ['Participant', 'Site', 'Year', 'Quotations', 'Share'],
      report.voices.map(({ label, site, year, quotes, share }) => [
        label,
        site ?? '–',
        String(year ?? '–'),
        String(quotes),
        percent(share),
      ]),
      { numbersFrom: 3 },
    ),
  ]
}

function codeList(report: ReportDocument): (Paragraph | Table)[] {
  if (report.codes.length === 0) return []
  return [
    heading('Appendix: the code list'),
    table(
      [2_070, 2_100, 1_700, 1_600, 1_600],
      ['Code', 'Definition', 'When to use', 'When not to use', 'Example'],
      report.codes.map((code) => [
        code.name,
        code.definition,
        code.whenToUse,
        code.whenNotToUse,
        code.example,
      ]),
      { indents: report.codes.map(({ depth }) => Math.min(depth, 5) * 170) },
    ),
  ]
}

function table(
  widths: readonly number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  {
    numbersFrom = head.length,
    indents = [],
  }: { numbersFrom?: number; indents?: readonly number[] },
): Table {
  const cell = (words: string, column: number, row: number | null) =>
    new TableCell({
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlign.TOP,
      children: [
        new Paragraph({
          style: 'TableText',
          alignment: column >= numbersFrom ? AlignmentType.RIGHT : AlignmentType.LEFT,
          ...(column === 0 && row !== null ? { indent: { left: indents[row] ?? 0 } } : {}),
          ...(row === null ? { keepNext: true } : {}),
          children: runs(words, { bold: row === null || column === 0 }),
        }),
      ],
    })
  const rule = { style: BorderStyle.SINGLE, size: 4, color: 'C9C4BA' }
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    margins: { top: 60, bottom: 60, left: 0, right: 120 },
    borders: {
      top: rule,
      bottom: rule,
      insideHorizontal: rule,
      left: none,
      right: none,
      insideVertical: none,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: head.map((words, column) => cell(words, column, null)),
      }),
      ...rows.map(
        (cells, row) =>
          new TableRow({
            cantSplit: true,
            children: cells.map((words, column) => cell(words, column, row)),
          }),
      ),
    ],
  })
}

function pageNumbers(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'TableText',
        alignment: AlignmentType.RIGHT,
        children: [new TextRun({ color: soft, children: [PageNumber.CURRENT] })],
      }),
    ],
  })
}

const heading = (words: string) =>
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: runs(words) })
const text = (style: string, words: string) => new Paragraph({ style, children: runs(words) })

/** Line ends that somebody typed stay line ends. */
function runs(words: string, options: { bold?: boolean } = {}): ParagraphChild[] {
  return withoutUnwritable(words)
    .split('\n')
    .map((line, index) => new TextRun({ ...options, text: line, break: index > 0 ? 1 : 0 }))
}
