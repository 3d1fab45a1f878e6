import { DocumentFlow, type FlowingText, type Place } from '../office/flow.ts'
import { noFindings, type Findings } from '../office/left-out.ts'
import { symbolOf, withSymbols } from '../office/symbols.ts'
import { UnreadableFile } from '../result.ts'
import type { SourceNote } from '../transcript.ts'
import { decodeCodePage, isKnownCodePage } from './code-pages.ts'
import { Fonts } from './fonts.ts'
import { Story } from './story.ts'
import { tokensOf, type Token } from './tokens.ts'
import { characters, drawings, symbolCharacters, textAllTheSame, withoutText } from './words.ts'

/** A document's text with all tracked changes accepted, what stands on it and what does not. */
export interface AcceptedText extends FlowingText {
  readonly found: Findings
  /** Code pages that we cannot read; their characters were read as Windows-1252. */
  readonly unknownCodePages: ReadonlySet<number>
  /** The file ends within a group: its end is missing. */
  readonly isCutOff: boolean
}

/** What a group may do with its text. */
type Reading = 'text' | 'nothing' | 'text boxes only' | 'fonts' | 'a number'

/** What holds until the group ends; a copy for every group. */
interface Group {
  reading: Reading
  /** `\*` stood at its beginning: whoever does not know its word passes over it. */
  isOptional: boolean
  bold: boolean
  hidden: boolean
  deleted: boolean
  font: number
  /** How many characters stand in for one `\u` to those who do not know it. */
  fallback: number
  /** What is to be done at its end. */
  end: (() => void) | null
}

const deepest = 10_000

/**
 * Reads an RTF file: paragraphs in order, joined by one LF; a line break is an LF too, a tab a tab.
 * By the Rich Text Format Specification 1.9.1. Throws UnreadableFile when groups are nested without end.
 */
export function acceptedText(bytes: Uint8Array): AcceptedText {
  const reader = new RtfReader()
  for (const token of tokensOf(bytes)) {
    if (reader.isDone) break
    readToken(reader, token)
  }
  return reader.result()
}

function readToken(reader: RtfReader, token: Token): void {
  switch (token.kind) {
    case 'open':
      return reader.open()
    case 'close':
      return reader.close()
    case 'byte':
      return reader.readByte(token.byte)
    case 'symbol':
      return reader.readSymbol(token.name)
    case 'word':
      return reader.readWord(token.name, token.value)
  }
}

class RtfReader {
  readonly found = noFindings()
  readonly unknownCodePages = new Set<number>()
  readonly fonts = new Fonts()
  readonly groups: Group[] = []
  readonly commentStarts = new Map<string, Place>()
  readonly commentEnds = new Map<string, Place>()
  isDone = false
  codePage = 1252
  defaultFont = 0
  story = new Story(new DocumentFlow())
  group: Group = {
    reading: 'text',
    isOptional: false,
    bold: false,
    hidden: false,
    deleted: false,
    font: -1,
    fallback: 1,
    end: null,
  }
  /** Bytes of text whose characters are not known yet: one character may take two. */
  bytes: number[] = []
  /** Characters still to be passed over behind a `\u`. */
  passOver = 0
  /** Digits of a comment's number. */
  digits = ''

  open(): void {
    this.flush()
    this.passOver = 0
    if (this.groups.length >= deepest) {
      throw new UnreadableFile(
        'damaged',
        'The document is nested without end; it may be damaged. Save it again in the program that made it and import that.',
      )
    }
    this.groups.push(this.group)
    this.group = { ...this.group, isOptional: false, end: null }
  }

  close(): void {
    this.flush()
    this.passOver = 0
    this.group.end?.()
    const outer = this.groups.pop()
    if (outer) this.group = outer
    if (this.groups.length === 0) this.isDone = true
  }

