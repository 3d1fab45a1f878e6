import type { WaitingItem } from '@throughline/contract/study'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, ButtonLink, Card } from '../../design/index.ts'
import { messages } from '../messages.ts'

const shownAtFirst = 5

export function WaitingCard({ study, items }: { study: string; items: readonly WaitingItem[] }) {
  const t = useWords(messages)
  const [shown, setShown] = useState(shownAtFirst)
  return (
    <Card
      title={t('study.home.waiting')}
      {...(items.length > 0
        ? { aside: t('study.home.waiting.count', { count: items.length }) }
        : {})}
    >
      {items.length === 0 && <p className="study-faint">{t('study.home.waiting.none')}</p>}
      <ul className="study-waits">
        {items.slice(0, shown).map((item) => (
          <li key={item.id}>
            <i className="study-wait-dot" data-urgent={item.urgent || undefined} />
            <p>
              {item.sentence}
              <span>{item.detail}</span>
            </p>
            <ButtonLink tone="plain" size="small" href={`/studies/${study}/${item.page}`}>
              {item.action}
            </ButtonLink>
          </li>
        ))}
      </ul>
      {items.length > shown && (
        <Button tone="plain" size="small" onPress={() => setShown(items.length)}>
          {t('study.home.waiting.more', { count: items.length - shown })}
        </Button>
      )}
    </Card>
  )
}
