import { Parser } from 'htmlparser2'
import { UnreadableFile } from '../result.ts'

/** What a page shows as text, and how much of it is not shown. */
export interface PageText {
  readonly text: string
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
  search section summary table tbody tfoot thead tr ul xmp`.split(/\s+/),
)
const cells = new Set(['td', 'th'])
const preformatted = new Set(['pre', 'textarea', 'listing', 'plaintext', 'xmp'])

const deepest = 2000

/**
 * The text that a browser would show: each block on lines of its own, a break as LF, the cells of a table row
 * joined by tabs, white space as the page's elements have it. Scripts, styles, comments and what the page hides by
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
}

/** Puts the lines together while the page is parsed. */
class ShownPage {
  readonly #lines: string[] = []
  #line = ''
  /** Nothing was said yet in this line or cell, so white space and the start of a block are nothing. */
  #fresh = true
  #space = false
  readonly #open: Open[] = []
  readonly #rows: { readonly firstLine: number; cells: number }[] = []
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
    this.#open.push({ name, shown, verbatim })
    if (shown !== 'yes') return
    if (name === 'br') this.#endLine()
    if (blocks.has(name)) this.#endBlock()
    if (name === 'tr') this.#rows.push({ firstLine: this.#lines.length, cells: 0 })
    if (cells.has(name)) this.#startCell()
  }

  close(): void {
    const closed = this.#open.pop()
    if (closed?.shown !== 'yes') return
    if (closed.name === 'tr') {
      this.#rows.pop()
      if (this.#line !== '') this.#endLine()
    }
    if (blocks.has(closed.name)) this.#endBlock()
  }

  words(words: string): void {
    const inner = this.#open.at(-1)
    if (inner && inner.shown !== 'yes') {
      if (inner.shown === 'hidden' && words.trim() !== '') this.#hidesWords = true
    } else if (inner?.verbatim) this.#addVerbatim(words, inner.name)
    else this.#addCollapsed(words)
  }

  result(): PageText {
    if (this.#line !== '') this.#endLine()
    return {
      text: this.#lines.join('\n').replace(/^\n+|\n+$/g, ''),
      hidesWords: this.#hidesWords,
      pictures: this.#pictures,
    }
  }

  #addCollapsed(words: string): void {
    for (const piece of words.split(/([ \t\n\f\r]+)/)) {
      if (piece === '') continue
      if (' \t\n\f\r'.includes(piece.charAt(0))) this.#space = !this.#fresh
      else {
        this.#line += this.#space ? ` ${piece}` : piece
        this.#space = false
        this.#fresh = false
      }
    }
  }

  #addVerbatim(words: string, name: string): void {
    // A line end directly behind the tag is no part of preformatted text.
    const said = preformatted.has(name) && this.#fresh ? words.replace(/^\n/, '') : words
    for (const [index, line] of said.split('\n').entries()) {
      if (index > 0) this.#endLine()
      if (line === '') continue
      this.#line += line
      this.#fresh = false
    }
  }

  #startCell(): void {
    const row = this.#rows.at(-1)
    if (!row) return this.#endBlock()
    if (row.cells++ === 0) return
    // The cell before may have ended its line as a block; this cell goes on in it.
    if (this.#line === '' && this.#lines.length > row.firstLine)
      this.#line = this.#lines.pop() ?? ''
    this.#line += '\t'
    this.#fresh = true
    this.#space = false
  }

  #endBlock(): void {
    if (!this.#fresh) this.#endLine()
  }

  #endLine(): void {
    this.#lines.push(this.#line.replace(/\t+$/, ''))
    this.#line = ''
    this.#fresh = true
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
