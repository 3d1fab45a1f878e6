import type { Extension, Range as Placed } from '@codemirror/state'
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type PluginValue,
  type ViewUpdate,
} from '@codemirror/view'
import { lastAtOrBefore, type DisplayLine } from './projection.ts'
import { asksForRedraw, type Scene } from './scene.ts'
import type { PlacedCoding } from './coding-index.ts'
import type { ViewTurn } from './types.ts'

/** Underlines that are drawn one below another; deeper ones are told by a dotted last line. */
const drawnSlots = 4

/** Turns in their typography, and the codings and found words in the part of the text in view. */
export function underlines(scene: Scene): Extension {
  return ViewPlugin.define((view) => new Underlines(view, scene), {
    decorations: (plugin) => plugin.decorations,
  })
}

class Underlines implements PluginValue {
  decorations: DecorationSet
  readonly #scene: Scene

  constructor(view: EditorView, scene: Scene) {
    this.#scene = scene
    this.decorations = decorate(scene, view)
  }

  update(update: ViewUpdate): void {
    if (asksForRedraw(update) || update.viewportChanged)
      this.decorations = decorate(this.#scene, update.view)
  }
}

function decorate(scene: Scene, view: EditorView): DecorationSet {
  const { from, to } = view.viewport
  return Decoration.set(
    [
      ...lineStyles(scene, from, to),
      ...codingMarks(scene, from, to),
      ...matchMarks(scene, from, to),
    ],
    true,
  )
}

function* lineStyles(scene: Scene, from: number, to: number): Generator<Placed<Decoration>> {
  const { lines, turns } = scene.projection
  const first = Math.max(
    0,
    lastAtOrBefore(lines, from, (line) => line.shownFrom),
  )
  for (let index = first; index < lines.length; index += 1) {
    const line = lines[index]
    if (!line || line.shownFrom > to) return
    const role = turns[line.turn]?.role ?? (turns.length > 0 ? 'outside' : 'unknown')
    const isMixed = rightToLeft.test(scene.projection.text.slice(line.from, line.to))
    yield lineStyle(line, turns[line.turn], role, isMixed).range(line.shownFrom)
  }
}

/** Hebrew, Arabic, Syriac, Thaana, N'Ko and their like, with the marks that turn the direction. */
const rightToLeft =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]|\ud802|\ud803|\ud83a|\ud83b/

const lineStyleCache = new Map<string, Decoration>()

/** `outside`: a heading or note in a transcript of turns. */
type Role = ViewTurn['role'] | 'outside'

function lineStyle(
  line: DisplayLine,
  turn: ViewTurn | undefined,
  role: Role,
  isMixed: boolean,
): Decoration {
  const speaker = line.opens === 'turn' ? (turn?.speaker ?? '') : ''
  const time = line.opens === 'turn' && turn?.startsAt != null ? clock(turn.startsAt) : ''
  return cached(lineStyleCache, [line.opens, role, speaker, time, isMixed].join('\n'), () =>
    Decoration.line({
      class: `tv-opens-${line.opens} tv-${role}`,
      attributes: {
        ...(speaker && { 'data-speaker': speaker }),
        ...(time && { 'data-time': time }),
        // The first letter says in which direction the line runs.
        ...(isMixed && { dir: 'auto' }),
      },
    }),
  )
}

/** 64 000 ms → "01:04"; from one hour on "1:01:04". */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours > 0
    ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`
    : `${two(minutes)}:${two(seconds % 60)}`
}

/** The text in view cut where a coding begins or ends; each piece is marked with all that cover it. */
function* codingMarks(scene: Scene, from: number, to: number): Generator<Placed<Decoration>> {
  const { projection } = scene
  const inView = { from: projection.toText(from), to: projection.toText(to) }
  const shown = scene.codings.within(inView).flatMap((placed) => {
    if (scene.mode === 'read' && !isFilled(scene, placed)) return []
    const range = projection.rangeToShown(placed.coding)
    return range ? [{ placed, from: Math.max(range.from, from), to: Math.min(range.to, to) }] : []
  })
  const cuts = [...new Set(shown.flatMap((one) => [one.from, one.to]))].sort((a, b) => a - b)
  let covering: typeof shown = []
  let next = 0
  for (const [index, cut] of cuts.entries()) {
    covering = covering.filter((one) => one.to > cut)
    for (let one = shown[next]; one && one.from <= cut; one = shown[++next])
      if (one.to > cut) covering.push(one)
    const end = cuts[index + 1]
    if (covering.length > 0 && end !== undefined && end > cut)
      yield mark(
        scene,
        covering.map((one) => one.placed),
      ).range(cut, end)
  }
}

const markCache = new Map<string, Decoration>()

function mark(scene: Scene, covering: readonly PlacedCoding[]): Decoration {
  const layers = new Map<number, string>()
  for (const { coding, slot } of covering)
    if (slot < drawnSlots) layers.set(slot, lineLayer(slot, scene.colourOf(coding.codeId)))
  if (covering.some((placed) => placed.slot >= drawnSlots))
    layers.set(drawnSlots - 1, moreLayer(drawnSlots - 1))
  const filled = covering.find((placed) => isFilled(scene, placed))
  const fill = filled ? [fillLayer(scene.colourOf(filled.coding.codeId))] : []
  const style = `background:${[...layers.values(), ...fill].join(',')}`
  return cached(markCache, style, () =>
    Decoration.mark({
      tagName: 'mark',
      class: filled ? 'tv-coded tv-filled' : 'tv-coded',
      attributes: { style },
    }),
  )
}

function isFilled(scene: Scene, { coding }: PlacedCoding): boolean {
  return coding.codeId === scene.focusCode || coding.id === scene.pointedAt
}

/** Lines are counted from the text down, and placed from the box's lower edge up. */
const place = (slot: number) =>
  `0 calc(100% - ${drawnSlots - 1 - slot} * var(--tv-line-step))/100% var(--tv-line-width) no-repeat`

const lineLayer = (slot: number, colour: string) => `linear-gradient(${colour} 0 0) ${place(slot)}`

const moreLayer = (slot: number) =>
  `repeating-linear-gradient(90deg,var(--ink-3) 0 2px,transparent 2px 5px) ${place(slot)}`

const fillLayer = (colour: string) =>
  `linear-gradient(color-mix(in oklch,${colour} var(--tv-fill),transparent) 0 0) 0 0/100% var(--tv-fill-height) no-repeat`

const match = Decoration.mark({ class: 'tv-match', inclusive: false })
const currentMatch = Decoration.mark({ class: 'tv-match tv-match-current', inclusive: false })

function* matchMarks(scene: Scene, from: number, to: number): Generator<Placed<Decoration>> {
  const { projection, matches } = scene
  const begin = projection.toText(from)
  const end = projection.toText(to)
  for (
    let index = Math.max(
      0,
      lastAtOrBefore(matches, begin, (range) => range.from),
    );
    index < matches.length;
    index += 1
  ) {
    const found = matches[index]
    if (!found || found.from >= end) return
    const range = projection.rangeToShown(found)
    if (!range || range.to <= from) continue
    yield (found === scene.currentMatch ? currentMatch : match).range(
      Math.max(range.from, from),
      Math.min(range.to, to),
    )
  }
}

function cached(cache: Map<string, Decoration>, key: string, make: () => Decoration): Decoration {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  cache.set(key, made)
  return made
}
