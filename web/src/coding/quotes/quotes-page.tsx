import {
  exportQuotes,
  findQuotes,
  quoteGrouping,
  quoteSorting,
  type QuoteQuestion,
} from '@throughline/contract/quotes'
import { getStudy } from '@throughline/contract/study'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { fetchDownload, saveDownloaded } from '../../app/client.ts'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
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
} from '../../design/index.ts'
import { messages } from './messages.ts'
import { QuoteConditions } from './quote-conditions.tsx'
import { QuoteList } from './quote-list.tsx'
import { QuoteViews, useQuoteViews } from './quote-views.tsx'
import { asksAnything, searchOf } from './search-of.ts'
import '../code-rows.css'
import './quotes-page.css'

const exportAs = ['csv', 'xlsx', 'docx', 'html'] as const
type ExportAs = (typeof exportAs)[number]

const quotesRoute = getRouteApi('/signed-in/studies/$study/quotes')

/** Coded passages by conditions: the question on the left, the answer as a sentence, then the words themselves. */
export function QuotesPage() {
  const { study } = quotesRoute.useParams()
  const { view: open, ...inAddress } = quotesRoute.useSearch()
  const t = useWords(messages)
  const navigate = useNavigate()
  const about = useAsk(getStudy, { params: { study } })
  const [shown, setShown] = useState(false)
  const views = useQuoteViews(study)
  const view = views.data?.views.find(({ id }) => id === open)
  const question = view?.question ?? inAddress
  const isGone = open !== undefined && views.isFetched && !views.isFetching && view === undefined
  const search = useMemo(() => searchOf(question), [question])
  const { data, error, refetch, isFetching } = useAsk(
    findQuotes,
    { params: { study }, search },
    {
      live: ['coding', 'codings', 'code', 'participant', 'section'],
      keep: true,
      enabled: open === undefined || view !== undefined,
    },
  )
  const change = (next: QuoteQuestion) =>
    void navigate({ to: '/studies/$study/quotes', params: { study }, search: next, replace: true })
  const save = async (as: ExportAs) => {
    saveDownloaded(
      await fetchDownload(exportQuotes, {
        params: { study },
        search: { ...search, as, view: open },
      }),
    )
    toast({ text: t('quotes.export.note') })
  }
  const mayExport = about.data?.may.includes('export') ?? false
  const filtered = asksAnything(question)

  return (
    <div className="quotes">
      <aside
        className={`quotes-where ${shown ? 'quotes-where-shown' : ''}`}
        aria-label={t('quotes.where')}
      >
        <QuoteConditions key={open ?? ''} study={study} question={question} onChange={change} />
        <QuoteViews
          study={study}
          open={open}
          question={question}
          mayChange={about.data?.may.includes('code') ?? false}
          onSaved={(id) =>
            void navigate({ to: '/studies/$study/quotes', params: { study }, search: { view: id } })
          }
        />
      </aside>
      <section className="quotes-answer" aria-busy={isFetching}>
        <header>
          <h1 aria-live="polite">
            {view && <small>{view.name}</small>}
            {data && !isGone
              ? t('quotes.sentence', { total: data.total, people: data.people })
              : t('quotes.title')}
          </h1>
          <div className="quotes-tools">
            <Select
              label={t('quotes.grouped')}
              choices={quoteGrouping.options.map((id) => ({ id, label: t(`quotes.group.${id}`) }))}
              value={question.by ?? 'code'}
              onChange={(by) => change({ ...question, by: by ?? undefined })}
            />
            <Select
              label={t('quotes.sorted')}
              choices={quoteSorting.options.map((id) => ({ id, label: t(`quotes.sort.${id}`) }))}
              value={question.sort ?? 'place'}
              onChange={(sort) => change({ ...question, sort: sort ?? undefined })}
            />
            <Button
              className="quotes-toggle"
              onPress={() => setShown(!shown)}
              aria-expanded={shown}
            >
              {t(shown ? 'quotes.hide' : 'quotes.show')}
            </Button>
            {mayExport && (
              <MenuTrigger>
                <Button>{t('quotes.export')}</Button>
                <Menu onAction={(as) => void save(exportAs.find((one) => one === as) ?? 'csv')}>
                  <MenuItem id="csv">{t('quotes.export.csv')}</MenuItem>
                  <MenuItem id="xlsx">{t('quotes.export.xlsx')}</MenuItem>
                  <MenuItem id="docx">{t('quotes.export.docx')}</MenuItem>
                  <MenuItem id="html">{t('quotes.export.html')}</MenuItem>
                </Menu>
              </MenuTrigger>
            )}
          </div>
        </header>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {isGone && (
          <EmptyState
            title={t('views.gone')}
            action={<Button onPress={() => change({})}>{t('views.all')}</Button>}
          >
            {t('views.goneText')}
          </EmptyState>
        )}
        {!data && !error && !isGone && <Loading />}
        {data?.total === 0 && !isGone && (
          <EmptyState
            title={t(filtered ? 'quotes.empty' : 'quotes.noneYet')}
            action={
              filtered ? (
                <Button onPress={() => change({ by: question.by, sort: question.sort })}>
                  {t('quotes.clear')}
                </Button>
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
        {data && !isGone && (
          <QuoteList
            key={JSON.stringify(search)}
            study={study}
            search={search}
            first={data}
            mayCode={about.data?.may.includes('code') ?? false}
          />
        )}
      </section>
    </div>
  )
}
