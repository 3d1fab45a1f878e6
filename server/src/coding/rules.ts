/** How deep the code list may go: a first level and five below it. */
export const deepest = 6

export interface PlacedCode {
  id: string
  parent: string | null
  position: number
  retired: boolean
}

/** Why a code cannot stand under `parent`, as a sentence; null when it can. */
export function refusePlace(
  codes: readonly PlacedCode[],
  id: string,
  parent: string | null,
): string | null {
  if (parent === null) return null
  const byId = new Map(codes.map((code) => [code.id, code]))
  const above = byId.get(parent)
  if (!above) return 'The code to stand under does not exist, or no longer. Reload and look again.'
  if (above.retired)
    return 'The code to stand under is retired. Bring it back first, or choose another place.'
  const line = ancestors(byId, parent)
  if (line.includes(id)) return 'A code cannot stand under itself or under one of its own codes.'
  if (line.length + heightBelow(codes, id) > deepest)
    return `The code list goes ${deepest} levels deep at most. Choose a place further up.`
  return null
}

/** The code and those above it, nearest first. A loop in the data ends the walk. */
function ancestors(byId: ReadonlyMap<string, PlacedCode>, from: string): string[] {
  const line: string[] = []
  let at: string | null = from
  while (at !== null && !line.includes(at)) {
    line.push(at)
    at = byId.get(at)?.parent ?? null
  }
  return line
}

/** How many levels a code and what stands under it take: 1 for a code alone. */
function heightBelow(
  codes: readonly PlacedCode[],
  id: string,
  seen: ReadonlySet<string> = new Set(),
): number {
  if (seen.has(id)) return 0
  const children = codes.filter((code) => code.parent === id)
  const below = children.map((child) => heightBelow(codes, child.id, new Set([...seen, id])))
  return 1 + Math.max(0, ...below)
}

/** Why a code cannot be retired yet, as a sentence; null when it can. */
export function refuseRetirement(codes: readonly PlacedCode[], id: string): string | null {
  const open = codes.filter((code) => code.parent === id && !code.retired).length
  if (open === 0) return null
  return `${open === 1 ? 'One code stands' : `${open} codes stand`} under this one. Move or retire ${open === 1 ? 'it' : 'them'} first.`
}

/** Of these codes those that stand under no other of them, in the order given. */
export function outermost(codes: readonly PlacedCode[], ids: readonly string[]): string[] {
  const byId = new Map(codes.map((code) => [code.id, code]))
  return ids.filter(
    (id) =>
      !ancestors(byId, id)
        .slice(1)
        .some((above) => ids.includes(above)),
  )
}

/** The place right behind a code, before the next of the same parent. */
export function placeBehind(codes: readonly PlacedCode[], id: string): number {
  const code = codes.find((one) => one.id === id)
  if (!code) return 1
  const next = codes
    .filter(({ parent, position }) => parent === code.parent && position > code.position)
    .map(({ position }) => position)
  return next.length === 0 ? code.position + 1 : (code.position + Math.min(...next)) / 2
}

/** The place behind the last of the codes under `parent`. */
export function lastPosition(codes: readonly PlacedCode[], parent: string | null): number {
  const taken = codes.filter((code) => code.parent === parent).map((code) => code.position)
  return taken.length === 0 ? 1 : Math.max(...taken) + 1
}

/** The colour (1 to 12) that the fewest codes have; of several the first. */
export function leastUsedColour(used: readonly number[]): number {
  const counts = Array.from({ length: 12 }, () => 0)
  for (const colour of used) counts[colour - 1] = (counts[colour - 1] ?? 0) + 1
  return counts.indexOf(Math.min(...counts)) + 1
}

/** Code id → its name with those above it: `Feelings of exclusion › Only one like me`. */
export function codeNames(
  codes: readonly { id: string; parent: string | null; name: string }[],
): (id: string) => string {
  const byId = new Map(codes.map((code) => [code.id, code]))
  return (id) => {
    const names: string[] = []
    for (
      let code = byId.get(id);
      code && names.length < 20;
      code = code.parent === null ? undefined : byId.get(code.parent)
    )
      names.unshift(code.name)
    return names.join(' › ')
  }
}

/** Why a coding cannot weigh so much, as a sentence; null when it can. */
export function refuseWeight(
  scale: { lowest: number; highest: number } | null,
  weight: number,
): string | null {
  if (scale === null)
    return 'This study does not weigh its codings. Set a scale on the page of the code list first.'
  if (weight >= scale.lowest && weight <= scale.highest) return null
  return `Weights in this study go from ${scale.lowest} to ${scale.highest}. Choose one of those.`
}
