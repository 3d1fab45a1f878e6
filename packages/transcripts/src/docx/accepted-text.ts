import { DocumentFlow, type FlowingText, type Place } from '../office/flow.ts'
import { noFindings, type Findings } from '../office/left-out.ts'
import { symbolOf, withSymbols } from '../office/symbols.ts'
import { readXml } from '../office/xml.ts'
import type { SourceNote } from '../transcript.ts'
import { isOn } from './bold-styles.ts'

/** A document's text with all tracked changes accepted, what stands on it and what does not. */
export interface AcceptedText extends FlowingText {
  readonly found: Findings
}

/** The words of a document's notes by their ids, of each kind. */
export type NoteTexts = Readonly<Record<SourceNote['kind'], ReadonlyMap<string, string>>>

// What is not part of the accepted text: deletions, field codes, the second copy of a drawing.
const skipped = new Set([
  'w:del',
  'w:moveFrom',
  'w:delText',
  'w:instrText',
  'w:delInstrText',
  'mc:Fallback',
  'w:sectPr',
  'w:tblPr',
  'w:tblGrid',
  'w:sdtPr',
  'w:rt',
  'w:pPrChange',
  'w:rPrChange',
  'w:tabs',
])

const noteReferences = new Map<string, SourceNote['kind']>([
  ['w:commentReference', 'comment'],
  ['w:footnoteReference', 'footnote'],
  ['w:endnoteReference', 'endnote'],
])

type Attribute = (name: string) => string | undefined

/**
 * Reads `word/document.xml`: paragraphs in order, joined by one LF; a break within a paragraph is
 * an LF too, a tab a tab. Tables are read cell by cell. Throws when the XML is not well formed.
 */
export function acceptedText(
  part: Uint8Array,
  boldStyles: ReadonlySet<string>,
  notes: NoteTexts,
): AcceptedText {
  const reader = new DocumentReader(boldStyles, notes)
  readXml(part, reader)
  return { ...reader.flow.result(), found: reader.found }
}

const noNotes: NoteTexts = { comment: new Map(), footnote: new Map(), endnote: new Map() }

/** The accepted words of every note of `word/comments.xml`, `footnotes.xml` or `endnotes.xml` by its id. */
export function noteTexts(part: Uint8Array | undefined): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  if (!part) return texts
  let id: string | null = null
  let reader = new DocumentReader(new Set(), noNotes)
  readXml(part, {
    open(name, attribute) {
      if (id !== null) return reader.open(name, attribute)
      if (name !== 'w:comment' && name !== 'w:footnote' && name !== 'w:endnote') return
      id = attribute('id') ?? ''
      reader = new DocumentReader(new Set(), noNotes)
      reader.path.push(name)
    },
    close(name) {
      if (id === null) return
      reader.close(name)
      if (reader.path.length > 0) return
      texts.set(id, reader.flow.result().text)
      id = null
    },
    text: (value) => reader.text(value),
  })
  return texts
}

class DocumentReader {
  readonly boldStyles: ReadonlySet<string>
  readonly notes: NoteTexts
  readonly flow = new DocumentFlow()
  readonly found = noFindings()
  readonly path: string[] = []
  /** The depth of the element that is being skipped with all it holds, or null. */
  skippedFrom: number | null = null
  readonly paragraphs: { isBold: boolean; joinsNext: boolean }[] = []
  readonly runs: { bold: boolean; font: string }[] = []
  readonly commentStarts = new Map<string, Place>()
  readonly commentEnds = new Map<string, Place>()

  constructor(boldStyles: ReadonlySet<string>, notes: NoteTexts) {
    this.boldStyles = boldStyles
    this.notes = notes
  }

  open(name: string, attribute: Attribute): void {
    this.path.push(name)
    if (this.skippedFrom !== null) return
    const parent = this.path.at(-2)
    if (skipped.has(name) || (name === 'w:cellDel' && parent === 'w:tcPr')) {
      this.skippedFrom = this.path.length
      this.noteDeletion(name)
      return
    }
    if (parent === 'w:pPr' || parent === 'w:rPr') this.readProperty(name, attribute)
    else this.startElement(name, attribute)
  }

