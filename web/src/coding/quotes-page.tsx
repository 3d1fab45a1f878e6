import { exportQuotes, findQuotes, type Quote } from '@throughline/contract/coding'
import { listParticipants } from '@throughline/contract/participants'
import { getStudy, listSites } from '@throughline/contract/study'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fetchDownload, saveDownloaded } from '../app/client.ts'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  Loading,
  Menu,
  MenuItem,
  MenuTrigger,
  Select,
  toast,
} from '../design/index.ts'
import { useCodes, useTeam } from './data.ts'
import { QuoteConditions, type Conditions } from './quote-conditions.tsx'
import { QuoteItem } from './quote-item.tsx'
import { messages } from './quotes-messages.ts'
import './code-rows.css'
import './quotes-page.css'

const pageSize = 100
const groupings = ['code', 'participant', 'site', 'coder'] as const
type Grouping = (typeof groupings)[number]

const quotesRoute = getRouteApi('/signed-in/studies/$study/quotes')

/** Coded passages by conditions: the question on the left, the answer as a sentence, then the words themselves. */
export function QuotesPage() {
  const { study } = quotesRoute.useParams()
  const conditions = quotesRoute.useSearch()
  const t = useWords(messages)
  const navigate = useNavigate()
  const { codes } = useCodes(study)
  const team = useTeam(study)
  const about = useAsk(getStudy, { params: { study } })
  const participants = useAsk(listParticipants, { params: { study } }, { live: ['participant'] })
  const sites = useAsk(listSites, { params: { study } }, { live: ['site', 'study'] })
  const [limit, setLimit] = useState(pageSize)
  const [shown, setShown] = useState(false)
  const search = useMemo(() => searchOf(conditions), [conditions])
  const { data, error, refetch, isFetching } = useAsk(
    findQuotes,
    { params: { study }, search: { ...search, limit } },
    { live: ['coding', 'code', 'participant'], keep: true },
  )
  const grouping: Grouping = conditions.by ?? 'code'
  const codeNames = useMemo(() => new Map(codes.map((code) => [code.id, code])), [codes])
  const groups = useMemo(
    () =>
      groupQuotes(data?.quotes ?? [], grouping, {
        code: (id) => codeNames.get(id)?.name ?? '',
        coder: (id) => team.get(id)?.name ?? '',
        nobody: t('quotes.nobody'),
        noSite: t('quotes.noSite'),
      }),
    [data, grouping, codeNames, team, t],
  )
  const change = (next: Conditions) => {
    setLimit(pageSize)
    void navigate({ to: '/studies/$study/quotes', params: { study }, search: next, replace: true })
  }
  const save = async (as: 'csv' | 'xlsx' | 'docx') => {
    saveDownloaded(
      await fetchDownload(exportQuotes, { params: { study }, search: { ...search, as } }),
    )
    toast({ text: t('quotes.export.note') })
  }
  const mayExport = about.data?.may.includes('export') ?? false
  const filtered = Object.values(search).some((value) => value !== '')

  return (
    <div className="quotes">
      <aside
        className={`quotes-where ${shown ? 'quotes-where-shown' : ''}`}
        aria-label={t('quotes.where')}
      >
        <QuoteConditions
          conditions={conditions}
          codes={codes}
          participants={participants.data?.participants ?? []}
          sites={sites.data?.sites ?? []}
          team={[...team.values()]}
          onChange={change}
        />
      </aside>
      <section className="quotes-answer" aria-busy={isFetching}>
        <header>
          <h1 aria-live="polite">
            {data
              ? t('quotes.sentence', { total: data.total, people: data.people })
              : t('quotes.title')}
          </h1>
          <div className="quotes-tools">
            <Button
              size="small"
              className="quotes-toggle"
              onPress={() => setShown(!shown)}
              aria-expanded={shown}
            >
              {t(shown ? 'quotes.hide' : 'quotes.show')}
            </Button>
            <Select
              label={t('quotes.grouped')}
              choices={groupings.map((id) => ({ id, label: t(`quotes.group.${id}`) }))}
              value={grouping}
              onChange={(by) => change({ ...conditions, by: groupings.find((one) => one === by) })}
            />
            {mayExport && (
              <MenuTrigger>
                <Button>{t('quotes.export')}</Button>
                <Menu onAction={(as) => void save(as === 'xlsx' || as === 'docx' ? as : 'csv')}>
                  <MenuItem id="csv">{t('quotes.export.csv')}</MenuItem>
                  <MenuItem id="xlsx">{t('quotes.export.xlsx')}</MenuItem>
                  <MenuItem id="docx">{t('quotes.export.docx')}</MenuItem>
                </Menu>
              </MenuTrigger>
            )}
          </div>
        </header>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data?.total === 0 && (
          <EmptyState
            title={t(filtered ? 'quotes.empty' : 'quotes.noneYet')}
            action={
              filtered ? (
                <Button onPress={() => change({})}>{t('quotes.clear')}</Button>
              ) : (
                <ButtonLink tone="primary" href={`/studies/${study}/code`}>
                  {t('quotes.code')}
                </ButtonLink>
              )
            }
          >
            {t(filtered ? 'quotes.emptyText' : 'quotes.noneYetText')}
          </EmptyState>
        )}
        {groups.map((group) => (
          <section key={group.id} className="quotes-group" aria-label={group.name}>
            <h2>
              <span>{group.name}</span>
              <span>
                {t('quotes.group.count', { quotes: group.quotes.length, people: group.people })}
              </span>
            </h2>
            {group.quotes.map((quote) => (
              <QuoteItem
                key={quote.id}
                study={study}
                quote={quote}
                code={codeNames.get(quote.code)}
                coder={team.get(quote.coder)?.initials ?? ''}
              />
            ))}
          </section>
        ))}
        {data && data.total > data.quotes.length && (
          <footer className="quotes-more">
            <span>{t('quotes.shown', { shown: data.quotes.length, total: data.total })}</span>
            <Button
              onPress={() => setLimit(Math.min(500, limit + pageSize))}
              isDisabled={limit >= 500}
            >
              {t('quotes.more')}
            </Button>
          </footer>
        )}
      </section>
    </div>
  )
}

