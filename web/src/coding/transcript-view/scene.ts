import { StateEffect } from '@codemirror/state'
import type { ViewUpdate } from '@codemirror/view'
import type { Range } from '@throughline/text'
import { CodingIndex } from './coding-index.ts'
import type { Projection } from './projection.ts'
import type { ViewCode, ViewCoder, ViewCoding, ViewMode } from './types.ts'

/** Sent with every transaction after which codings, filters or matches have to be drawn anew. */
export const redraw = StateEffect.define()

export function asksForRedraw(update: ViewUpdate): boolean {
  return update.transactions.some((transaction) =>
    transaction.effects.some((effect) => effect.is(redraw)),
  )
}

/**
 * What there is to draw. Codings are kept beside the editor's state, not in it: they have their own
 * history (the server's commands), and a change of one must not cost a pass over all.
 */
export class Scene {
  readonly projection: Projection
  codes: ReadonlyMap<string, ViewCode>
  coders: ReadonlyMap<string, ViewCoder>
  /** All codings; those that the filters let through are in `codings`. */
  readonly all = new Map<string, ViewCoding>()
  codings: CodingIndex
  focusCode: string | null = null
  /** The coding whose stripe is under the pointer or has the keyboard's focus. */
  pointedAt: string | null = null
  /** The coding whose edges have handles, and whether one of them is being dragged. */
  adjustable: string | null = null
  isAdjusting = false
  visibleCodes: ReadonlySet<string> | null = null
  visibleCoders: ReadonlySet<string> | null = null
  /** What was searched for, in order of place, and which of it is the current one. */
  matches: readonly Range[] = []
  currentMatch: Range | null = null
  mode: ViewMode = 'code'

  constructor(options: {
    projection: Projection
    codes: readonly ViewCode[]
    coders: readonly ViewCoder[]
    codings: readonly ViewCoding[]
  }) {
    this.projection = options.projection
    this.codes = byId(options.codes)
    this.coders = byId(options.coders)
    for (const coding of options.codings) this.all.set(coding.id, coding)
    this.codings = this.#index()
  }

  /** The setters answer whether anything changed. */
  setCodes(codes: readonly ViewCode[]): boolean {
    const before = this.codes
    this.codes = byId(codes)
    return !sameValues(before, this.codes)
  }

  setCoders(coders: readonly ViewCoder[]): boolean {
    const before = this.coders
    this.coders = byId(coders)
    return !sameValues(before, this.coders)
  }

  /** Make the codings those of the list. */
  setCodings(codings: readonly ViewCoding[]): boolean {
    const wanted = byId(codings)
    const gone = [...this.all.keys()].filter((id) => !wanted.has(id))
    const changed = codings.filter((coding) => !sameCoding(this.all.get(coding.id), coding))
    const few = gone.length + changed.length <= fewChanges
    for (const id of gone) this.all.delete(id)
    for (const coding of changed) this.all.set(coding.id, coding)
    if (few) {
      for (const id of gone) this.codings.remove(id)
      for (const coding of changed) this.#show(coding)
    } else this.codings = this.#index()
    return gone.length + changed.length > 0
  }

  add(coding: ViewCoding): void {
    this.all.set(coding.id, coding)
    this.#show(coding)
  }

  remove(id: string): boolean {
    this.codings.remove(id)
    return this.all.delete(id)
  }

  setFilters(codes: ReadonlySet<string> | null, coders: ReadonlySet<string> | null): boolean {
    if (codes === this.visibleCodes && coders === this.visibleCoders) return false
    this.visibleCodes = codes
    this.visibleCoders = coders
    this.codings = this.#index()
    return true
  }

  /** The design's colour of a code, as CSS; of an unknown code the neutral one. */
  colourOf(codeId: string): string {
    const colour = this.codes.get(codeId)?.colour ?? 12
    return `var(--c${colour >= 1 && colour <= 12 ? Math.trunc(colour) : 12})`
  }

  #show(coding: ViewCoding): void {
    if (this.#isVisible(coding)) this.codings.add(coding)
    else this.codings.remove(coding.id)
  }

  #isVisible(coding: ViewCoding): boolean {
    return (
      (this.visibleCodes === null || this.visibleCodes.has(coding.codeId)) &&
      (this.visibleCoders === null || this.visibleCoders.has(coding.coderId))
    )
  }

  #index(): CodingIndex {
    const shown = [...this.all.values()].filter((coding) => this.#isVisible(coding))
    return new CodingIndex(shown, (position) => this.projection.lineEnd(position))
  }
}

/** Up to this many changes are made one by one, which moves no other stripe. */
const fewChanges = 50

function byId<T extends { readonly id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((element) => [element.id, element]))
}

function sameValues<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  return a.size === b.size && [...a].every(([id, value]) => b.get(id) === value)
}

function sameCoding(a: ViewCoding | undefined, b: ViewCoding): boolean {
  if (a === b) return true
  return (
    a !== undefined &&
    a.from === b.from &&
    a.to === b.to &&
    a.codeId === b.codeId &&
    a.coderId === b.coderId &&
    (a.pending ?? false) === (b.pending ?? false)
  )
}
