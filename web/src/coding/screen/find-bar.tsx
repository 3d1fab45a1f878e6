import type { Range } from '@throughline/text'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Icon, IconButton } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { TranscriptView } from '../transcript-view/index.ts'

/**
 * Find in the whole text: the browser's own search sees only what is on screen. All places are marked, the current
 * one is scrolled to; Enter and Shift+Enter walk through them.
 */
export function FindBar({
  view,
  onClose,
}: {
  view: TranscriptView
  onClose: (at: Range | null) => void
}) {
  const t = useWords(messages)
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<Range[]>([])
  const [at, setAt] = useState(0)
  useEffect(() => field.current?.focus(), [])
  useEffect(
    () => () => {
      view.find('')
    },
    [view],
  )

  const look = (query: string) => {
    setTyped(query)
    const places = view.find(query)
    setFound(places)
    const caret = view.caret()
    const next = Math.max(
      0,
      places.findIndex(({ from }) => from >= caret),
    )
    setAt(next)
    if (places.length > 0) view.showMatch(next)
  }
  const walk = (by: 1 | -1) => {
    if (found.length === 0) return
    const next = (at + by + found.length) % found.length
    setAt(next)
    view.showMatch(next)
  }

  return (
    <div className="coding-find" role="search" aria-label={t('coding.findBar')}>
      <input
        ref={field}
        value={typed}
        onChange={(event) => look(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose(found[at] ?? null)
          else if (event.key === 'Enter') walk(event.shiftKey ? -1 : 1)
          else return
          event.preventDefault()
        }}
        aria-label={t('coding.findBar')}
        placeholder={t('coding.findBar')}
        autoComplete="off"
        spellCheck={false}
      />
      <span role="status">
        {typed !== '' && t('coding.findBar.count', { count: found.length, at: at + 1 })}
      </span>
      <IconButton size="small" aria-label={t('coding.findBar.previous')} onPress={() => walk(-1)}>
        <Icon name="up" />
      </IconButton>
      <IconButton size="small" aria-label={t('coding.findBar.next')} onPress={() => walk(1)}>
        <Icon name="down" />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('coding.findBar.close')}
        onPress={() => onClose(found[at] ?? null)}
      >
        <Icon name="close" />
      </IconButton>
    </div>
  )
}
