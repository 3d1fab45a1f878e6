import type { Extension } from '@codemirror/state'
import {
  BlockType,
  ViewPlugin,
  type BlockInfo,
  type EditorView,
  type PluginValue,
  type ViewUpdate,
} from '@codemirror/view'
import { asksForRedraw, type Scene } from './scene.ts'
import { placeNames, type NamePlace } from './stripe-layout.ts'
import type { ViewCoding, ViewWords } from './types.ts'

/** What the stripes tell the view. */
export interface StripeEvents {
  open(codingId: string): void
  pointAt(codingId: string | null): void
  /** An arrow key at the first or last stripe in view. */
  beyond(codingId: string, direction: 1 | -1): string | null
}

/** Codes as stripes in the margin beside the text, with their names. */
export function stripes(scene: Scene, words: () => ViewWords, events: StripeEvents): Extension {
  return ViewPlugin.define((view) => new StripePanel(view, scene, words, events))
}

/** Lanes beyond this many share the last one. */
const mostLanes = 10
/** Width of the column, as the style sheet has it, and heights and gaps of names in it; pixels. */
const columnWidth = 180
const nameRowHeight = 15
const nameGap = 1
/** Width of an average character of a name, to tell how many rows it takes without measuring it. */
const nameCharacterWidth = 6.4

interface Measured {
  readonly coding: ViewCoding
  readonly lane: number
  readonly top: number
  readonly bottom: number
}

