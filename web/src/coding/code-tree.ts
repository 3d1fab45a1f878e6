import type { Code } from '@throughline/contract/coding'

/** A code with those under it, in the order of the list. */
export interface CodeNode {
  code: Code
  children: CodeNode[]
}

/** The codes as a tree; one whose parent is not among them stands at the top. */
export function treeOf(codes: readonly Code[]): CodeNode[] {
  const nodes = new Map(codes.map((code) => [code.id, { code, children: [] as CodeNode[] }]))
  const top: CodeNode[] = []
  for (const node of nodes.values()) {
    const parent = node.code.parent === null ? undefined : nodes.get(node.code.parent)
    if (parent) parent.children.push(node)
    else top.push(node)
  }
  return top
}

/** Codings of a code and of all codes under it. */
export function codingsUnder({ code, children }: CodeNode): number {
  return children.reduce((sum, child) => sum + codingsUnder(child), code.codings)
}

/** A code found by typing, with where in its name the letters stand (UTF-16 units). */
export interface FoundCode {
  code: Code
  match: { from: number; to: number } | null
  /** Names of the codes above it, outermost first. */
  above: string[]
}

/**
 * Codes for what was typed, the best first: names that begin with it, then names with a word that does, then names
 * that contain it, then definitions; of equals the more used one. Retired codes are not found.
 */
export function findCodes(codes: readonly Code[], typed: string, most = 8): FoundCode[] {
  const wanted = fold(typed.trim())
  const byId = new Map(codes.map((code) => [code.id, code]))
  return codes
    .filter(({ retired }) => !retired)
    .flatMap((code) => {
      const rank = rankOf(code, wanted)
      return rank === null ? [] : [{ code, rank }]
    })
    .toSorted(
      (a, b) =>
        a.rank - b.rank || b.code.codings - a.code.codings || (a.code.name < b.code.name ? -1 : 1),
    )
    .slice(0, most)
    .map(({ code }) => ({ code, match: matchIn(code.name, wanted), above: namesAbove(byId, code) }))
}

function rankOf(code: Code, wanted: string): number | null {
  if (wanted === '') return 3
  const name = fold(code.name)
  if (name.startsWith(wanted)) return 0
  if (name.split(/[\s\-/]+/).some((word) => word.startsWith(wanted))) return 1
  if (name.includes(wanted)) return 2
  return fold(code.definition).includes(wanted) ? 4 : null
}

function matchIn(name: string, wanted: string): FoundCode['match'] {
  const at = wanted === '' ? -1 : fold(name).indexOf(wanted)
  return at < 0 || fold(name).length !== name.length ? null : { from: at, to: at + wanted.length }
}

function namesAbove(byId: ReadonlyMap<string, Code>, code: Code): string[] {
  const names: string[] = []
  for (
    let above = byId.get(code.parent ?? '');
    above && names.length < 10;
    above = byId.get(above.parent ?? '')
  )
    names.unshift(above.name)
  return names
}

/** Without case and accents, so that `cafe` finds `Café`. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLocaleLowerCase()
}