  close(name: string): void {
    if (this.skippedFrom === this.path.length) this.skippedFrom = null
    this.path.pop()
    if (this.skippedFrom !== null) return
    if (name === 'w:r') this.runs.pop()
    if (name === 'w:p') this.flow.endParagraph(this.paragraphs.pop()?.joinsNext)
    if (name === 'w:tbl') this.flow.endTable()
  }

  text(value: string): void {
    if (this.skippedFrom !== null) return
    const name = this.path.at(-1)
    if (name !== 'w:t' && name !== 'm:t') return
    // A line end within a piece of text is only how the XML was laid out.
    const words = value.replace(/[\r\n]+/g, ' ')
    this.add(withSymbols(words, this.runs.at(-1)?.font ?? ''))
  }

  startElement(name: string, attribute: Attribute): void {
    switch (name) {
      case 'w:p':
        this.paragraphs.push({ isBold: false, joinsNext: false })
        return this.flow.startParagraph()
      case 'w:r':
        this.runs.push({ bold: this.paragraphs.at(-1)?.isBold ?? false, font: '' })
        return
      case 'w:tbl':
        return this.flow.startTable()
      case 'w:tr':
        return this.flow.startRow()
      case 'w:tc':
        return this.flow.startCell()
      default:
        this.readContent(name, attribute)
    }
  }

  /** A deleted paragraph mark joins two paragraphs; a deleted row or cell goes with all it holds. */
  noteDeletion(name: string): void {
    if (name === 'w:cellDel') this.skippedFrom = this.path.length - 2
    if (name !== 'w:del' && name !== 'w:moveFrom') return
    const [grandparent, parent] = this.path.slice(-3, -1)
    const paragraph = this.paragraphs.at(-1)
    if (parent === 'w:rPr' && grandparent === 'w:pPr' && paragraph) paragraph.joinsNext = true
    if (parent === 'w:trPr') this.skippedFrom = this.path.length - 2
  }

  readProperty(name: string, attribute: Attribute): void {
    const ofParagraphMark = this.path.at(-3) === 'w:pPr'
    const run = this.runs.at(-1)
    const paragraph = this.paragraphs.at(-1)
    const value = attribute('val')
    if (name === 'w:pStyle' && paragraph) paragraph.isBold = this.boldStyles.has(value ?? '')
    if (name === 'w:numPr') this.found.numbered++
    if (ofParagraphMark || !run) return
    if (name === 'w:rStyle' && this.boldStyles.has(value ?? '')) run.bold = true
    if (name === 'w:b') run.bold = isOn(value)
    if (name === 'w:rFonts') run.font = attribute('ascii') ?? ''
    if (name === 'w:vanish' && isOn(value)) this.found.hasHiddenText = true
  }

  readContent(name: string, attribute: Attribute): void {
    switch (name) {
      case 'w:tab':
      case 'w:ptab':
        return this.add('\t')
      case 'w:br':
      case 'w:cr':
        return this.add('\n')
      case 'w:noBreakHyphen':
        return this.add('\u2011')
      case 'w:softHyphen':
        return this.add('\u00ad')
      case 'w:sym':
        return this.addSymbol(attribute('font') ?? '', attribute('char') ?? '')
      case 'w:numId':
        // Number 0 takes the numbering of a style away again.
        if (attribute('val') === '0') this.found.numbered--
        return
      case 'w:commentRangeStart':
        this.commentStarts.set(attribute('id') ?? '', this.flow.here())
        return
      case 'w:commentRangeEnd':
        this.commentEnds.set(attribute('id') ?? '', this.flow.here())
        return
      case 'a:blip':
        this.found.pictures++
        return
      default:
        this.addNote(noteReferences.get(name), attribute('id') ?? '')
    }
  }

  addNote(kind: SourceNote['kind'] | undefined, id: string): void {
    if (!kind) return
    const here = this.flow.here()
    const from = kind === 'comment' ? (this.commentStarts.get(id) ?? here) : here
    const to = kind === 'comment' ? (this.commentEnds.get(id) ?? here) : here
    this.flow.addNote(kind, this.notes[kind].get(id) ?? '', from, to)
  }

  add(words: string): void {
    this.flow.add(words, this.runs.at(-1)?.bold ?? false)
  }

  addSymbol(font: string, hexadecimal: string): void {
    const shown = symbolOf(font, Number.parseInt(hexadecimal, 16))
    if (shown === null) this.found.symbols++
    this.add(shown ?? '\ufffd')
  }
}
