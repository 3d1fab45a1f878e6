import type { Code, WeightScale } from '@throughline/contract/coding'
import type { Member } from '@throughline/contract/study'
import type { ReactNode } from 'react'
import { useWords } from '../../../app/words.tsx'
import type { ShownCoding } from '../../data.ts'
import { messages } from '../../messages.ts'
import { HereCard } from './here-card.tsx'
import type { Change } from '../use-coding-acts.ts'
import './here-panel.css'

export interface HerePanelProps {
  study: string
  text: string
  /** The codings that touch the caret, the shortest first. */
  codings: readonly ShownCoding[]
  codes: ReadonlyMap<string, Code>
  team: ReadonlyMap<string, Member>
  scale: WeightScale | null
  /** The one whose edges can be moved now. */
  adjustable: string | null
  mayChange: (coding: ShownCoding) => boolean
  mayRemove: (coding: ShownCoding) => boolean
  onRemove: (coding: ShownCoding) => void
  onSelect: (coding: ShownCoding) => void
  onChange: (coding: ShownCoding, change: Change) => void
  onOtherCode: (coding: ShownCoding) => void
  /** What else lies here, above the codings. */
  above: ReactNode
}

/** What lies under the caret. */
export function HerePanel({
  study,
  text,
  codings,
  codes,
  team,
  scale,
  adjustable,
  mayChange,
  mayRemove,
  onRemove,
  onSelect,
  onChange,
  onOtherCode,
  above,
}: HerePanelProps) {
  const t = useWords(messages)
  return (
    <>
      <header className="coding-panel-head">
        <h2>{t('coding.here')}</h2>
        <span>{t('coding.here.count', { count: codings.length })}</span>
      </header>
      {above}
      {codings.length === 0 && (
        <div className="coding-hint">
          <p>{t('coding.here.empty')}</p>
          <p>{t('coding.here.how')}</p>
        </div>
      )}
      {codings.map((coding) => {
        const code = codes.get(coding.code)
        if (!code) return null
        return (
          <HereCard
            key={coding.id}
            study={study}
            text={text}
            coding={coding}
            code={code}
            coder={team.get(coding.coder)}
            scale={scale}
            isAdjustable={coding.id === adjustable}
            mayChange={mayChange(coding)}
            mayRemove={mayRemove(coding)}
            onRemove={() => onRemove(coding)}
            onSelect={() => onSelect(coding)}
            onChange={(change) => onChange(coding, change)}
            onOtherCode={() => onOtherCode(coding)}
          />
        )
      })}
    </>
  )
}
