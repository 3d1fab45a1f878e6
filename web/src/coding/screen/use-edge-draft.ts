import type { Range } from '@throughline/text'
import { useEffect, useRef, useState } from 'react'

/** A coding whose edges are being moved by keys. */
export interface EdgeDraft extends Range {
  readonly id: string
}

/** Milliseconds without a key after which the edges count as placed. */
const pause = 700

/**
 * Several presses of a key are one move: it is shown from the first press on, and settled (once) after a pause, when
 * something else is done, or when the page goes away.
 */
export function useEdgeDraft(settled: (draft: EdgeDraft) => void) {
  const [draft, setDraft] = useState<EdgeDraft | null>(null)
  const latest = useRef({ draft, settled })
  useEffect(() => {
    latest.current.settled = settled
  })
  const [{ put, settle }] = useState(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const settleNow = () => {
      clearTimeout(timer)
      const { draft: open } = latest.current
      if (!open) return
      latest.current.draft = null
      latest.current.settled(open)
      setDraft(null)
    }
    return {
      settle: settleNow,
      put(next: EdgeDraft) {
        if (latest.current.draft && latest.current.draft.id !== next.id) settleNow()
        latest.current.draft = next
        setDraft(next)
        clearTimeout(timer)
        timer = setTimeout(settleNow, pause)
      },
    }
  })
  useEffect(() => {
    addEventListener('pagehide', settle)
    return () => {
      removeEventListener('pagehide', settle)
      settle()
    }
  }, [settle])
  return { draft, put, settle }
}