interface Group {
  id: string
  name: string
  people: number
  quotes: Quote[]
}

function groupQuotes(
  quotes: readonly Quote[],
  by: Grouping,
  names: {
    code: (id: string) => string
    coder: (id: string) => string
    nobody: string
    noSite: string
  },
): Group[] {
  const nameOf = {
    code: ({ code }: Quote) => [code, names.code(code)],
    participant: ({ participant }: Quote) =>
      participant ? [participant.id, participant.label] : ['', names.nobody],
    site: ({ participant }: Quote) =>
      participant?.site ? [participant.site, participant.site] : ['', names.noSite],
    coder: ({ coder }: Quote) => [coder, names.coder(coder)],
  }[by]
  const groups = new Map<string, Group>()
  for (const quote of quotes) {
    const [id = '', name = ''] = nameOf(quote)
    const group = groups.get(id) ?? { id, name, people: 0, quotes: [] }
    group.quotes.push(quote)
    groups.set(id, group)
  }
  for (const group of groups.values())
    group.people = new Set(
      group.quotes.map(({ participant, transcript }) => participant?.id ?? transcript),
    ).size
  return [...groups.values()]
}

/** The conditions as the server reads them: lists joined by commas. */
function searchOf({
  any = [],
  all = [],
  not = [],
  participants = [],
  sites = [],
  coders = [],
}: Conditions) {
  return {
    any: any.join(','),
    all: all.join(','),
    not: not.join(','),
    participants: participants.join(','),
    sites: sites.join(','),
    coders: coders.join(','),
  }
}
