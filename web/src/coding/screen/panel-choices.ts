import { z } from 'zod'
import { kept } from '../../app/kept.ts'
import { codingsUnder, type CodeNode } from '../code-tree.ts'

export const orders = ['list', 'name', 'count', 'new', 'recent'] as const
export type Order = (typeof orders)[number]

/** How somebody keeps the code list of a study beside the transcript. */
export const panelChoices = kept(
  'code-panel',
  z.object({
    order: z.enum(orders),
    /** Codes that stand at the top. */
    starred: z.array(z.string()),
    /** Codes whose children are folded away. */
    closed: z.array(z.string()),
  }),
  { order: 'list', starred: [], closed: [] },
)

/** The tree in another order: neighbours change places, none leaves its parent. */
export function inOrder(
  nodes: readonly CodeNode[],
  order: Order,
  recent: readonly string[],
): CodeNode[] {
  const sorted = nodes.map(({ code, children }) => ({
    code,
    children: inOrder(children, order, recent),
  }))
  switch (order) {
    case 'list':
      return sorted
    case 'name':
      return sorted.toSorted((a, b) => a.code.name.localeCompare(b.code.name))
    case 'count':
      return sorted.toSorted((a, b) => codingsUnder(b) - codingsUnder(a))
    case 'new':
      // An id of ours begins with the time of its making.
      return sorted.toSorted((a, b) => (newest(a) < newest(b) ? 1 : -1))
    case 'recent':
      return sorted.toSorted((a, b) => placeIn(recent, a) - placeIn(recent, b))
  }
}

function newest({ code, children }: CodeNode): string {
  return children.map(newest).reduce((a, b) => (a > b ? a : b), code.id)
}

function placeIn(recent: readonly string[], { code, children }: CodeNode): number {
  const own = recent.indexOf(code.id)
  return Math.min(
    own === -1 ? Number.MAX_SAFE_INTEGER : own,
    ...children.map((child) => placeIn(recent, child)),
  )
}