  result(): AcceptedText {
    this.flush()
    while (this.groups.length > 0) {
      this.group.end?.()
      this.group = this.groups.pop() ?? this.group
    }
    const { found, unknownCodePages, isDone } = this
    return { ...this.story.finish(), found, unknownCodePages, isCutOff: !isDone }
  }

  readByte(byte: number): void {
    if (this.passOver > 0) this.passOver--
    else if (this.group.reading === 'text') this.bytes.push(byte)
    else if (this.group.reading === 'fonts') this.fonts.readByte(byte)
    else if (this.group.reading === 'a number') this.digits += String.fromCharCode(byte)
  }

  readSymbol(name: string): void {
    if (name === '*') this.group.isOptional = true
    else if (name === '\r' || name === '\n') this.endParagraph()
    else this.readCharacter(symbolCharacters.get(name))
  }

  readWord(name: string, value: number | null): void {
    if (this.startsGroup(name)) return
    if (this.group.reading === 'fonts') return this.fonts.readWord(name, value ?? 0)
    if (this.group.reading === 'text') this.readTextWord(name, value)
    else if (name === 'ansicpg') this.setCodePage(value ?? 0)
  }

  /** Whether this word says what its group is for. */
  startsGroup(name: string): boolean {
    const { reading, isOptional } = this.group
    this.group.isOptional = false
    if (reading === 'nothing') return true
    if (name === 'shptxt' || name === 'dptxbxtext') this.startTextBox()
    else if (drawings.has(name)) this.group.reading = 'text boxes only'
    else if (name === 'fonttbl') this.group.reading = 'fonts'
    else if (name === 'ud') this.group.reading = 'text'
    else if (withoutText.has(name)) this.passOverGroup(name)
    else if (reading !== 'text' && reading !== 'fonts') return true
    else if (name === 'footnote') this.startNote('footnote')
    else if (name === 'annotation') this.startNote('comment')
    else if (name === 'atrfstart') this.startNumber((id) => this.commentStarts.set(id, this.here()))
    else if (name === 'atrfend') this.startNumber((id) => this.commentEnds.set(id, this.here()))
    else if (name === 'atnref') this.startNumber((id) => this.story.setNumber(id))
    else if (isOptional && !textAllTheSame.has(name)) this.group.reading = 'nothing'
    else return false
    return true
  }

  passOverGroup(name: string): void {
    this.flush()
    if (name === 'pict') this.found.pictures++
    if (name === 'pntext' || name === 'listtext') this.found.numbered++
    // The first half of \upr repeats for old readers what \ud says.
    this.group.reading = name === 'upr' ? 'text boxes only' : 'nothing'
  }

  readTextWord(name: string, value: number | null): void {
    const isOn = value !== 0
    switch (name) {
      case 'par':
      case 'nestcell':
        return this.endParagraph()
      case 'sect':
        this.flush()
        return this.story.endIfOpen(this.group.deleted)
      case 'cell':
        this.flush()
        return this.story.endCell(this.group.deleted)
      case 'row':
        this.flush()
        return this.story.endRow()
      case 'intbl':
        return this.story.setInTable(true)
      case 'pard':
        return this.story.setInTable(false)
      case 'u':
        return this.readUnicode(value ?? 0)
      case 'uc':
        this.group.fallback = Math.max(0, value ?? 1)
        return
      case 'ftnalt':
        return this.story.setKind('endnote')
      case 'b':
        this.flush()
        this.group.bold = isOn
        return
      case 'v':
        this.flush()
        this.group.hidden = isOn
        return
      case 'deleted':
      case 'mvf':
        this.flush()
        this.group.deleted = isOn
        return
      case 'plain':
        this.flush()
        Object.assign(this.group, { bold: false, hidden: false, deleted: false, font: -1 })
        return
      case 'f':
        this.flush()
        this.group.font = value ?? 0
        return
      default:
        this.readDocumentWord(name, value)
    }
  }

