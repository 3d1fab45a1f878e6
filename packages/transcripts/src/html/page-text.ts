import type { Range } from '@throughline/text'
import { Parser } from 'htmlparser2'
import { UnreadableFile } from '../result.ts'
import type { TableCells } from '../turns/table-turns.ts'

/** What a page shows as text, and how much of it is not shown. */
export interface PageText {
  readonly text: string
  readonly tables: readonly TableCells[]
  /** Whether words were left out because the page hides them. */
  readonly hidesWords: boolean
  /** How many pictures, recordings and embedded pages were left out. */
  readonly pictures: number
}

// What a page does not show as words, or not as words of its own.
const neverShown = new Set(
  'script style template noscript title svg iframe object embed audio video canvas select datalist button map rt rp rtc'.split(
    ' ',
  ),
)
const pictures = new Set(['img', 'svg', 'iframe', 'object', 'embed', 'audio', 'video', 'canvas'])
// Elements that stand on lines of their own, by the style sheet of the HTML standard.
const blocks = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
  footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre
  search section summary table tbody td tfoot th thead tr ul xmp`.split(/\s+/),
)
const cells = new Set(['td', 'th'])
const preformatted = new Set(['pre', 'textarea', 'listing', 'plaintext', 'xmp'])

const deepest = 2000

/**
 * The text that a browser would show: each block and each cell of a table on lines of its own, a break as LF, white
 * space as the page's elements have it. Scripts, styles, comments and what the page hides by
 * attribute or inline style are no part of it. Throws UnreadableFile.
 */
export function pageText(html: string): PageText {
  const page = new ShownPage()
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      onclosetag: () => page.close(),
      ontext: (words) => page.words(words),
    },
    { recognizeSelfClosing: false },
  )
  for (let from = 0; from < html.length; from += pieceLength)
    parser.write(html.slice(from, from + pieceLength))
  parser.end()
  return page.result()
}

const pieceLength = 65_536

interface Open {
  readonly name: string
  readonly shown: 'yes' | 'never' | 'hidden'
  readonly verbatim: boolean
  /** Where its text begins. */
  readonly start: number
  /** Whether any of its own text was seen. */
  begun: boolean
}

/** Puts the lines together while the page is parsed. */
class ShownPage {
  readonly #lines: string[] = []
  /** Where the line that is being written begins in the text. */
  #start = 0
  #line = ''
  #space = false
  readonly #open: Open[] = []
  readonly #tables: Range[][][] = []
  readonly #openTables: Range[][][] = []
  #hidesWords = false
  #pictures = 0

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const outer = this.#open.at(-1)
    if (this.#open.length >= deepest) throw tooDeep()
    const shown =
      outer && outer.shown !== 'yes'
        ? outer.shown
        : neverShown.has(name)
          ? 'never'
          : isHidden(attributes)
            ? 'hidden'
            : 'yes'
    if (pictures.has(name) && (!outer || outer.shown === 'yes')) this.#pictures++
    const verbatim = preformatted.has(name) || keepsSpace(attributes, outer?.verbatim ?? false)
    if (shown === 'yes' && name === 'br') this.#endLine()
    if (shown === 'yes' && blocks.has(name)) this.#endBlock()
    this.#open.push({ name, shown, verbatim, start: this.#start, begun: false })
    if (shown !== 'yes') return
    if (name === 'table') this.#startTable()
    if (name === 'tr') this.#openTables.at(-1)?.push([])
  }

  close(): void {
    const closed = this.#open.pop()
    if (closed?.shown !== 'yes') return
    if (blocks.has(closed.name)) this.#endBlock()
    if (closed.name === 'table') this.#openTables.pop()
    if (cells.has(closed.name)) {
      const to = Math.max(closed.start, this.#start - 1)
      this.#openTables.at(-1)?.at(-1)?.push({ from: closed.start, to })
    }
  }

  words(words: string): void {
    const inner = this.#open.at(-1)
    if (inner && inner.shown !== 'yes') {
      if (inner.shown === 'hidden' && words.trim() !== '') this.#hidesWords = true
    } else if (inner?.verbatim) this.#addVerbatim(words, inner)
    else this.#addCollapsed(words)
  }

  result(): PageText {
    this.#endBlock()
    const lines = this.#lines.join('\n')
    const text = lines.replace(/^\n+|\n+$/g, '')
    const before = /^\n*/.exec(lines)?.[0].length ?? 0
    const placed = (place: number) => Math.min(Math.max(place - before, 0), text.length)
    return {
      text,
      tables: this.#tables.map((rows) =>
        rows.map((row) => row.map(({ from, to }) => ({ from: placed(from), to: placed(to) }))),
      ),
      hidesWords: this.#hidesWords,
      pictures: this.#pictures,
    }
  }

  #addCollapsed(words: string): void {
    for (const piece of words.split(/([ \t\n\f\r]+)/)) {
      if (piece === '') continue
      if (' \t\n\f\r'.includes(piece.charAt(0))) this.#space = this.#line !== ''
      else {
        this.#line += this.#space ? ` ${piece}` : piece
        this.#space = false
      }
    }
  }

  #addVerbatim(words: string, element: Open): void {
    const lines = words.replace(/\r\n?/g, '\n').split('\n')
    // A line end directly behind the tag is no part of preformatted text.
    if (!element.begun && preformatted.has(element.name) && lines[0] === '') lines.shift()
    element.begun = true
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.#endLine()
      this.#line += line
    }
  }

  #startTable(): void {
    const table: Range[][] = []
    this.#tables.push(table)
    this.#openTables.push(table)
  }

  #endBlock(): void {
    if (this.#line !== '') this.#endLine()
    this.#space = false
  }

  #endLine(): void {
    this.#lines.push(this.#line)
    this.#start += this.#line.length + 1
    this.#line = ''
    this.#space = false
  }
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  if (attributes['hidden'] !== undefined) return true
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/i.test(
    attributes['style'] ?? '',
  )
}

function keepsSpace(attributes: Readonly<Record<string, string>>, outer: boolean): boolean {
  const style = /(?:^|;)\s*white-space\s*:\s*([a-z-]+)/i.exec(attributes['style'] ?? '')
  return style?.[1] ? style[1].toLowerCase().startsWith('pre') : outer
}

function tooDeep(): UnreadableFile {
  return new UnreadableFile(
    'damaged',
    `The page nests its elements more than ${deepest.toLocaleString('en')} deep, which no transcript does. Copy its words into a Word document or a text file and import that.`,
  )
}