class StripePanel implements PluginValue {
  readonly #view: EditorView
  readonly #scene: Scene
  readonly #words: () => ViewWords
  readonly #events: StripeEvents
  readonly #dom = document.createElement('div')
  readonly #buttons = new Map<string, StripeButton>()
  /** y of a shown position within its line, by position and side; good while the lines wrap alike. */
  readonly #within = new Map<number, number>()
  #wrapping = ''
  /** The stripe that the Tab key reaches; arrow keys lead to the others. */
  #tabStop: string | null = null
  #toFocus: string | null = null
  readonly #measure = {
    key: this,
    read: () => this.#read(),
    write: (measured: readonly Measured[] | null) => this.#write(measured),
  }

  /** A font that has come wraps the lines in another way. */
  readonly #wrapAnew = () => {
    this.#within.clear()
    this.#view.requestMeasure(this.#measure)
  }

  constructor(view: EditorView, scene: Scene, words: () => ViewWords, events: StripeEvents) {
    this.#view = view
    this.#scene = scene
    this.#words = words
    this.#events = events
    this.#dom.className = 'tv-stripes'
    this.#dom.setAttribute('role', 'toolbar')
    this.#dom.setAttribute('aria-orientation', 'vertical')
    this.#listen()
    document.fonts.addEventListener('loadingdone', this.#wrapAnew)
    view.scrollDOM.append(this.#dom)
    view.requestMeasure(this.#measure)
  }

  update(update: ViewUpdate): void {
    if (asksForRedraw(update) || update.viewportChanged || update.geometryChanged)
      this.#view.requestMeasure(this.#measure)
  }

  destroy(): void {
    document.fonts.removeEventListener('loadingdone', this.#wrapAnew)
    this.#dom.remove()
  }

  #read(): readonly Measured[] | null {
    if (this.#scene.mode === 'read' || this.#dom.offsetParent === null) return null
    const view = this.#view
    const wrapping = `${view.contentDOM.clientWidth} ${view.defaultLineHeight} ${view.defaultCharacterWidth}`
    if (wrapping !== this.#wrapping) {
      this.#wrapping = wrapping
      this.#within.clear()
    }
    const { projection, codings } = this.#scene
    const { from, to } = view.viewport
    const inView = { from: projection.toText(from), to: projection.toText(to) }
    const padding = view.documentPadding.top
    return codings.within(inView).flatMap(({ coding, lane }) => {
      const range = projection.rangeToShown(coding)
      if (!range) return []
      const top = padding + this.#y(range.from, 1)
      const bottom = padding + this.#y(range.to, -1)
      return [{ coding, lane: Math.min(lane, mostLanes - 1), top, bottom }]
    })
  }

  /** y of a row's upper edge (side 1) or lower edge (side -1), from the top of the document. */
  #y(position: number, side: 1 | -1): number {
    const view = this.#view
    const block = textBlockAt(view, position)
    const edge = side === 1 ? block.top : block.bottom
    if (block.from < view.viewport.from || block.to > view.viewport.to) return edge
    const key = position * 2 + (side === 1 ? 1 : 0)
    const within = this.#within.get(key) ?? this.#measureWithin(position, side, block.from)
    if (within === null) return edge
    this.#within.set(key, within)
    return block.top + within
  }

  /**
   * y of a row's edge within its line. From the line as it is laid out and not as the editor knows it:
   * a line that has just been drawn still stands there with an estimate.
   */
  #measureWithin(position: number, side: 1 | -1, lineStart: number): number | null {
    const row = this.#view.coordsAtPos(position, side)
    const { node } = this.#view.domAtPos(lineStart)
    const line = (node instanceof Element ? node : node.parentElement)?.closest('.cm-line')
    if (!row || !line) return null
    const y = side === 1 ? row.top : row.bottom
    return (y - line.getBoundingClientRect().top) / this.#view.scaleY
  }

  #write(measured: readonly Measured[] | null): void {
    this.#dom.setAttribute('aria-label', this.#words().stripes)
    const shown = measured ?? []
    const lanes = 1 + Math.max(0, ...shown.map((one) => one.lane))
    const pitch = lanes <= 2 ? 14 : lanes <= 5 ? 10 : 8
    const names = placeNames(
      shown.map((one) => ({
        id: one.coding.id,
        top: one.top,
        bottom: one.bottom,
        lane: one.lane,
        rows: this.#nameRows(one.coding, one.lane, pitch),
        first: this.#isFirst(one.coding),
      })),
      nameRowHeight,
    )
    const gone = new Set(this.#buttons.keys())
    for (const one of shown) {
      gone.delete(one.coding.id)
      this.#button(one.coding.id).place(
        one,
        pitch,
        names.get(one.coding.id),
        this.#look(one.coding),
      )
    }
    for (const id of gone) {
      this.#buttons.get(id)?.dom.remove()
      this.#buttons.delete(id)
    }
    this.#keepTabStop(shown)
    this.#focusIfAsked()
  }

  #isFirst(coding: ViewCoding): boolean {
    return coding.codeId === this.#scene.focusCode || coding.id === this.#scene.pointedAt
  }

  #nameRows(coding: ViewCoding, lane: number, pitch: number): number {
    const width = columnWidth - (lane + 1) * pitch - nameGap
    const length = (this.#scene.codes.get(coding.codeId)?.name.length ?? 0) * nameCharacterWidth
    return length > width ? 2 : 1
  }

  #look(coding: ViewCoding): StripeLook {
    const scene = this.#scene
    const code = scene.codes.get(coding.codeId)
    const coder = scene.coders.get(coding.coderId)
    return {
      name: code?.name ?? '',
      colour: scene.colourOf(coding.codeId),
      inFocus: coding.codeId === scene.focusCode,
      pending: coding.pending ?? false,
      saidOf: [this.#words().stripes, code?.name, coder?.name, coding.from, coding.to],
      label: () =>
        this.#words().stripe(
          code?.name ?? '',
          coder?.name ?? null,
          scene.projection.wordsIn(coding),
          coding.pending ?? false,
        ),
    }
  }

  #button(id: string): StripeButton {
    const known = this.#buttons.get(id)
    if (known) return known
    const made = new StripeButton(id)
    this.#buttons.set(id, made)
    this.#dom.append(made.dom)
    return made
  }

  #keepTabStop(shown: readonly Measured[]): void {
    const kept = this.#tabStop !== null && this.#buttons.has(this.#tabStop)
    this.#setTabStop(kept ? this.#tabStop : (shown[0]?.coding.id ?? null))
  }

  #setTabStop(id: string | null): void {
    if (this.#tabStop !== id && this.#tabStop !== null)
      this.#buttons.get(this.#tabStop)?.dom.setAttribute('tabindex', '-1')
    this.#tabStop = id
    if (id !== null) this.#buttons.get(id)?.dom.setAttribute('tabindex', '0')
  }

  #listen(): void {
    const dom = this.#dom
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    dom.addEventListener('click', (event) => {
      const id = codingOf(event)
      if (id !== null) this.#events.open(id)
    })
    dom.addEventListener('mouseover', (event) => this.#events.pointAt(codingOf(event)))
    dom.addEventListener('mouseleave', () => this.#events.pointAt(null))
    dom.addEventListener('focusin', (event) => {
      const id = codingOf(event)
      if (id !== null) this.#setTabStop(id)
      this.#events.pointAt(id)
    })
    dom.addEventListener('focusout', () => this.#events.pointAt(null))
    dom.addEventListener('keydown', (event) => {
      const id = codingOf(event)
      const direction = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (id === null || direction === 0) return
      event.preventDefault()
      const next = this.#events.beyond(id, direction)
      if (next !== null) this.#focusWhenDrawn(next)
    })
  }

  /** A stripe that has to be scrolled to is there only after the next measure. */
  #focusWhenDrawn(id: string): void {
    this.#toFocus = id
    this.#view.requestMeasure(this.#measure)
  }

  #focusIfAsked(): void {
    const button = this.#toFocus === null ? undefined : this.#buttons.get(this.#toFocus)
    if (!button) return
    this.#toFocus = null
    button.dom.focus({ preventScroll: true })
  }
}

