import type { Code, Quote } from '@throughline/contract/coding'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, toast } from '../../design/index.ts'
import { messages } from './messages.ts'

/** One quote: its words, who said them and where, more around them on demand, one click to the place. */
export function QuoteItem({
  study,
  quote,
  code,
  coder,
}: {
  study: string
  quote: Quote
  code: Code | undefined
  coder: string
}) {
  const t = useWords(messages)
  const [around, setAround] = useState(false)
  const { participant } = quote
  const consent = participant?.consent ?? 'not recorded'
  const attribution = [
    participant?.label ?? quote.title,
    participant?.site,
    participant?.year ? t('quotes.year', { year: participant.year }) : null,
    quote.startsAt === null ? null : clock(quote.startsAt),
  ].filter(Boolean)
  const copy = async () => {
    await navigator.clipboard.writeText(`“${quote.text}” (${attribution.join(', ')})`)
    toast({ text: t('quotes.copied') })
  }
  return (
    <article className={`quotes-quote colour-${code?.colour ?? 12}`}>
      <blockquote>
        {around && <span className="quotes-around">{fromWord(quote.before)}</span>}
        {quote.text}
        {around && <span className="quotes-around">{toWord(quote.after)}</span>}
      </blockquote>
      <footer>
        <span>{[...attribution, t('quotes.codedBy', { coder })].join(' · ')}</span>
        {consent !== 'yes' && (
          <span className="quotes-consent">{t('quotes.noConsent', { consent })}</span>
        )}
        <span className="quotes-actions">
          <Button
            size="small"
            tone="plain"
            onPress={() => setAround(!around)}
            aria-expanded={around}
          >
            {t(around ? 'quotes.lessContext' : 'quotes.context')}
          </Button>
          {consent === 'yes' && (
            <Button size="small" tone="plain" onPress={() => void copy()}>
              {t('quotes.copy')}
            </Button>
          )}
          <Link
            to="/studies/$study/code/$transcript"
            params={{ study, transcript: quote.transcript }}
            search={{ at: quote.from, coding: quote.id }}
          >
            {t('quotes.place')}
          </Link>
        </span>
      </footer>
    </article>
  )
}

/** Context begins and ends with whole words. */
function fromWord(before: string): string {
  return before.length < 300 ? before : `…${before.slice(before.search(/\s/))}`
}

function toWord(after: string): string {
  return after.length < 300 ? after : `${after.slice(0, after.search(/\s\S*$/))}…`
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  const parts = hours > 0 ? [hours, minutes, rest] : [minutes, rest]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
