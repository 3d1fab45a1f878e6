import { EditorSelection, type Extension } from '@codemirror/state'
import { EditorView, layer, RectangleMarker, type LayerMarker } from '@codemirror/view'
import { putEdge, type Edge, type Range } from '@throughline/text'
import { asksForRedraw, type Scene } from './scene.ts'
import type { ViewCoding } from './types.ts'

/** What a handle holds: an edge of the coding that is adjusted, an edge of a selection made by touch, or its caret. */
type Held = { of: 'coding' | 'selection'; edge: Edge } | { of: 'caret' }

export interface HandleEvents {
  /** A coding's edge is drawn somewhere else; it is not let go yet. */
  drawn(coding: ViewCoding): void
  /** It was let go: the coding has another range. */
  adjusted(codingId: string, range: Range): void
  /** A finger begins or ends to draw a selection. */
  selecting(isGoing: boolean): void
}

/** Milliseconds that a finger rests to select the word below it, and pixels that it may move meanwhile. */
const longPress = 500
const steady = 10
/** Pixels that a mouse on a knob may be outside of the row that it holds. */
const knobSlack = 10
/** Pixels from the edge of the view where a drag scrolls, and how far at each move. */
const scrollZone = 36
const scrollStep = 18

/**
 * Handles at the edges of the coding that is adjusted, for mouse and finger; and for fingers, which have no Shift,
 * at the caret and at the edges of the selection. The keyboard has keys of its own, so they are hidden from
 * screen readers.
 */
export function handles(scene: Scene, events: HandleEvents): Extension {
  let isTouched = false
  let press: ReturnType<typeof setTimeout> | undefined
  let pressedAt = { x: 0, y: 0 }
  /** The finger that has selected a word by resting is still down: lifting it is no tap. */
  let isResting = false
  const stopPress = () => clearTimeout(press)
  const touch = (view: EditorView, on: boolean) => {
    if (isTouched === on) return
    isTouched = on
    view.dispatch({})
  }

  const watch = EditorView.domEventHandlers({
    pointerdown(event, view) {
      touch(view, event.pointerType === 'touch')
      stopPress()
      if (event.pointerType !== 'touch') return
      pressedAt = { x: event.clientX, y: event.clientY }
      isResting = false
      press = setTimeout(() => {
        isResting = selectWordAt(view, pressedAt)
      }, longPress)
    },
    pointermove(event) {
      const { x, y } = pressedAt
      if (Math.hypot(event.clientX - x, event.clientY - y) > steady) stopPress()
    },
    pointerup: stopPress,
    pointercancel: stopPress,
    keydown: (_event, view) => touch(view, false),
    click(event, view) {
      const at = isTouched ? view.posAtCoords(event) : null
      if (at === null) return false
      view.focus()
      if (isResting) return true
      select(view, { from: at, to: at })
      return true
    },
    // A finger selects by these handles: the browser's own, and its menu, would stand beside them and over the palette.
    selectstart: (event) => {
      if (isTouched) event.preventDefault()
    },
    contextmenu: (event) => {
      if (isTouched) event.preventDefault()
    },
  })

  const adjusted = () =>
    scene.adjustable === null ? undefined : scene.codings.get(scene.adjustable)

  const markers = (view: EditorView): readonly LayerMarker[] => {
    const { main } = view.state.selection
    const coding = adjusted()
    const range = coding && scene.projection.rangeToShown(coding)
    const drag = (event: PointerEvent, held: Held) => startDrag(view, event, held)
    return [
      ...(coding && range && (main.empty || scene.isAdjusting)
        ? edges(view, range, 'coding', scene.colourOf(coding.codeId), drag)
        : []),
      ...(isTouched && !main.empty ? edges(view, main, 'selection', 'var(--accent)', drag) : []),
      ...(isTouched && main.empty ? caret(view, main.head, drag) : []),
    ]
  }

  const startDrag = (view: EditorView, event: PointerEvent, held: Held) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    stopPress()
    const { projection } = scene
    const before = held.of === 'coding' ? adjusted() : undefined
    const start = before ? projection.rangeToShown(before) : rangeOf(view)
    if (!start || (held.of === 'coding' && !before)) return
    const anchor = held.of === 'caret' ? view.state.selection.main.head : start[held.edge]
    const row = view.coordsAtPos(anchor, held.of !== 'caret' && held.edge === 'to' ? -1 : 1)
    // A finger holds the knob and not the letter: what counts is where the letter would be. The mouse points at letters.
    const below = row ? event.clientY - (row.top + row.bottom) / 2 : 0
    const away = {
      x: event.clientX - (row?.left ?? event.clientX),
      y: event.pointerType === 'mouse' ? Math.max(-knobSlack, Math.min(knobSlack, below)) : below,
    }
    let last = start
    let isMoved = false
    scene.isAdjusting = before !== undefined
    if (!before) events.selecting(true)
    const draw = (range: Range) => {
      last = range
      const there = before && projection.rangeToText(range.from, range.to)
      if (there) events.drawn({ ...before, ...there })
      else if (!before) select(view, range)
    }
    const end = (isBroken: boolean) => {
      scene.isAdjusting = false
      const there = projection.rangeToText(last.from, last.to)
      if (!isMoved && before) select(view, { from: anchor, to: anchor })
      else if (isBroken) draw(start)
      else if (before && there && (last.from !== start.from || last.to !== start.to))
        events.adjusted(before.id, there)
      if (!before) events.selecting(false)
    }
    followPointer(event.pointerId, {
      move({ clientX, clientY, altKey }) {
        isMoved = true
        scrollAtEdge(view, clientY)
        const at = view.posAtCoords({ x: clientX - away.x, y: clientY - away.y }, false)
        const edge: Edge = held.of === 'caret' ? (at < anchor ? 'from' : 'to') : held.edge
        draw(putEdge(projection.shown, start, { edge, at, by: altKey ? 'character' : 'word' }))
      },
      end,
    })
  }

  return [
    watch,
    EditorView.editorAttributes.of(() => (isTouched ? { class: 'tv-touched' } : null)),
    layer({
      above: true,
      class: 'tv-handles',
      markers,
      update: (update) =>
        update.selectionSet ||
        update.viewportChanged ||
        update.transactions.length > 0 ||
        asksForRedraw(update),
      mount: (dom) => dom.setAttribute('aria-hidden', 'true'),
    }),
  ]
}