/** The block of a line's text, without what stands above it. */
function textBlockAt(view: EditorView, position: number): BlockInfo {
  const block = view.lineBlockAt(position)
  const parts = Array.isArray(block.type) ? block.type : []
  return parts.find(({ type }) => type === BlockType.Text) ?? block
}

interface StripeLook {
  readonly name: string
  readonly colour: string
  readonly inFocus: boolean
  readonly pending: boolean
  /** What the label tells: it is made anew only when one of these has changed. */
  readonly saidOf: readonly (string | number | undefined)[]
  label(): string
}

/** One stripe with its name; it touches the page only where something changed. */
class StripeButton {
  readonly dom = document.createElement('button')
  readonly #name = document.createElement('span')
  #drawn = ''
  #said = ''

  constructor(id: string) {
    this.dom.type = 'button'
    this.dom.className = 'tv-stripe'
    this.dom.tabIndex = -1
    this.dom.dataset['coding'] = id
    this.#name.className = 'tv-name'
    this.dom.append(this.#name)
  }

  place(at: Measured, pitch: number, name: NamePlace | undefined, look: StripeLook): void {
    const drawn = [
      at.top,
      at.bottom,
      at.lane,
      pitch,
      name?.top,
      name?.rows,
      name?.lane,
      look.colour,
      look.inFocus,
    ].join(' ')
    if (drawn !== this.#drawn) {
      this.#drawn = drawn
      const { style } = this.dom
      style.top = `${at.top}px`
      style.height = `${Math.max(0, at.bottom - at.top)}px`
      style.left = `${at.lane * pitch}px`
      style.width = `${pitch}px`
      style.setProperty('--c', look.colour)
      this.dom.classList.toggle('tv-in-focus', look.inFocus)
      this.dom.classList.toggle('tv-unnamed', name === undefined)
      this.#name.style.top = `${name ? name.top - at.top : 0}px`
      const right = ((name?.lane ?? at.lane) + 1) * pitch
      this.#name.style.left = `${right - at.lane * pitch + nameGap}px`
      this.#name.style.maxWidth = `${columnWidth - right - nameGap}px`
      this.#name.style.maxHeight = `${(name?.rows ?? 1) * nameRowHeight}px`
      const beside = name !== undefined && name.top === at.top && name.lane === at.lane
      this.#name.classList.toggle('tv-keyed', name !== undefined && !beside)
      this.#name.classList.toggle('tv-one-row', (name?.rows ?? 1) === 1)
    }
    const said = JSON.stringify([look.saidOf, look.pending])
    if (said !== this.#said) {
      this.#said = said
      this.dom.classList.toggle('tv-pending', look.pending)
      this.dom.setAttribute('aria-label', look.label())
      this.#name.textContent = look.name
    }
  }
}

function codingOf(event: Event): string | null {
  if (!(event.target instanceof Element)) return null
  const stripe = event.target.closest('[data-coding]')
  return stripe instanceof HTMLElement ? (stripe.dataset['coding'] ?? null) : null
}
