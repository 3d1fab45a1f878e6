import { trimRange, type Range } from '@throughline/text'
import { textLimit, textTooLong } from '../limits.ts'
import type { SourceNote } from '../transcript.ts'
import type { TableCells } from '../turns/table-turns.ts'

const deepestTable = 8
const byteOrderMark = '\ufeff'

interface Paragraph {
  text: string
  readonly bold: Range[]
  /** The cell or the paragraph (of a text box) that it stands in; null for the page itself. */
  readonly container: object | null
  /** Its end was deleted, so the next paragraph goes on in its line. */
  joinsNext: boolean
  /** Paragraphs of text boxes within it, which follow it. */
  readonly inner: Paragraph[]
  /** Where it begins in the whole text; known at the end. */
  start: number
}

interface Cell {
  readonly paragraphs: Paragraph[]
}

/** A point of the document that keeps its place while text is added around it. */
export interface Place {
  readonly paragraph: Paragraph | null
  readonly offset: number
}

interface PlacedNote {
  readonly kind: SourceNote['kind']
  readonly text: string
  readonly from: Place
  readonly to: Place
}

/** A document's text and what stands on it. Ranges are of the text, in UTF-16 units. */
export interface FlowingText {
  readonly text: string
  readonly bold: readonly Range[]
  readonly tables: readonly TableCells[]
  readonly notes: readonly SourceNote[]
}

/**
 * Puts a document's text together while it is read: paragraphs in order, joined by one LF; tables
 * row by row and cell by cell; text boxes behind the paragraph that holds them. A cell without a
 * paragraph is no cell.
 */
export class DocumentFlow {
  readonly #paragraphs: Paragraph[] = []
  readonly #open: Paragraph[] = []
  readonly #tables: Cell[][][] = []
  readonly #openTables: Cell[][][] = []
  readonly #notes: PlacedNote[] = []
  #length = 0

  startParagraph(): void {
    const container = this.#open.at(-1) ?? this.#openCells().at(-1) ?? null
    this.#open.push({ text: '', bold: [], container, joinsNext: false, inner: [], start: 0 })
  }

  /** Ends the innermost paragraph; with `joinsNext` its end was deleted. */
  endParagraph(joinsNext = false): void {
    const paragraph = this.#open.pop()
    if (!paragraph) return
    paragraph.joinsNext = joinsNext
    for (const cell of this.#openCells()) cell.paragraphs.push(paragraph)
    const target = this.#open.at(-1)?.inner ?? this.#paragraphs
    target.push(paragraph)
    for (const each of paragraph.inner) target.push(each)
  }

  /**
   * Adds to the innermost open paragraph; what stands in none is layout and is not kept. Throws
   * UnreadableFile when the text grows beyond any transcript.
   */
  add(words: string, isBold: boolean): void {
    const paragraph = this.#open.at(-1)
    if (!paragraph || words === '') return
    this.#length += words.length
    if (this.#length > textLimit) throw textTooLong()
    const from = paragraph.text.length
    const isFirst = from === 0 && this.#open.length === 1 && this.#paragraphs.length === 0
    paragraph.text += isFirst && words.startsWith(byteOrderMark) ? words.slice(1) : words
    if (!isBold) return
    const last = paragraph.bold.at(-1)
    const to = paragraph.text.length
    if (last?.to === from) paragraph.bold[paragraph.bold.length - 1] = { from: last.from, to }
    else paragraph.bold.push({ from, to })
  }

  startTable(): void {
    const table: Cell[][] = []
    this.#tables.push(table)
    this.#openTables.push(table)
  }

  startRow(): void {
    this.#openTables.at(-1)?.push([])
  }

  startCell(): void {
    this.#openTables.at(-1)?.at(-1)?.push({ paragraphs: [] })
  }

  endTable(): void {
    this.#openTables.pop()
  }

  /** The place where the next words would stand. */
  here(): Place {
    const paragraph = this.#open.at(-1) ?? this.#paragraphs.at(-1) ?? null
    return { paragraph, offset: paragraph?.text.length ?? 0 }
  }

  /** A note without words is none. */
  addNote(kind: SourceNote['kind'], text: string, from: Place, to = from): void {
    const words = text.trim()
    if (words !== '') this.#notes.push({ kind, text: words, from, to })
  }

  result(): FlowingText {
    const text = this.#placeParagraphs()
    return {
      text,
      bold: this.#paragraphs.flatMap(({ bold, start }) =>
        bold.map(({ from, to }) => ({ from: start + from, to: start + to })),
      ),
      tables: this.#tables.map((rows) => rows.map(cellRanges).filter((row) => row.length > 0)),
      notes: this.#notes
        .map((note) => placedNote(text, note))
        .sort((a, b) => a.from - b.from || a.to - b.to),
    }
  }

  /** The cells that are open within each other, but for the outer ones of a document nested without sense. */
  #openCells(): Cell[] {
    return this.#openTables.slice(-deepestTable).flatMap((rows) => rows.at(-1)?.at(-1) ?? [])
  }

  #placeParagraphs(): string {
    let text = ''
    let before: Paragraph | null = null
    for (const paragraph of this.#paragraphs) {
      if (before && !goesOn(before, paragraph)) text += '\n'
      paragraph.start = text.length
      text += paragraph.text
      before = paragraph
    }
    return text.toWellFormed()
  }
}

/** What was deleted whole leaves no line; else a deleted end joins what stands in the same place. */
function goesOn(before: Paragraph, next: Paragraph): boolean {
  return before.joinsNext && (before.container === next.container || before.text === '')
}

function cellRanges(row: readonly Cell[]): Range[] {
  return row.flatMap(({ paragraphs }) => {
    if (paragraphs.length === 0) return []
    return paragraphs.reduce(
      ({ from, to }, { start, text }) => ({
        from: Math.min(from, start),
        to: Math.max(to, start + text.length),
      }),
      { from: Infinity, to: 0 },
    )
  })
}

function placedNote(text: string, { kind, text: words, ...places }: PlacedNote): SourceNote {
  const from = offsetOf(places.from)
  const range = trimRange(text, { from, to: Math.max(from, offsetOf(places.to)) })
  const isPoint = range.to === range.from
  return { kind, text: words.toWellFormed(), ...(isPoint ? { from, to: from } : range) }
}

function offsetOf({ paragraph, offset }: Place): number {
  return (paragraph?.start ?? 0) + offset
}
