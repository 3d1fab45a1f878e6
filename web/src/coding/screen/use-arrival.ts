import { useEffect, useRef } from 'react'
import type { ShownCoding } from '../data.ts'
import type { TranscriptView } from '../transcript-view/index.ts'

/** Once text and codings are there, the caret goes to the place that the address asks for, and the text has the focus. */
export function useArrival(
  view: TranscriptView | null,
  /** Null until they have come. */
  codings: readonly ShownCoding[] | null,
  place: { at?: number | undefined; coding?: string | undefined } | undefined,
): void {
  const arrived = useRef(false)
  useEffect(() => {
    if (!view || arrived.current || !codings || !place) return
    arrived.current = true
    const at = codings.find(({ id }) => id === place.coding)?.from ?? place.at
    if (at !== undefined) view.select({ from: at, to: at }, { scroll: true })
    view.focus()
  }, [view, codings, place])
}
