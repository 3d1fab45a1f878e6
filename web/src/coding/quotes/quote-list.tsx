import { findQuotes, type Quote, type QuoteGroup } from '@throughline/contract/quotes'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { asking } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Checkbox, VisuallyHidden } from '../../design/index.ts'
import { useCodes, useTeam } from '../data.ts'
import { messages } from './messages.ts'
import { ChangeBar } from './change-bar.tsx'
import { QuoteItem } from './quote-item.tsx'
import type { searchOf } from './search-of.ts'

/** The pages of an answer one below the other, under the headings of its groups with the counts of the whole. */
export function QuoteList({
  study,
  search,
  first,
  mayCode,
}: {
  study: string
  mayCode: boolean
  search: ReturnType<typeof searchOf>
  first: z.output<typeof findQuotes.answer>
}) {
  const t = useWords(messages)
  const { codes } = useCodes(study)
  const team = useTeam(study)
  const [after, setAfter] = useState<readonly string[]>([])
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const further = useQueries({
    queries: after.map((cursor) =>
      asking(findQuotes, { params: { study }, search: { ...search, after: cursor } }),
    ),
  })
  const pages = [first, ...further.flatMap(({ data }) => data ?? [])]
  const seen = new Set<string>()
  const quotes = pages
    .flatMap((page) => page.quotes)
    // a page may have moved by one when something was coded between them
    .filter(({ id }) => !seen.has(id) && seen.add(id))
  const groups = new Map(first.groups.map((group) => [group.id, group]))
  const next = pages.at(-1)?.next ?? null
  const isFetching = further.some((page) => page.isLoading)
  const nameOf = ({ id, name }: QuoteGroup): string => {
    if (search.by === 'coder') return team.get(id)?.name ?? name ?? ''
    if (search.by === 'year') return name ? t('quotes.year', { year: name }) : t('quotes.noYear')
    return name ?? t(search.by === 'site' ? 'quotes.noSite' : 'quotes.nobody')
  }
  const chosen = quotes.filter(({ id }) => ticked.has(id))
  const tick = (id: string, isTicked: boolean) =>
    setTicked(new Set(isTicked ? [...ticked, id] : [...ticked].filter((one) => one !== id)))
  const item = (quote: Quote) => (
    <div key={quote.id} className="quotes-row">
      {mayCode && (
        <Checkbox
          isSelected={ticked.has(quote.id)}
          onChange={(isTicked) => tick(quote.id, isTicked)}
        >
          <VisuallyHidden>
            {t('quotes.tick', { words: quote.text.trim().slice(0, 60) })}
          </VisuallyHidden>
        </Checkbox>
      )}
      <QuoteItem
        study={study}
        quote={quote}
        code={codes.find(({ id }) => id === quote.code)}
        coder={team.get(quote.coder)?.initials ?? ''}
      />
    </div>
  )
  return (
    <div>
      {mayCode && chosen.length > 0 && (
        <ChangeBar
          study={study}
          chosen={chosen}
          shown={quotes.length}
          codes={codes}
          onAll={() => setTicked(new Set(quotes.map(({ id }) => id)))}
          onDone={() => setTicked(new Set())}
        />
      )}
      {search.by === 'nothing'
        ? quotes.map(item)
        : [...Map.groupBy(quotes, ({ group }) => group)].map(([id, own]) => {
            const group = groups.get(id) ?? { id, name: null, codings: own.length, people: 0 }
            return (
              <section key={id} className="quotes-group" aria-label={nameOf(group)}>
                <h2>
                  <span>{nameOf(group)}</span>
                  <span>
                    {t('quotes.group.count', { quotes: group.codings, people: group.people })}
                  </span>
                </h2>
                {own.map(item)}
              </section>
            )
          })}
      {next !== null && (
        <footer className="quotes-more">
          <span>{t('quotes.shown', { shown: quotes.length, total: first.total })}</span>
          <Button onPress={() => setAfter([...after, next])} isPending={isFetching}>
            {t('quotes.more')}
          </Button>
        </footer>
      )}
    </div>
  )
}
