import type { DocumentFlow, FlowingText, Place } from '../office/flow.ts'
import type { SourceNote } from '../transcript.ts'

/**
 * The paragraphs of a document, of a note or of a text box while they are read. RTF says of a
 * paragraph only at its end that there was one, so each is begun when its first words come.
 */
export class Story {
  readonly flow: DocumentFlow
  kind: SourceNote['kind']
  /** The number by which a comment's range is known; '' where it has none. */
  number = ''
  #isOpen = false
  #inTable = false
  #table: 'none' | 'between rows' | 'between cells' | 'in a cell' = 'none'

  constructor(flow: DocumentFlow, kind: SourceNote['kind'] = 'footnote') {
    this.flow = flow
    this.kind = kind
  }

  /** Whether a number of its own ties it to a range of the text. */
  get isOnRange(): boolean {
    return this.kind === 'comment' && this.number !== ''
  }

  setNumber(number: string): void {
    this.number = number
  }

  setKind(kind: SourceNote['kind']): void {
    this.kind = kind
  }

  setInTable(inTable: boolean): void {
    this.#inTable = inTable
  }

  add(words: string, isBold: boolean): void {
    this.#begin()
    this.flow.add(words, isBold)
  }

  here(): Place {
    this.#begin()
    return this.flow.here()
  }

  /** Ends the paragraph; with `joinsNext` its end was deleted. */
  endParagraph(joinsNext: boolean): void {
    this.#begin()
    this.endIfOpen(joinsNext)
  }

  endIfOpen(joinsNext: boolean): void {
    if (!this.#isOpen) return
    this.flow.endParagraph(joinsNext)
    this.#isOpen = false
  }

  endCell(joinsNext: boolean): void {
    this.#inTable = true
    this.#startCell()
    this.endParagraph(joinsNext)
    this.#table = 'between cells'
  }

  endRow(): void {
    this.endIfOpen(false)
    if (this.#table !== 'none') this.#table = 'between rows'
  }

  /** Paragraphs of a text box, which follow the paragraph that holds it. */
  textBox(): Story {
    this.#begin()
    return new Story(this.flow)
  }

  endBox(): void {
    this.endIfOpen(false)
    this.#endTable()
  }

  finish(): FlowingText {
    this.endBox()
    return this.flow.result()
  }

  #begin(): void {
    if (this.#isOpen) return
    if (this.#inTable) this.#startCell()
    else this.#endTable()
    this.flow.startParagraph()
    this.#isOpen = true
  }

  #startCell(): void {
    if (this.#table === 'in a cell') return
    if (this.#table === 'none') this.flow.startTable()
    if (this.#table !== 'between cells') this.flow.startRow()
    this.flow.startCell()
    this.#table = 'in a cell'
  }

  #endTable(): void {
    if (this.#table !== 'none') this.flow.endTable()
    this.#table = 'none'
  }
}