/** Hears of a pointer until it is let go, or taken away, or Escape is pressed. */
function followPointer(
  pointerId: number,
  on: { move(event: PointerEvent): void; end(isBroken: boolean): void },
): void {
  const over = new AbortController()
  const { signal } = over
  const end = (isBroken: boolean) => {
    over.abort()
    on.end(isBroken)
  }
  window.addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId === pointerId) on.move(event)
    },
    { signal },
  )
  window.addEventListener('pointerup', () => end(false), { signal })
  window.addEventListener('pointercancel', () => end(true), { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end(true)
    },
    { signal, capture: true },
  )
}

/** The selection; of a caret the word that it is in, or the character behind it. */
function rangeOf(view: EditorView): Range {
  const { main } = view.state.selection
  if (!main.empty) return { from: main.from, to: main.to }
  const word = view.state.wordAt(main.head)
  return word ?? { from: main.head, to: Math.min(main.head + 1, view.state.doc.length) }
}

function select(view: EditorView, { from, to }: Range): void {
  view.dispatch({ selection: EditorSelection.single(from, to), userEvent: 'select.pointer' })
}

/** Whether there was a word. */
function selectWordAt(view: EditorView, point: { x: number; y: number }): boolean {
  const at = view.posAtCoords(point)
  const word = at === null ? null : view.state.wordAt(at)
  if (word) select(view, word)
  return word !== null
}

function scrollAtEdge(view: EditorView, y: number): void {
  const { top, bottom } = view.scrollDOM.getBoundingClientRect()
  if (y < top + scrollZone) view.scrollDOM.scrollTop -= scrollStep
  else if (y > bottom - scrollZone) view.scrollDOM.scrollTop += scrollStep
}

type StartDrag = (event: PointerEvent, held: Held) => void

function edges(
  view: EditorView,
  range: Range,
  of: 'coding' | 'selection',
  colour: string,
  drag: StartDrag,
): Handle[] {
  return (['from', 'to'] as const).flatMap((edge) =>
    handleAt(view, range[edge], edge === 'from' ? 1 : -1, { of, edge }, colour, drag),
  )
}

function caret(view: EditorView, position: number, drag: StartDrag): Handle[] {
  return handleAt(view, position, 1, { of: 'caret' }, 'var(--accent)', drag)
}

function handleAt(
  view: EditorView,
  position: number,
  side: 1 | -1,
  held: Held,
  colour: string,
  drag: StartDrag,
): Handle[] {
  const cursor = EditorSelection.cursor(position, side)
  return RectangleMarker.forRange(view, '', cursor).map(
    ({ left, top, height }) => new Handle(held, { left, top, height, colour }, drag),
  )
}

interface Place {
  readonly left: number
  readonly top: number
  readonly height: number
  readonly colour: string
}

class Handle implements LayerMarker {
  readonly #held: Held
  readonly #place: Place
  readonly #drag: StartDrag

  constructor(held: Held, place: Place, drag: StartDrag) {
    this.#held = held
    this.#drag = drag
    this.#place = place
  }

  get #kind(): string {
    return this.#held.of === 'caret' ? 'caret' : `${this.#held.of} ${this.#held.edge}`
  }

  eq(other: LayerMarker): boolean {
    if (!(other instanceof Handle) || this.#kind !== other.#kind) return false
    const [one, two] = [this.#place, other.#place]
    return (
      one.left === two.left &&
      one.top === two.top &&
      one.height === two.height &&
      one.colour === two.colour
    )
  }

  draw(): HTMLElement {
    const dom = document.createElement('div')
    const edge = this.#held.of === 'caret' ? 'caret' : this.#held.edge
    dom.className = `tv-handle tv-handle-${edge}`
    dom.addEventListener('pointerdown', (event) => this.#drag(event, this.#held))
    // Otherwise the text below would take the press as a new selection.
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    this.#put(dom)
    return dom
  }

  /** The element stays while a finger holds it. */
  update(dom: HTMLElement, other: LayerMarker): boolean {
    if (!(other instanceof Handle) || other.#kind !== this.#kind) return false
    this.#put(dom)
    return true
  }

  #put({ style }: HTMLElement): void {
    const { left, top, height, colour } = this.#place
    style.left = `${left}px`
    style.top = `${top}px`
    style.height = `${height}px`
    style.setProperty('--c', colour)
  }
}
