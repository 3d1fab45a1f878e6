import type { Code } from '@throughline/contract/coding'

type Placed = Pick<Code, 'id' | 'parent' | 'position'>

/**
 * Where a code comes to stand when it is dropped before, after or on another one; null where that is itself or
 * stands under it. Positions are fractions, so that one code moves and its neighbours stay.
 */
export function placeFor(
  codes: readonly Placed[],
  id: string,
  target: string,
  side: 'before' | 'after' | 'on',
): { parent: string | null; position: number } | null {
  const at = codes.find((code) => code.id === target)
  if (!at || target === id || isUnder(codes, at.id, id)) return null
  if (side === 'on') {
    const below = codes.filter((code) => code.parent === target && code.id !== id)
    return { parent: target, position: Math.max(0, ...below.map(({ position }) => position)) + 1 }
  }
  const neighbours = codes
    .filter((code) => code.parent === at.parent && code.id !== id)
    .toSorted((a, b) => a.position - b.position)
  const index = neighbours.findIndex((code) => code.id === target)
  const before = neighbours[side === 'before' ? index - 1 : index]?.position
  const after = neighbours[side === 'before' ? index : index + 1]?.position
  return { parent: at.parent, position: between(before, after) }
}

function between(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return (after ?? 1) - 1
  return after === undefined ? before + 1 : (before + after) / 2
}

function isUnder(codes: readonly Placed[], id: string, above: string): boolean {
  const seen = new Set<string>()
  for (let at = codes.find((code) => code.id === id); at && !seen.has(at.id);) {
    if (at.parent === above) return true
    seen.add(at.id)
    const { parent } = at
    at = codes.find((code) => code.id === parent)
  }
  return false
}
