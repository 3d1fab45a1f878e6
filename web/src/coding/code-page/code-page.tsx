import { codeUses, findQuotes, type Code } from '@throughline/contract/coding'
import { getReport } from '@throughline/contract/reporting'
import { themeBoard } from '@throughline/contract/themes'
import { getStudy } from '@throughline/contract/study'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Breadcrumbs,
  Card,
  EmptyState,
  ErrorNotice,
  Loading,
  Page,
  RouteButton,
  Skeleton,
  Stripe,
} from '../../design/index.ts'
import { CodeHistory } from '../code-history.tsx'
import { useCodes, useTeam } from '../data.ts'
import { QuoteItem } from '../quotes/quote-item.tsx'
import { messages } from './messages.ts'
import '../code-rows.css'
import '../codes-page.css'
import '../quotes/quotes-page.css'
import './code-page.css'

const shownQuotes = 20

const route = getRouteApi('/signed-in/studies/$study/codes/$code')

/** One code: what it means and how that came about, its quotes, its neighbours, where it is used. */
export function CodePage() {
  const t = useWords(messages)
  const { study, code: id } = route.useParams()
  const { codes, data, error, refetch } = useCodes(study)
  const team = useTeam(study)
  const about = useAsk(getStudy, { params: { study } })
  const may = about.data?.may.includes('change the code list') ?? false
  const code = codes.find((one) => one.id === id)
  const above = (
    <Breadcrumbs
      steps={[
        { label: t('code.back'), href: `/studies/${study}/codes` },
        ...(code ? lineAbove(codes, code).map(({ name }) => ({ label: name })) : []),
        ...(code ? [{ label: code.name }] : []),
      ]}
    />
  )
  const history = <CodeHistory study={study} code={id} codes={codes} team={team} may={may} />
  if (!data)
    return (
      <Page title={t('code.back')} above={above}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    )
  if (!code)
    return (
      <Page title={t('code.gone')} above={above}>
        <p>{t('code.goneText')}</p>
        {history}
      </Page>
    )
  return (
    <Page
      title={code.name}
      above={above}
      lede={
        <>
          <Stripe colour={code.colour} />{' '}
          {t('code.counts', { codings: code.codings, people: code.people })}{' '}
          {code.retired && <Badge tone="warn">{t('code.retired')}</Badge>}
        </>
      }
      actions={
        may && (
          <RouteButton to="/studies/$study/codes" params={{ study }} search={{ code: id }}>
            {t('code.change')}
          </RouteButton>
        )
      }
    >
      <div className="code-page">
        <Quotes study={study} code={code} coderOf={(coder) => team.get(coder)?.initials ?? ''} />
        <div className="code-page-side">
          <About study={study} code={code} codes={codes} />
          <Uses study={study} code={code} codes={codes} />
          {history}
        </div>
      </div>
    </Page>
  )
}

function lineAbove(codes: readonly Code[], code: Code): Code[] {
  const above = codes.find(({ id }) => id === code.parent)
  return above ? [...lineAbove(codes, above), above] : []
}

