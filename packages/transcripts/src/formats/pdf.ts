import { normaliseText } from '@throughline/text'
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import type { BinaryFormat } from '../format.ts'
import { textLimit, textTooLong } from '../limits.ts'
import { linesOf } from '../pdf/columns.ts'
import { damaged, openPdf } from '../pdf/open-pdf.ts'
import { paragraphsOf } from '../pdf/paragraphs.ts'
import { piecesOf, type PagePieces } from '../pdf/pieces.ts'
import { rowsOf } from '../pdf/rows.ts'
import { withoutRunningHeads } from '../pdf/running-heads.ts'
import { UnreadableFile } from '../result.ts'
import type { Warning } from '../transcript.ts'
import { labelledText } from '../turns/labelled-text.ts'

/** PDF: the words that it shows, lines put together to paragraphs. Pictures of words are not read. */
export const pdf: BinaryFormat = {
  name: 'pdf',
  title: 'PDF',
  kind: 'binary',
  extensions: ['pdf'],
  recognises: (bytes) =>
    /^(?:\u00ef\u00bb\u00bf)?\s*%PDF-/.test(String.fromCharCode(...bytes.subarray(0, 64))),
  async read(bytes, { title }) {
    const document = await openPdf(bytes)
    try {
      const pages = await pagesOf(document)
      if (pages.every(({ upright }) => upright.length === 0)) throw withoutWords()
      const { text, warnings } = textOf(pages)
      if (isUnreadable(text)) throw withoutLetters()
      return [labelledText(title, text, {}, warnings)]
    } finally {
      await document.loadingTask.destroy()
    }
  },
}

async function pagesOf(document: PDFDocumentProxy): Promise<PagePieces[]> {
  const pages: PagePieces[] = []
  let length = 0
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number).catch(() => {
      throw damaged()
    })
    const pieces = await piecesOf(page)
    page.cleanup()
    length += pieces.upright.reduce((sum, { text }) => sum + text.length, 0)
    if (length > textLimit) throw textTooLong()
    pages.push(pieces)
  }
  return pages
}

function textOf(pages: readonly PagePieces[]): { text: string; warnings: Warning[] } {
  const rows = pages.map((page, number) => rowsOf(number, page))
  const body = withoutRunningHeads(rows)
  const read = body.pages.map(linesOf)
  const { text, rejoined } = paragraphsOf(
    read.flatMap(({ lines }) => lines),
    pages.map(({ width }) => width),
  )
  const numbersOf = (is: (page: number) => boolean) =>
    pages.flatMap((_, page) => (is(page) ? [page + 1] : []))
  const aslant = pages.map((page) => page.aslant).filter((words) => words !== '')
  return {
    text: withoutControls(normaliseText(text)),
    warnings: [
      ...runningHeadsLeftOut(body.dropped),
      ...aslantLeftOut(aslant),
      ...columnsRead(numbersOf((page) => read[page]?.inColumns ?? false)),
      ...pagesWithoutWords(numbersOf((page) => pages[page]?.upright.length === 0)),
      ...wordsRejoined(rejoined),
      ...joinedLetters(text),
    ],
  }
}

/** Signs that no text has; fonts without a table of their letters give them. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd').toWellFormed()
}

/** Whether most of it is signs of a font of its own. */
function isUnreadable(text: string): boolean {
  const strange = text.match(/[\ufffd\p{Co}]/gu)?.length ?? 0
  return strange * 4 > text.replace(/\s+/g, '').length
}

function withoutWords(): UnreadableFile {
  return new UnreadableFile(
    'no-text',
    'This PDF holds pictures of its pages and no text. Have a program recognise the text (OCR), save the result as a PDF with text or as a Word document, and import that.',
  )
}

function withoutLetters(): UnreadableFile {
  return new UnreadableFile(
    'no-text',
    'This PDF does not say which letters its signs stand for. Save the transcript as a Word document in the program that made it, or have a program recognise the text (OCR), and import that.',
  )
}

const shownExamples = 3
const shownLength = 60

function examples(words: readonly string[]): string {
  const shown = words
    .slice(0, shownExamples)
    .map((each) => `“${each.length > shownLength ? `${each.slice(0, shownLength)}…` : each}”`)
  return shown.join(', ') + (words.length > shownExamples ? ', …' : '')
}

function runningHeadsLeftOut(dropped: readonly string[]): Warning[] {
  if (dropped.length === 0) return []
  const message = `What stands at the top or bottom of the pages, apart from the text, was left out: ${examples(dropped)}.`
  return [{ code: 'left-out', message }]
}

function aslantLeftOut(aslant: readonly string[]): Warning[] {
  if (aslant.length === 0) return []
  const message = `Words that stand aslant or sideways on their page were left out: ${examples([...new Set(aslant)])}.`
  return [{ code: 'left-out', message }]
}

function columnsRead(pages: readonly number[]): Warning[] {
  if (pages.length === 0) return []
  const message = `${pagesNamed(pages)} two columns, read one after the other. Look whether the order is right.`
  return [{ code: 'columns', message }]
}

function pagesWithoutWords(pages: readonly number[]): Warning[] {
  if (pages.length === 0) return []
  const message = `${pagesNamed(pages)} no text; if there is a picture of words, it was not read.`
  return [{ code: 'left-out', message }]
}

function wordsRejoined(count: number): Warning[] {
  if (count === 0) return []
  const message = `${count === 1 ? '1 word that was' : `${count} words that were`} divided at the end of a line ${count === 1 ? 'is' : 'are'} whole again.`
  return [{ code: 'rejoined', message }]
}

/** Of signs that stand for several Arabic letters PDFs do not say in which direction they are written. */
function joinedLetters(text: string): Warning[] {
  if (!/\p{Script=Arabic}/u.test(text)) return []
  const message =
    'Arabic letters that are printed as one sign, such as “لا”, may stand in the wrong order. Compare them with the PDF, or import the Word document that it was made from.'
  return [{ code: 'joined-letters', message }]
}

function pagesNamed(pages: readonly number[]): string {
  if (pages.length === 1) return `Page ${pages[0]} holds`
  const shown = pages.slice(0, 12).join(', ')
  return `Pages ${shown}${pages.length > 12 ? ', …' : ''} hold`
}
