/** A stripe as it stands in the margin; lengths in pixels, y from the top of the document. */
export interface Stripe {
  readonly id: string
  readonly top: number
  readonly bottom: number
  readonly lane: number
  /** Rows that its name takes at the column's width. */
  readonly rows: number
  /** In focus: its name is placed before all others. */
  readonly first: boolean
}

export interface NamePlace {
  readonly top: number
  readonly rows: number
  /** The rightmost lane that has a stripe beside the name: the name stands right of it. */
  readonly lane: number
}

/**
 * Where each name stands: beside its own stripe, as high as there is room, covering no other name and
 * no stripe. A name that finds no room beside its stripe is left out (the stripe still has it as its
 * accessible name, and shows it when pointed at).
 */
export function placeNames(stripes: readonly Stripe[], rowHeight: number): Map<string, NamePlace> {
  const order = stripes.toSorted(
    (a, b) => Number(b.first) - Number(a.first) || a.top - b.top || a.lane - b.lane,
  )
  const taken = new TakenRows()
  const places = new Map<string, NamePlace>()
  for (const stripe of order) {
    for (let rows = stripe.rows; rows >= 1; rows -= 1) {
      const height = rows * rowHeight
      const top = taken.firstRoom(stripe.top, height)
      const lowest = Math.max(stripe.top, stripe.bottom - rowHeight)
      if (top > lowest) continue
      taken.take(top, top + height)
      places.set(stripe.id, { top, rows, lane: widestLane(stripes, top, top + height) })
      break
    }
  }
  return places
}

function widestLane(stripes: readonly Stripe[], top: number, bottom: number): number {
  return stripes.reduce(
    (lane, other) => (other.top < bottom && other.bottom > top ? Math.max(lane, other.lane) : lane),
    0,
  )
}

/** Stretches of the column that names stand in, in order. */
class TakenRows {
  readonly #taken: { top: number; bottom: number }[] = []

  firstRoom(from: number, height: number): number {
    let top = from
    for (const name of this.#taken) {
      if (name.top >= top + height) break
      if (name.bottom > top) top = name.bottom
    }
    return top
  }

  take(top: number, bottom: number): void {
    const index = this.#taken.findIndex((name) => name.top >= top)
    this.#taken.splice(index === -1 ? this.#taken.length : index, 0, { top, bottom })
  }
}
