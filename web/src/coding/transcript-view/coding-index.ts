import type { Range } from '@throughline/text'
import type { ViewCoding } from './types.ts'

/** A coding with its place among those that overlap it. */
export interface PlacedCoding {
  readonly coding: ViewCoding
  /** Which underline it is, counted from the text: no two overlapping codings share one. */
  readonly slot: number
  /** Which column its stripe stands in: no two stripes that touch share one. */
  readonly lane: number
}

const bucketSize = 2048

/**
 * How far beyond its end a stripe may reach, in characters: it is drawn for whole rows of text, so a
 * coding that begins in the row where another ends needs a lane of its own.
 */
const rowLength = 75

/**
 * The codings of a document by place. They are kept by stretches of the text, so that asking for what
 * lies in view costs what is found there, and adding one costs what it overlaps.
 */
export class CodingIndex {
  readonly #placed = new Map<string, PlacedCoding>()
  readonly #buckets = new Map<number, Set<PlacedCoding>>()
  readonly #rowEnd: (position: number) => number
  #inOrder: readonly PlacedCoding[] | null = null

  /** `lineEnd` tells where the shown line of a position ends: no stripe reaches beyond it. */
  constructor(codings: Iterable<ViewCoding>, lineEnd: (position: number) => number) {
    this.#rowEnd = (position) => Math.min(position + rowLength, lineEnd(position))
    const slots: number[] = []
    const lanes: number[] = []
    for (const coding of [...codings].sort(byPlace)) {
      if (coding.to <= coding.from || this.#placed.has(coding.id)) continue
      this.#put({
        coding,
        slot: firstFree(slots, coding.from, coding.to),
        lane: firstFree(lanes, coding.from, this.#rowEnd(coding.to) + 1),
      })
    }
  }

  get size(): number {
    return this.#placed.size
  }

  get(id: string): ViewCoding | undefined {
    return this.#placed.get(id)?.coding
  }

  /** Add a coding without moving any other; one of the same id is replaced. */
  add(coding: ViewCoding): void {
    this.remove(coding.id)
    if (coding.to <= coding.from) return
    const rowEnd = this.#rowEnd(coding.to)
    const near = this.within({ from: Math.max(0, coding.from - rowLength), to: rowEnd + 1 })
    const overlapping = near.filter((other) => overlap(other.coding, coding))
    const beside = near.filter(
      (other) => this.#rowEnd(other.coding.to) >= coding.from && other.coding.from <= rowEnd,
    )
    this.#put({
      coding,
      slot: lowestUnused(overlapping.map((other) => other.slot)),
      lane: lowestUnused(beside.map((other) => other.lane)),
    })
  }

  remove(id: string): boolean {
    const placed = this.#placed.get(id)
    if (!placed) return false
    this.#placed.delete(id)
    this.#inOrder = null
    for (const bucket of bucketsOf(placed.coding)) this.#buckets.get(bucket)?.delete(placed)
    return true
  }

  /** The codings that share a character with the range, in order of place. */
  within(range: Range): PlacedCoding[] {
    const found = new Set<PlacedCoding>()
    for (const bucket of bucketsOf(range))
      for (const placed of this.#buckets.get(bucket) ?? [])
        if (overlap(placed.coding, range)) found.add(placed)
    return [...found].sort((a, b) => byPlace(a.coding, b.coding))
  }

  /** The codings that a caret at `position` touches, the shortest first. */
  at(position: number): ViewCoding[] {
    return this.within({ from: Math.max(0, position - 1), to: position + 1 })
      .map((placed) => placed.coding)
      .sort((a, b) => a.to - a.from - (b.to - b.from) || byPlace(a, b))
  }

  /**
   * The coding that follows (1) or precedes (-1) the one of id `current` in order of place; without
   * it, the first that begins after `position` or the last that begins before it.
   */
  beside(position: number, current: string | null, direction: 1 | -1): ViewCoding | null {
    const order = this.inOrder()
    const standing =
      current === null ? -1 : order.findIndex((placed) => placed.coding.id === current)
    if (standing !== -1) return order[standing + direction]?.coding ?? null
    const found =
      direction === 1
        ? order.find((placed) => placed.coding.from >= position)
        : order.findLast((placed) => placed.coding.from < position)
    return found?.coding ?? null
  }

  /** All codings in order of place. */
  inOrder(): readonly PlacedCoding[] {
    this.#inOrder ??= [...this.#placed.values()].sort((a, b) => byPlace(a.coding, b.coding))
    return this.#inOrder
  }

  #put(placed: PlacedCoding): void {
    this.#placed.set(placed.coding.id, placed)
    this.#inOrder = null
    for (const bucket of bucketsOf(placed.coding)) {
      const there = this.#buckets.get(bucket)
      if (there) there.add(placed)
      else this.#buckets.set(bucket, new Set([placed]))
    }
  }
}

/** By start; of those that begin together the longest first, so that what contains comes first. */
function byPlace(a: ViewCoding, b: ViewCoding): number {
  return a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function overlap(a: Range, b: Range): boolean {
  return a.from < b.to && b.from < a.to
}

function* bucketsOf(range: Range): Generator<number> {
  const last = Math.floor(Math.max(range.from, range.to - 1) / bucketSize)
  for (let bucket = Math.floor(range.from / bucketSize); bucket <= last; bucket += 1) yield bucket
}

/** The first row that is free at `from`; it is then taken until `to`. */
function firstFree(takenUntil: number[], from: number, to: number): number {
  const free = takenUntil.findIndex((end) => end <= from)
  const row = free === -1 ? takenUntil.length : free
  takenUntil[row] = to
  return row
}

function lowestUnused(used: readonly number[]): number {
  const taken = new Set(used)
  let row = 0
  while (taken.has(row)) row += 1
  return row
}
