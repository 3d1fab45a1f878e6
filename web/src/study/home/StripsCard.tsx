import { codingStrips } from '@throughline/contract/coding'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Card } from '../../design/index.ts'
import { messages } from '../messages.ts'

type Strip = z.output<typeof codingStrips.answer>['strips'][number]
const shownAtFirst = 20

/** A strip for each transcript, with its codings where they stand in it. Absent until something is coded. */
export function StripsCard({ study }: { study: string }) {
  const t = useWords(messages)
  const { data } = useAsk(
    codingStrips,
    { params: { study } },
    { live: ['coding', 'transcript', 'code'] },
  )
  const [shown, setShown] = useState(shownAtFirst)
  const strips = data?.strips ?? []
  if (strips.every(({ codings }) => codings === 0)) return null
  return (
    <Card title={t('study.home.strips')} aside={t('study.home.strips.aside')}>
      <ul className="study-strips">
        {strips.slice(0, shown).map((strip) => (
          <StripRow key={strip.transcript} study={study} strip={strip} />
        ))}
      </ul>
      {strips.length > shown && (
        <Button tone="plain" size="small" onPress={() => setShown(strips.length)}>
          {t('study.home.strips.more', { count: strips.length })}
        </Button>
      )}
    </Card>
  )
}

function StripRow({ study, strip }: { study: string; strip: Strip }) {
  const t = useWords(messages)
  const who = strip.participant ?? strip.title
  const length = Math.max(strip.length, 1)
  const place = { study, transcript: strip.transcript }
  return (
    <li>
      <Link to="/studies/$study/code/$transcript" params={place} title={strip.title}>
        {who}
      </Link>
      <div>
        {strip.stretches.map(([from, to, colour]) => (
          <Link
            key={`${from}-${to}-${colour}`}
            to="/studies/$study/code/$transcript"
            params={place}
            search={{ at: from }}
            className={`colour-${colour}`}
            aria-label={t('study.home.strips.open', { who })}
            // Every place is reached by opening the transcript; a stop for each would bury the page.
            tabIndex={-1}
            style={{
              left: `${(from / length) * 100}%`,
              width: `${((to - from) / length) * 100}%`,
            }}
          />
        ))}
      </div>
      <em>{t('study.home.strips.codings', { count: strip.codings })}</em>
    </li>
  )
}
