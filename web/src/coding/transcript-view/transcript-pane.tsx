import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import { TranscriptView } from './transcript-view.ts'
import type { TranscriptViewOptions, ViewChange, ViewEvents } from './types.ts'
import './transcript-view.css'

export interface TranscriptPaneProps
  extends Omit<TranscriptViewOptions, 'parent'>, Omit<ViewChange, keyof TranscriptViewOptions> {
  /** The view itself, for what is done rather than shown: select, grow, find, scroll. */
  readonly ref?: Ref<TranscriptView | null>
  readonly className?: string
}

/**
 * The transcript view in React. The view lives outside React: a new text makes a new view, anything
 * else is handed to the one that stands. Handlers may be new at every render.
 */
export function TranscriptPane(props: TranscriptPaneProps) {
  const { ref, className, on, text, turns, codes, coders, codings, label, mode, words } = props
  const { focusCode, visibleCodes, visibleCoders, tapToSelect } = props
  const place = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<TranscriptView | null>(null)
  const latest = useRef(props)
  const handlers = useRef<ViewEvents>(on)
  useEffect(() => {
    latest.current = props
    handlers.current = on
  })

  useEffect(() => {
    if (!place.current) return
    const { codes, coders, codings, label, mode, words } = latest.current
    const made = new TranscriptView({
      parent: place.current,
      text,
      turns,
      codes,
      codings,
      label,
      mode,
      ...(coders && { coders }),
      ...(words && { words }),
      on: {
        selection: (range, rect) => handlers.current.selection(range, rect),
        caret: (position, ids) => handlers.current.caret(position, ids),
        openStripe: (id) => handlers.current.openStripe(id),
        key: (event) => handlers.current.key?.(event) ?? false,
      },
    })
    setView(made)
    return () => {
      made.destroy()
      setView(null)
    }
  }, [text, turns])

  useImperativeHandle<TranscriptView | null, TranscriptView | null>(ref, () => view, [view])
  useEffect(() => view?.update({ codings }), [view, codings])
  useEffect(() => {
    view?.update({
      codes,
      label,
      mode,
      focusCode: focusCode ?? null,
      tapToSelect: tapToSelect ?? false,
      ...(coders && { coders }),
      ...(words && { words }),
    })
  }, [view, codes, coders, label, mode, words, focusCode, tapToSelect])
  useEffect(() => {
    view?.update({ visibleCodes: visibleCodes ?? null, visibleCoders: visibleCoders ?? null })
  }, [view, visibleCodes, visibleCoders])

  return <div ref={place} className={className ?? 'transcript-pane'} />
}
