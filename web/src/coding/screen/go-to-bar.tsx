import type { Section } from '@throughline/contract/sections'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Icon, IconButton } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { clock, type ViewTurn } from '../transcript-view/index.ts'
import { destination } from './go-to.ts'

/** Go to a turn by its number, to a time, or to a section by its name. */
export function GoToBar({
  turns,
  sections,
  onGo,
  onClose,
}: {
  turns: readonly ViewTurn[]
  sections: readonly Section[]
  onGo: (at: number) => void
  onClose: () => void
}) {
  const t = useWords(messages)
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState('')
  useEffect(() => field.current?.focus(), [])

  const go = () => {
    const found = destination(typed, turns)
    if ('at' in found) return onGo(found.at)
    setRefusal(
      found.missing === 'no times'
        ? t('coding.goTo.noTimes')
        : found.missing === 'no such turn'
          ? t('coding.goTo.noTurn', { turns: turns.length })
          : t('coding.goTo.understood'),
    )
  }
  return (
    <div className="coding-find coding-go-to" role="search" aria-label={t('coding.goTo')}>
      <div className="coding-find-row">
        <input
          ref={field}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setRefusal('')
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose()
            else if (event.key === 'Enter') go()
            else return
            event.preventDefault()
          }}
          aria-label={t('coding.goTo')}
          placeholder={t('coding.goTo.placeholder')}
          autoComplete="off"
          spellCheck={false}
        />
        <IconButton size="small" aria-label={t('coding.goTo')} onPress={go}>
          <Icon name="right" />
        </IconButton>
        <IconButton size="small" aria-label={t('coding.findBar.close')} onPress={onClose}>
          <Icon name="close" />
        </IconButton>
      </div>
      <p role="status">{refusal}</p>
      {sections.length > 0 && (
        <ul aria-label={t('coding.goTo.sections')}>
          {sections.map((section) => (
            <li key={section.id}>
              <button type="button" onClick={() => onGo(section.from)}>
                <span>{section.name}</span>
                <em>{timeOf(section.from, turns)}</em>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function timeOf(at: number, turns: readonly ViewTurn[]): string {
  const startsAt = turns.findLast(({ from }) => from <= at)?.startsAt
  return startsAt == null ? '' : clock(startsAt)
}
