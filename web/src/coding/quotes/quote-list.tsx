import type { findQuotes, Quote, QuoteGroup } from '@throughline/contract/quotes'
import { useState } from 'react'
import type { z } from 'zod'
import { useWords } from '../../app/words.tsx'
import { Checkbox, VisuallyHidden } from '../../design/index.ts'
import { useCodes, useTeam } from '../data.ts'
import { messages } from './messages.ts'
import { ChangeBar } from './change-bar.tsx'
import { MoreQuotes } from './more-quotes.tsx'
import { QuoteItem } from './quote-item.tsx'
import type { searchOf } from './search-of.ts'
import { useFurtherQuotes } from './use-further-quotes.ts'

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
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const further = useFurtherQuotes(study, search, first)
  const { quotes } = further
  const groups = new Map(first.groups.map((group) => [group.id, group]))
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
      <MoreQuotes total={first.total} {...further} />
    </div>
  )
}
