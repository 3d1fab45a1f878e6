import { EditorSelection, type SelectionRange } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { graphemeFloor, snapToGraphemes } from '@throughline/text'

/** With lines around it: a place at the very edge shows only where it begins. */
export function scrollTo(from: number, to: number, y: 'nearest' | 'center' = 'nearest') {
  return EditorView.scrollIntoView(EditorSelection.range(from, to), { y, yMargin: 140 })
}

export function prefersStillness(): boolean {
  return (
    document.documentElement.dataset['motion'] === 'still' ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  )
}

/** The selection with its ends on grapheme borders, or null if they already are. */
export function whole(
  shown: string,
  selection: EditorSelection | { anchor: number; head?: number },
) {
  const { anchor, head } =
    selection instanceof EditorSelection
      ? selection.main
      : { anchor: selection.anchor, head: selection.head ?? selection.anchor }
  if (anchor === head) {
    const floor = graphemeFloor(shown, head)
    return floor === head ? null : EditorSelection.single(floor)
  }
  const snapped = snapToGraphemes(shown, {
    from: Math.min(anchor, head),
    to: Math.max(anchor, head),
  })
  if (snapped.from === Math.min(anchor, head) && snapped.to === Math.max(anchor, head)) return null
  return anchor < head
    ? EditorSelection.single(snapped.from, snapped.to)
    : EditorSelection.single(snapped.to, snapped.from)
}

/** The selection's last row as a rectangle: something put below it covers none of the selection. */
export function anchorRect(view: EditorView, { from, to }: SelectionRange): DOMRect | null {
  const end = view.coordsAtPos(to, -1)
  if (!end) return null
  const start = view.coordsAtPos(from, 1)
  const left =
    start && start.top === end.top ? start.left : Math.min(start?.left ?? end.left, end.left)
  return new DOMRect(left, end.top, Math.max(0, end.right - left), end.bottom - end.top)
}