function About({ study, code, codes }: { study: string; code: Code; codes: readonly Code[] }) {
  const t = useWords(messages)
  const below = codes.filter(({ parent, retired }) => parent === code.id && !retired)
  return (
    <Card title={t('code.about')}>
      <p className="code-page-words">{code.definition || t('code.noDefinition')}</p>
      {(['whenToUse', 'whenNotToUse', 'example'] as const).map(
        (field) =>
          code[field] !== '' && (
            <section key={field}>
              <h3>{t(`code.${field}`)}</h3>
              <p className="code-page-words">{code[field]}</p>
            </section>
          ),
      )}
      {below.length > 0 && (
        <section>
          <h3>{t('code.below')}</h3>
          <ul className="code-page-list">
            {below.map((one) => (
              <li key={one.id}>
                <CodeLink study={study} code={one} />
                <span className="coding-count">{one.codings}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  )
}

function CodeLink({ study, code }: { study: string; code: Code }) {
  return (
    <Link to="/studies/$study/codes/$code" params={{ study, code: code.id }}>
      <Stripe colour={code.colour} /> {code.name}
    </Link>
  )
}

function Quotes({
  study,
  code,
  coderOf,
}: {
  study: string
  code: Code
  coderOf: (coder: string) => string
}) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    findQuotes,
    { params: { study }, search: { any: code.id, limit: shownQuotes } },
    { live: ['coding', 'codings', 'code', 'participant'], keep: true },
  )
  return (
    <Card title={t('code.quotes')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton />}
      {data?.total === 0 && <EmptyState title={t('code.noQuotes')} />}
      {data?.quotes.map((quote) => (
        <QuoteItem
          key={quote.id}
          study={study}
          quote={quote}
          code={code}
          coder={coderOf(quote.coder)}
        />
      ))}
      {data && data.total > 0 && (
        <p className="code-page-all">
          <Link to="/studies/$study/quotes" params={{ study }} search={{ any: [code.id] }}>
            {t('code.allQuotes', { count: data.total })}
          </Link>
        </p>
      )}
    </Card>
  )
}

function Uses({ study, code, codes }: { study: string; code: Code; codes: readonly Code[] }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    codeUses,
    { params: { study, code: code.id } },
    { live: ['coding', 'codings', 'transcript', 'code'], keep: true },
  )
  const board = useAsk(themeBoard, { params: { study } }, { live: ['theme', 'code'], keep: true })
  const report = useAsk(getReport, { params: { study } }, { live: ['report', 'theme'], keep: true })
  const quoting = (report.data?.themes ?? []).flatMap(({ id, name, quotes }) => {
    const count = quotes.filter((quote) => quote.code === code.id).length
    return count > 0 ? [{ id, name, count }] : []
  })
  const themes = board.data?.themes.filter((theme) => theme.codes.includes(code.id)) ?? []
  if (error)
    return (
      <Card title={t('code.used')}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Card>
    )
  return (
    <>
      <Card title={t('code.neighbours')}>
        <p className="coding-hint">
          {t(data?.neighbours.length === 0 ? 'code.neighbours.none' : 'code.neighbours.text')}
        </p>
        {!data && <Skeleton />}
        <ul className="code-page-list">
          {data?.neighbours.map(({ code: id, codings }) => {
            const neighbour = codes.find((one) => one.id === id)
            return (
              neighbour && (
                <li key={id}>
                  <CodeLink study={study} code={neighbour} />
                  <Link
                    to="/studies/$study/quotes"
                    params={{ study }}
                    search={{ any: [code.id], all: [id] }}
                    className="coding-count"
                  >
                    {t('code.neighbours.with', { count: codings, of: code.codings })}
                  </Link>
                </li>
              )
            )
          })}
        </ul>
      </Card>
      <Card title={t('code.used')}>
        <h3>{t('code.themes')}</h3>
        {board.data && themes.length === 0 && <p className="coding-hint">{t('code.noThemes')}</p>}
        <ul className="code-page-list">
          {themes.map(({ id, name }) => (
            <li key={id}>
              <Link to="/studies/$study/themes/$theme" params={{ study, theme: id }}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
        <h3>{t('code.report')}</h3>
        {report.data && quoting.length === 0 && <p className="coding-hint">{t('code.noReport')}</p>}
        <ul className="code-page-list">
          {quoting.map(({ id, name, count }) => (
            <li key={id}>
              <Link to="/studies/$study/report" params={{ study }} hash={id}>
                {t('code.report.under', { count, theme: name })}
              </Link>
            </li>
          ))}
        </ul>
        <h3>{t('code.transcripts')}</h3>
        {data?.transcripts.length === 0 && <p className="coding-hint">{t('code.noTranscripts')}</p>}
        <ul className="code-page-list code-page-transcripts">
          {data?.transcripts.map(({ id, title, participant, codings }) => (
            <li key={id}>
              <Link
                to="/studies/$study/code/$transcript"
                params={{ study, transcript: id }}
                search={{ codes: [code.id] }}
              >
                {participant ?? title}
              </Link>
              <span className="coding-count">{codings}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
