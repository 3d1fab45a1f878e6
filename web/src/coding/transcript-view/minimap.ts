import type { Extension } from '@codemirror/state'
import { ViewPlugin, type EditorView, type PluginValue, type ViewUpdate } from '@codemirror/view'
import { asksForRedraw, type Scene } from './scene.ts'
import type { ViewWords } from './types.ts'

export interface MinimapEvents {
  /** Go to the coding after (1) or before (-1) the place in view. */
  walk(direction: 1 | -1): void
}

/** Where in the whole text the codings are: a narrow strip beside the scrollbar. A click or a key leads there. */
export function minimap(scene: Scene, words: () => ViewWords, events: MinimapEvents): Extension {
  return ViewPlugin.define((view) => new Minimap(view, scene, words, events))
}

/** Width of the strip and of the lanes in it, and the least height of a mark; CSS pixels. */
const width = 14
const lanes = 3
const least = 2
/** How much of the text a page key passes over. */
const pagePart = 0.1

class Minimap implements PluginValue {
  readonly #view: EditorView
  readonly #scene: Scene
  readonly #words: () => ViewWords
  readonly #events: MinimapEvents
  readonly #dom = document.createElement('div')
  readonly #canvas = document.createElement('canvas')
  readonly #frame = document.createElement('div')
  readonly #ending = new AbortController()
  readonly #sizes = new ResizeObserver(() => this.#drawSoon())
  #waiting: number | null = null
  #said = ''
  readonly #measure = {
    key: this,
    read: (view: EditorView) => inView(view),
    write: (part: Part) => this.#placeFrame(part),
  }

  constructor(view: EditorView, scene: Scene, words: () => ViewWords, events: MinimapEvents) {
    this.#view = view
    this.#scene = scene
    this.#words = words
    this.#events = events
    const dom = this.#dom
    dom.className = 'tv-minimap'
    dom.tabIndex = 0
    dom.setAttribute('role', 'slider')
    dom.setAttribute('aria-orientation', 'vertical')
    dom.setAttribute('aria-valuemin', '0')
    dom.setAttribute('aria-valuemax', '100')
    this.#canvas.setAttribute('aria-hidden', 'true')
    this.#frame.className = 'tv-minimap-frame'
    dom.append(this.#canvas, this.#frame)
    this.#listen()
    this.#sizes.observe(dom)
    view.dom.append(dom)
    view.requestMeasure(this.#measure)
  }

  update(update: ViewUpdate): void {
    if (asksForRedraw(update)) this.#drawSoon()
    if (update.viewportChanged || update.geometryChanged) this.#view.requestMeasure(this.#measure)
  }

  destroy(): void {
    this.#ending.abort()
    this.#sizes.disconnect()
    if (this.#waiting !== null) cancelIdle(this.#waiting)
    this.#dom.remove()
  }

  /** The text comes first: the strip is drawn when nothing else is to be done. */
  #drawSoon(): void {
    this.#waiting ??= whenIdle(() => {
      this.#waiting = null
      this.#draw()
    })
  }

  #draw(): void {
    const height = this.#dom.clientHeight
    const context = this.#canvas.getContext('2d')
    this.#dom.setAttribute('aria-label', this.#words().minimap)
    if (!context || height === 0) return
    const scale = devicePixelRatio
    this.#canvas.width = width * scale
    this.#canvas.height = height * scale
    context.scale(scale, scale)
    if (this.#scene.mode === 'read') return
    const colours = coloursOf(this.#dom)
    const length = Math.max(1, this.#scene.projection.text.length)
    const lane = width / lanes
    for (const placed of this.#scene.codings.inOrder()) {
      const { from, to, codeId } = placed.coding
      const colour = this.#scene.codes.get(codeId)?.colour ?? 12
      context.fillStyle = colours[colour - 1] ?? ''
      context.globalAlpha =
        this.#scene.focusCode === null || this.#scene.focusCode === codeId ? 1 : 0.3
      context.fillRect(
        (placed.lane % lanes) * lane,
        (from / length) * height,
        lane - 1,
        Math.max(least, ((to - from) / length) * height),
      )
    }
  }

  #placeFrame({ from, to }: Part): void {
    this.#frame.style.top = `${from * 100}%`
    this.#frame.style.height = `${Math.max(0.5, (to - from) * 100)}%`
    const said = String(Math.round(from * 100))
    if (said === this.#said) return
    this.#said = said
    this.#dom.setAttribute('aria-valuenow', said)
    this.#dom.setAttribute('aria-valuetext', this.#words().minimapAt(from))
  }

  #listen(): void {
    const { signal } = this.#ending
    const dom = this.#dom
    this.#view.scrollDOM.addEventListener(
      'scroll',
      () => this.#view.requestMeasure(this.#measure),
      { signal, passive: true },
    )
    const lights = matchMedia('(prefers-color-scheme: dark)')
    lights.addEventListener('change', () => this.#drawSoon(), { signal })
    const follow = (event: PointerEvent) => {
      const { top, height } = dom.getBoundingClientRect()
      this.#goTo((event.clientY - top) / Math.max(1, height))
    }
    dom.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      event.preventDefault()
      dom.setPointerCapture(event.pointerId)
      follow(event)
    })
    dom.addEventListener('pointermove', (event) => {
      if (dom.hasPointerCapture(event.pointerId)) follow(event)
    })
    dom.addEventListener('keydown', (event) => {
      const { from } = inView(this.#view)
      if (event.key === 'ArrowDown') this.#events.walk(1)
      else if (event.key === 'ArrowUp') this.#events.walk(-1)
      else if (event.key === 'PageDown') this.#goTo(from + pagePart)
      else if (event.key === 'PageUp') this.#goTo(from - pagePart)
      else if (event.key === 'Home') this.#goTo(0)
      else if (event.key === 'End') this.#goTo(1)
      else return
      event.preventDefault()
    })
  }

  /** Scrolls so that this part of the text, 0 to 1, is at the top of the view. */
  #goTo(part: number): void {
    const { scrollDOM, state } = this.#view
    const at = Math.round(Math.max(0, Math.min(1, part)) * state.doc.length)
    scrollDOM.scrollTop = this.#view.documentPadding.top + this.#view.lineBlockAt(at).top
  }
}

/** The part of the text in view: from 0, its beginning, to 1, its end. */
interface Part {
  readonly from: number
  readonly to: number
}

function inView(view: EditorView): Part {
  const { scrollTop, clientHeight } = view.scrollDOM
  const length = Math.max(1, view.state.doc.length)
  const top = scrollTop - view.documentPadding.top
  return {
    from: view.lineBlockAtHeight(Math.max(0, top)).from / length,
    to: view.lineBlockAtHeight(Math.max(0, top + clientHeight)).to / length,
  }
}

/** The twelve colours of codes as the page has them now: a canvas knows no variables. */
function coloursOf(dom: HTMLElement): string[] {
  // One probe each: the colour of one that changes would still be on its way from the last.
  const probes = Array.from({ length: 12 }, (_, index) => {
    const probe = document.createElement('span')
    probe.style.color = `var(--c${index + 1})`
    return probe
  })
  dom.append(...probes)
  const colours = probes.map((probe) => getComputedStyle(probe).color)
  for (const probe of probes) probe.remove()
  return colours
}

/** Safari has no idle callback. */
const hasIdle = typeof requestIdleCallback === 'function'
const whenIdle = (run: () => void): number =>
  hasIdle ? requestIdleCallback(run, { timeout: 500 }) : window.setTimeout(run, 50)
const cancelIdle = (handle: number): void =>
  hasIdle ? cancelIdleCallback(handle) : window.clearTimeout(handle)
