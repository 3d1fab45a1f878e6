import type { Range } from '@throughline/text'
import { codePoint } from 'dingbat-to-unicode'
import { isOn } from './bold-styles.ts'
import { readXml } from './xml.ts'

/** A document's text with all tracked changes accepted, and where its letters are bold. */
export interface AcceptedText {
  readonly text: string
  readonly bold: readonly Range[]
  /** How many of each were left out of the text. */
  readonly leftOut: Readonly<Record<LeftOut, number>>
  readonly hasHiddenText: boolean
}

export type LeftOut = 'footnotes' | 'comments' | 'pictures' | 'symbols'

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

interface Paragraph {
  text: string
  bold: Range[]
  /** The style's letters are bold. */
  isBold: boolean
  /** Its end was deleted, so the next paragraph goes on in its line. */
  joinsNext: boolean
  /** Paragraphs of text boxes within it, which follow it. */
  inner: Paragraph[]
}

/**
 * Reads `word/document.xml`: paragraphs in order, joined by one LF; a break within a paragraph is
 * an LF too, a tab a tab. Tables are read cell by cell. Throws when the XML is not well formed.
 */
export function acceptedText(part: Uint8Array, boldStyles: ReadonlySet<string>): AcceptedText {
  const reader = new DocumentReader(boldStyles)
  readXml(part, reader)
  return reader.result()
}

class DocumentReader {
  readonly boldStyles: ReadonlySet<string>
  readonly paragraphs: Paragraph[] = []
  readonly openParagraphs: Paragraph[] = []
  readonly path: string[] = []
  readonly leftOut = { footnotes: 0, comments: 0, pictures: 0, symbols: 0 }
  hasHiddenText = false
  /** The depth of the element that is being skipped with all it holds, or null. */
  skippedFrom: number | null = null
  runs: { bold: boolean; font: string }[] = []

  constructor(boldStyles: ReadonlySet<string>) {
    this.boldStyles = boldStyles
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    this.path.push(name)
    if (this.skippedFrom !== null) return
    const parent = this.path.at(-2)
    if (skipped.has(name)) {
      this.skippedFrom = this.path.length
      this.noteDeletion(name)
      return
    }
    if (parent === 'w:pPr' || parent === 'w:rPr') this.readProperty(name, attribute)
    else if (name === 'w:p') this.startParagraph()
    else if (name === 'w:r') this.runs.push({ bold: this.current?.isBold ?? false, font: '' })
    else this.readContent(name, attribute)
  }

  close(name: string): void {
    if (this.skippedFrom === this.path.length) this.skippedFrom = null
    this.path.pop()
    if (this.skippedFrom !== null) return
    if (name === 'w:r') this.runs.pop()
    if (name === 'w:p') this.endParagraph()
  }

  text(value: string): void {
    if (this.skippedFrom !== null) return
    const name = this.path.at(-1)
    // A line end within a piece of text is only how the XML was laid out.
    if (name === 'w:t' || name === 'm:t') this.add(value.replace(/[\r\n]+/g, ' '))
  }

  result(): AcceptedText {
    let text = ''
    const bold: Range[] = []
    let separator = ''
    for (const paragraph of this.paragraphs) {
      text += separator
      const start = text.length
      text += paragraph.text
      for (const range of paragraph.bold)
        bold.push({ from: start + range.from, to: start + range.to })
      separator = paragraph.joinsNext ? '' : '\n'
    }
    return { text, bold, leftOut: this.leftOut, hasHiddenText: this.hasHiddenText }
  }

  get current(): Paragraph | undefined {
    return this.openParagraphs.at(-1)
  }

  startParagraph(): void {
    this.openParagraphs.push({ text: '', bold: [], isBold: false, joinsNext: false, inner: [] })
  }

  endParagraph(): void {
    const paragraph = this.openParagraphs.pop()
    if (!paragraph) return
    const flat = [paragraph, ...paragraph.inner]
    const outer = this.current
    if (outer) outer.inner.push(...flat)
    else this.paragraphs.push(...flat)
  }

  /** A deleted paragraph mark joins two paragraphs; a deleted row goes with all its cells. */
  noteDeletion(name: string): void {
    if (name !== 'w:del' && name !== 'w:moveFrom') return
    const [grandparent, parent] = this.path.slice(-3, -1)
    if (parent === 'w:rPr' && grandparent === 'w:pPr' && this.current) this.current.joinsNext = true
    if (parent === 'w:trPr') this.skippedFrom = this.path.length - 2
  }

  readProperty(name: string, attribute: (name: string) => string | undefined): void {
    const ofParagraphMark = this.path.at(-3) === 'w:pPr'
    const run = this.runs.at(-1)
    const value = attribute('val')
    if (name === 'w:pStyle' && this.current) this.current.isBold = this.boldStyles.has(value ?? '')
    if (ofParagraphMark || !run) return
    if (name === 'w:rStyle' && this.boldStyles.has(value ?? '')) run.bold = true
    if (name === 'w:b') run.bold = isOn(value)
    if (name === 'w:rFonts') run.font = attribute('ascii') ?? ''
    if (name === 'w:vanish' && isOn(value)) this.hasHiddenText = true
  }

  readContent(name: string, attribute: (name: string) => string | undefined): void {
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
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        this.leftOut.footnotes++
        return
      case 'w:commentReference':
        this.leftOut.comments++
        return
      case 'a:blip':
        this.leftOut.pictures++
    }
  }

  add(value: string): void {
    const paragraph = this.current
    if (!paragraph) return
    const from = paragraph.text.length
    paragraph.text += value
    if (!this.runs.at(-1)?.bold) return
    const last = paragraph.bold.at(-1)
    const to = paragraph.text.length
    if (last?.to === from) paragraph.bold[paragraph.bold.length - 1] = { from: last.from, to }
    else paragraph.bold.push({ from, to })
  }

  /** A character of a symbol font, for instance the smiley that Word makes of ":)". */
  addSymbol(font: string, hexadecimal: string): void {
    const code = Number.parseInt(hexadecimal, 16)
    const known = codePoint(font, code) ?? codePoint(font, code - 0xf000)
    if (!known) this.leftOut.symbols++
    this.add(known?.string ?? '\ufffd')
  }
}
