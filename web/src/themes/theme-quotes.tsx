import { findQuotes, type Quote } from '@throughline/contract/coding'
import type { Theme, ThemeBoard } from '@throughline/contract/themes'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { Button, EmptyState, ErrorNotice, Skeleton, Stripe } from '../design/index.ts'
import { messages } from './messages.ts'
import { themeRoute } from './routes.tsx'

const pageSize = 100
/** As many as the answer gives at once. */
const most = 500

/** What was said of the theme, code by code. */
export function ThemeQuotes({
  study,
  theme,
  board,
}: {
  study: string
  theme: Theme
  board: ThemeBoard
}) {
  const t = useWords(messages)
  const { who } = themeRoute.useSearch()
  const [limit, setLimit] = useState(pageSize)
  const search = { any: theme.codes.join(','), ...(who ? { participants: who } : {}), limit }
  const { data, error, refetch } = useAsk(
    findQuotes,
    { params: { study }, search },
    { live: ['coding', 'code', 'theme'], keep: true, enabled: theme.codes.length > 0 },
  )
  const label = board.participants.find(({ id }) => id === who)?.label
  if (theme.codes.length === 0) return <EmptyState title={t('themes.quotes.nocodes')} />
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={8} />
  const byCode = Map.groupBy(data.quotes, ({ code }) => code)
  return (
    <section className="themes-quotes">
      <header className="themes-quotes-head">
        <h2>
          {t('themes.quotes', { count: data.total })}{' '}
          {t('themes.quotes.from', { people: data.people })}
        </h2>
        {label && (
          <span>
            {t('themes.quotes.of', { who: label })}{' '}
            <Link from={themeRoute.fullPath} to="." search={{}}>
              {t('themes.quotes.all')}
            </Link>
          </span>
        )}
      </header>
      {data.total === 0 && <p className="themes-hint">{t('themes.quotes.none')}</p>}
      {theme.codes.map((id) => {
        const code = board.codes.find((one) => one.id === id)
        const quotes = byCode.get(id)
        if (!code || !quotes) return null
        return (
          <section key={id}>
            <h3 className="themes-quotes-code">
              <Stripe colour={code.colour} /> {code.name}
            </h3>
            {quotes.map((quote) => (
              <OneQuote key={quote.id} study={study} quote={quote} colour={code.colour} />
            ))}
          </section>
        )
      })}
      {data.total > data.quotes.length && limit < most && (
        <Button onPress={() => setLimit(Math.min(limit + pageSize, most))}>
          {t('themes.detail.more')}
        </Button>
      )}
    </section>
  )
}

function OneQuote({ study, quote, colour }: { study: string; quote: Quote; colour: number }) {
  const t = useWords(messages)
  const { participant } = quote
  return (
    <figure className={`themes-quote colour-${colour}`}>
      <blockquote>{quote.text.trim()}</blockquote>
      <figcaption>
        {participant
          ? [
              participant.label,
              participant.site,
              participant.year === null
                ? null
                : t('themes.quotes.year', { year: participant.year }),
            ]
              .filter((part) => part !== null)
              .join(' · ')
          : `${quote.title} · ${t('themes.quotes.noone')}`}
        {' · '}
        <Link
          to="/studies/$study/code/$transcript"
          params={{ study, transcript: quote.transcript }}
          search={{ at: quote.from }}
        >
          {t('themes.quotes.place')}
        </Link>
      </figcaption>
    </figure>
  )
}
