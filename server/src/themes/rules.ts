/** Something with a place in a list. */
export interface Placed {
  id: string
  position: number
}

/**
 * The place just before `before` among `others` (in their order), or behind the last one when it is null or stands
 * there no longer. Null when two neighbours lie so close that no number fits between them: renumber, then ask again.
 */
export function placeBefore(others: readonly Placed[], before: string | null): number | null {
  const found = others.findIndex(({ id }) => id === before)
  const index = found === -1 ? others.length : found
  const previous = others[index - 1]?.position
  const next = others[index]?.position
  if (next === undefined) return previous === undefined ? 1 : previous + 1
  if (previous === undefined) return next - 1
  const middle = previous + (next - previous) / 2
  return middle > previous && middle < next ? middle : null
}

/**
 * `count` places in a row just before `before`, in ascending order; null when they do not fit.
 */
export function placesBefore(
  others: readonly Placed[],
  before: string | null,
  count: number,
): number[] | null {
  const places: number[] = []
  let neighbours = others
  for (let placed = 0; placed < count; placed += 1) {
    const place = placeBefore(neighbours, before)
    if (place === null) return null
    places.push(place)
    neighbours = [...neighbours, { id: `place ${placed}`, position: place }].toSorted(
      (a, b) => a.position - b.position,
    )
  }
  return places
}

/** A code's place in a theme; null: it does not stand there. */
export interface Placement {
  theme: string
  code: string
  position: number | null
}

/** Whether any of these codes stands where a step left it no longer, or again. */
export function movedSince(left: readonly Placement[], now: readonly Placement[]): boolean {
  const standing = new Set(
    now.filter(({ position }) => position !== null).map(({ theme, code }) => `${theme} ${code}`),
  )
  return left.some(
    ({ theme, code, position }) => standing.has(`${theme} ${code}`) !== (position !== null),
  )
}

/** Where codes stand once another has the place of some of them: it stands first where it did not stand before. */
export function replaced(
  before: readonly Placement[],
  codes: readonly string[],
  by: string,
): Placement[] {
  return before.map((placement) => {
    const { theme, code, position } = placement
    if (code !== by) return { theme, code, position: null }
    const places = before.flatMap((other) =>
      other.theme === theme && codes.includes(other.code) && other.position !== null
        ? [other.position]
        : [],
    )
    return { theme, code, position: position ?? Math.min(...places) }
  })
}
