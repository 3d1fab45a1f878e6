import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import { language, useWords } from '../../app/words.tsx'
import { messages } from './messages.ts'
import { TranscriptView } from './transcript-view.ts'
import type { TranscriptViewOptions, ViewChange } from './types.ts'
import { viewWords } from './words.ts'
import './transcript-view.css'

export interface TranscriptPaneProps
  extends
    Omit<TranscriptViewOptions, 'parent' | 'words'>,
    Omit<ViewChange, keyof TranscriptViewOptions> {
  /** The view itself, for what is done rather than shown: select, grow, find, scroll. */
  readonly ref?: Ref<TranscriptView | null>
  readonly className?: string
}

/**
 * The transcript view in React. The view lives outside React: a new `text`, `turns` or `notes` (compared by
 * identity) makes a new view, anything else is handed to the one that stands. Handlers may be new at
 * every render.
 */
export function TranscriptPane(props: TranscriptPaneProps) {
  const { ref, className, text, turns, notes, codes, coders, codings, label, mode } = props
  const { focusCode, visibleCodes, visibleCoders, tapToSelect, adjustable, folds, headings } = props
  const t = useWords(messages)
  const place = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<TranscriptView | null>(null)
  const latest = useRef({ props, t })
  useEffect(() => {
    latest.current = { props, t }
  })

  useEffect(() => {
    if (!place.current) return
    const { codes, coders, codings, label, mode } = latest.current.props
    const made = new TranscriptView({
      parent: place.current,
      text,
      turns,
      codes,
      codings,
      label,
      mode,
      ...(coders && { coders }),
      ...(notes && { notes }),
      words: viewWords(latest.current.t),
      on: {
        selection: (range, rect) => latest.current.props.on.selection(range, rect),
        caret: (position, ids) => latest.current.props.on.caret(position, ids),
        openStripe: (id) => latest.current.props.on.openStripe(id),
        openNote: (note) => latest.current.props.on.openNote?.(note),
        adjusted: (id, range) => latest.current.props.on.adjusted?.(id, range),
        key: (event) => latest.current.props.on.key?.(event) ?? false,
      },
    })
    setView(made)
    return () => {
      made.destroy()
      setView(null)
    }
  }, [text, turns, notes])

  const spoken = language()
  useImperativeHandle<TranscriptView | null, TranscriptView | null>(ref, () => view, [view])
  useEffect(() => view?.update({ codings }), [view, codings])
  useEffect(() => view?.update({ words: viewWords(latest.current.t) }), [view, spoken])
  useEffect(() => {
    view?.update({
      codes,
      label,
      mode,
      focusCode: focusCode ?? null,
      adjustable: adjustable ?? null,
      tapToSelect: tapToSelect ?? false,
      ...(coders && { coders }),
    })
  }, [view, codes, coders, label, mode, focusCode, adjustable, tapToSelect])
  useEffect(() => {
    view?.update({ visibleCodes: visibleCodes ?? null, visibleCoders: visibleCoders ?? null })
  }, [view, visibleCodes, visibleCoders])

  useEffect(() => view?.update({ folds: folds ?? [] }), [view, folds])
  useEffect(() => view?.update({ headings: headings ?? [] }), [view, headings])

  return <div ref={place} className={className ?? 'transcript-pane'} />
}
