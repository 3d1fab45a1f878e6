import { DocumentFlow, type FlowingText, type Place } from '../office/flow.ts'
import { noFindings, type Findings } from '../office/left-out.ts'
import { readXml } from '../office/xml.ts'
import type { SourceNote } from '../transcript.ts'
import { Styles } from './styles.ts'

/** A document's text with all tracked changes accepted, what stands on it and what does not. */
export interface AcceptedText extends FlowingText {
  readonly found: Findings
}

// What is not part of the accepted text. What was deleted stands in text:tracked-changes, apart
// from the text, which holds what remains.
const skipped = new Set([
  'text:tracked-changes',
  'text:note-citation',
  'text:number',
  'text:ruby-text',
  'text:script',
  'text:variable-decls',
  'text:sequence-decls',
  'text:user-field-decls',
  'text:table-of-content-source',
  'text:illustration-index-source',
  'text:table-index-source',
  'text:object-index-source',
  'text:user-index-source',
  'text:alphabetical-index-source',
  'text:bibliography-source',
  'office:forms',
  'office:event-listeners',
  'office:binary-data',
  'office:master-styles',
  'office:meta',
  'office:settings',
  'office:scripts',
  'draw:object',
  'draw:object-ole',
  'svg:title',
  'svg:desc',
])

type Attribute = (name: string) => string | undefined

/** A text within the text: the document itself, or one note. */
interface Story {
  readonly flow: DocumentFlow
  /** The paragraphs that are open, within each other. */
  readonly paragraphs: { afterSpace: boolean }[]
  readonly bold: boolean[]
  /** Comments on a range whose end is not reached yet. */
  readonly comments: Map<string, { text: string; from: Place }>
  readonly note: { kind: SourceNote['kind']; name: string | null } | null
}

function newStory(note: Story['note'] = null): Story {
  return { flow: new DocumentFlow(), paragraphs: [], bold: [], comments: new Map(), note }
}

/**
 * Reads `content.xml` (or a flat document): paragraphs in order, joined by one LF; a line break is
 * an LF too, a tab a tab. Tables are read cell by cell. Throws when the XML is not well formed.
 */
export function acceptedText(content: Uint8Array, named: Uint8Array | undefined): AcceptedText {
  const styles = new Styles()
  if (named) {
    readXml(named, {
      open: (name, attribute) => styles.open(name, attribute),
      close: (name) => styles.close(name),
      text() {},
    })
  }
  const reader = new ContentReader(styles)
  readXml(content, reader)
  return reader.result()
}

class ContentReader {
  readonly styles: Styles
  readonly found = noFindings()
  readonly stories: Story[] = []
  readonly path: string[] = []
  story = newStory()
  /** The depth of the element that is being skipped with all it holds, or null. */
  skippedFrom: number | null = null

  constructor(styles: Styles) {
    this.styles = styles
  }

  open(name: string, attribute: Attribute): void {
    this.path.push(name)
    if (this.skippedFrom !== null) return
    if (skipped.has(name)) this.skippedFrom = this.path.length
    else if (name.startsWith('style:')) this.styles.open(name, attribute)
    else this.startElement(name, attribute)
  }

  close(name: string): void {
    if (this.skippedFrom === this.path.length) this.skippedFrom = null
    this.path.pop()
    if (this.skippedFrom !== null) return
    const { flow, paragraphs, bold } = this.story
    switch (name) {
      case 'text:p':
      case 'text:h':
        paragraphs.pop()
        bold.pop()
        return flow.endParagraph()
      case 'text:span':
        bold.pop()
        return
      case 'table:table':
        return flow.endTable()
      case 'text:note':
      case 'office:annotation':
        return this.endNote()
      default:
        this.styles.close(name)
    }
  }

  text(value: string): void {
    const paragraph = this.story.paragraphs.at(-1)
    if (this.skippedFrom !== null || !paragraph) return
    // White space in the XML is one space, and none behind another or at a paragraph's start.
    const collapsed = value.replace(/[ \t\r\n]+/g, ' ')
    this.put(paragraph.afterSpace ? collapsed.replace(/^ /, '') : collapsed)
    if (collapsed !== '') paragraph.afterSpace = collapsed.endsWith(' ')
  }

  result(): AcceptedText {
    endComments(this.story)
    return { ...this.story.flow.result(), found: this.found }
  }

  startElement(name: string, attribute: Attribute): void {
    const { flow, paragraphs } = this.story
    switch (name) {
      case 'text:p':
      case 'text:h':
        paragraphs.push({ afterSpace: true })
        this.startLetters('paragraph', attribute('style-name'), false)
        return flow.startParagraph()
      case 'text:span':
        return this.startLetters('text', attribute('style-name'), this.isBold)
      case 'table:table':
        return flow.startTable()
      case 'table:table-row':
        return flow.startRow()
      case 'table:table-cell':
        return flow.startCell()
      case 'text:list-item':
        this.found.numbered++
        return
      case 'draw:image':
        this.found.pictures++
        return
      case 'text:note':
        return this.startNote({
          kind: attribute('note-class') === 'endnote' ? 'endnote' : 'footnote',
          name: null,
        })
      case 'office:annotation':
        return this.startNote({ kind: 'comment', name: attribute('name') ?? null })
      case 'office:annotation-end':
        return this.endComment(attribute('name') ?? '')
      default:
        this.readCharacters(name, attribute)
    }
  }

  readCharacters(name: string, attribute: Attribute): void {
    switch (name) {
      case 'text:s':
        return this.putCharacters(' '.repeat(spaces(attribute('c'))))
      case 'text:tab':
        return this.putCharacters('\t')
      case 'text:line-break':
        return this.putCharacters('\n')
      case 'text:section':
        if (attribute('display') === 'none') this.found.hasHiddenText = true
    }
  }

  startLetters(family: string, style: string | undefined, isBold: boolean): void {
    const { bold, hidden } = this.styles.find(family, style ?? '')
    this.story.bold.push(bold ?? isBold)
    if (hidden) this.found.hasHiddenText = true
  }

  /** Characters that an element stands for: white space behind them counts again. */
  putCharacters(characters: string): void {
    this.put(characters)
    const paragraph = this.story.paragraphs.at(-1)
    if (paragraph) paragraph.afterSpace = false
  }

  put(words: string): void {
    this.story.flow.add(words, this.isBold)
  }

  get isBold(): boolean {
    return this.story.bold.at(-1) ?? false
  }

  startNote(note: NonNullable<Story['note']>): void {
    this.stories.push(this.story)
    this.story = newStory(note)
  }

  endNote(): void {
    const { note, flow } = this.story
    const outer = this.stories.pop()
    if (!note || !outer) return
    this.story = outer
    const { text } = flow.result()
    const from = outer.flow.here()
    if (note.name === null) outer.flow.addNote(note.kind, text, from)
    else outer.comments.set(note.name, { text, from })
  }

  endComment(name: string): void {
    const { comments, flow } = this.story
    const comment = comments.get(name)
    comments.delete(name)
    if (comment) flow.addNote('comment', comment.text, comment.from, flow.here())
  }
}

/** A comment whose range has no end stands at its place. */
function endComments({ comments, flow }: Story): void {
  for (const { text, from } of comments.values()) flow.addNote('comment', text, from)
}

function spaces(count: string | undefined): number {
  const number = Number.parseInt(count ?? '1', 10)
  return number > 0 ? Math.min(number, 100_000) : 1
}