  readDocumentWord(name: string, value: number | null): void {
    switch (name) {
      case 'ansicpg':
        return this.setCodePage(value ?? 0)
      case 'mac':
        return this.setCodePage(10000)
      case 'pc':
        return this.setCodePage(437)
      case 'pca':
        return this.setCodePage(850)
      case 'deff':
        this.defaultFont = value ?? 0
        return
      default:
        this.readCharacter(characters.get(name))
    }
  }

  /** A code page of 0 says nothing. */
  setCodePage(codePage: number): void {
    if (codePage > 0) this.codePage = codePage
  }

  /** A character that stands behind a `\u` may be what old readers are to show instead. */
  readCharacter(character: string | undefined): void {
    if (character === undefined || this.group.reading !== 'text') return
    if (this.passOver > 0) this.passOver--
    else {
      this.flush()
      this.put(character)
    }
  }

  readUnicode(value: number): void {
    this.flush()
    // Numbers above 32767 are written as negative ones; some programs write a whole code point.
    const code = value < 0 ? value + 0x10000 : value
    if (code >= 0 && code <= 0x10ffff)
      this.put(withSymbols(String.fromCodePoint(code), this.font.name))
    this.passOver = this.group.fallback
  }

  get font() {
    return this.fonts.get(this.group.font < 0 ? this.defaultFont : this.group.font)
  }

  /** Puts the bytes that wait into the text, as characters of the font's code page. */
  flush(): void {
    if (this.bytes.length === 0) return
    const bytes = this.bytes
    this.bytes = []
    const { isSymbol, name, codePage } = this.font
    if (isSymbol) return this.put(bytes.map((byte) => this.symbol(name, byte)).join(''))
    const page = codePage ?? this.codePage
    if (!isKnownCodePage(page) && bytes.some((byte) => byte > 0x7f)) this.unknownCodePages.add(page)
    this.put(decodeCodePage(bytes, page))
  }

  symbol(font: string, byte: number): string {
    const shown = byte === 0x20 ? ' ' : symbolOf(font, byte)
    if (shown !== null) return shown
    if (byte < 0x80) return String.fromCharCode(byte)
    this.found.symbols++
    return '\ufffd'
  }

  put(words: string): void {
    const { deleted, hidden, bold } = this.group
    if (deleted) return
    if (hidden && words.trim() !== '') this.found.hasHiddenText = true
    this.story.add(withoutControls(words), bold)
  }

  endParagraph(): void {
    this.flush()
    this.passOver = 0
    if (this.group.reading === 'text') this.story.endParagraph(this.group.deleted)
  }

  here(): Place {
    this.flush()
    return this.story.here()
  }

  /** A group that holds nothing but a number. */
  startNumber(use: (number: string) => void): void {
    this.flush()
    this.group.reading = 'a number'
    this.digits = ''
    this.group.end = () => use(this.digits.trim())
  }

  startTextBox(): void {
    this.flush()
    const outer = this.story
    this.story = outer.textBox()
    this.group.reading = 'text'
    this.group.end = () => {
      this.story.endBox()
      this.story = outer
    }
  }

  /** A note of what is deleted is deleted too. */
  startNote(kind: SourceNote['kind']): void {
    this.flush()
    const outer = this.story
    const { deleted } = this.group
    this.story = new Story(new DocumentFlow(), kind)
    Object.assign(this.group, { reading: 'text', bold: false, hidden: false, deleted: false })
    this.group.end = () => {
      const note = this.story
      this.story = outer
      if (deleted) return
      const { text } = note.finish()
      const here = outer.here()
      const from = this.commentStarts.get(note.number) ?? here
      const to = this.commentEnds.get(note.number) ?? here
      outer.flow.addNote(note.kind, text, note.isOnRange ? from : here, note.isOnRange ? to : here)
    }
  }
}

/** Line ends are LF; other control characters are none of a text. */
function withoutControls(words: string): string {
  return words.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '')
}
