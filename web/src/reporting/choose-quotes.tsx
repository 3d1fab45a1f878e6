import { findQuotes, type Quote } from '@throughline/contract/coding'
import type { Report, ReportTheme } from '@throughline/contract/reporting'
import { themeBoard } from '@throughline/contract/themes'
import { useState } from 'react'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  Checkbox,
  ErrorNotice,
  Modal,
  Select,
  Skeleton,
  Stripe,
} from '../design/index.ts'
import { messages } from './messages.ts'
import { type ReportSteps, useWaitingChoices } from './report-data.ts'

const pageSize = 100
/** As many as the answer gives at once. */
const most = 500
const allCodes = 'all'

export interface ChooseQuotesProps {
  study: string
  report: Report
  theme: ReportTheme
  steps: ReportSteps
  onClose: () => void
}

/** The passages under a theme's codes: who said them, whether they may be quoted, how often they are already. */
export function ChooseQuotes({ study, report, theme, steps, onClose }: ChooseQuotesProps) {
  const t = useWords(messages)
  const [code, setCode] = useState(allCodes)
  const [limit, setLimit] = useState(pageSize)
  const [onlyConsented, setOnlyConsented] = useState(true)
  const any = code === allCodes ? theme.codes.join(',') : code
  const { data, error, refetch } = useAsk(
    findQuotes,
    { params: { study }, search: { any, limit } },
    { live: ['coding', 'code', 'participant'], keep: true },
  )
  const { data: board } = useAsk(themeBoard, { params: { study } }, { live: ['theme', 'code'] })
  const codes = (board?.codes ?? []).filter(({ id }) => theme.codes.includes(id))
  const shown = (data?.quotes ?? []).filter(
    ({ participant }) => !onlyConsented || participant?.consent === 'yes',
  )
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="wide"
      title={t('report.choose.title', { theme: theme.name })}
      footer={(close) => (
        <Button tone="primary" onPress={close}>
          {t('report.choose.done')}
        </Button>
      )}
    >
      <div className="report-choose">
        <div className="report-choose-filters">
          <Select
            label={t('report.choose.code')}
            value={code}
            onChange={setCode}
            choices={[
              { id: allCodes, label: t('report.choose.code.all') },
              ...codes.map(({ id, name }) => ({ id, label: name })),
            ]}
          />
          <Checkbox isSelected={onlyConsented} onChange={setOnlyConsented}>
            {t('report.choose.onlyConsented')}
          </Checkbox>
        </div>
        {error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton lines={8} />
        ) : (
          <>
            <p className="report-hint">
              {t('report.choose.count', { total: data.total, people: data.people })}
            </p>
            {shown.length === 0 && <p className="report-hint">{t('report.choose.none')}</p>}
            <ul className="report-choose-list">
              {shown.map((quote) => (
                <Choice
                  key={quote.id}
                  study={study}
                  quote={quote}
                  report={report}
                  theme={theme}
                  steps={steps}
                  code={codes.find(({ id }) => id === quote.code)}
                />
              ))}
            </ul>
            {data.total > data.quotes.length && limit < most && (
              <Button onPress={() => setLimit(Math.min(limit + pageSize, most))}>
                {t('report.choose.more')}
              </Button>
            )}
          </>
        )}
      </div>
    </Modal>
  )
}

function Choice({
  study,
  quote,
  report,
  theme,
  steps,
  code,
}: Pick<ChooseQuotesProps, 'study' | 'report' | 'theme' | 'steps'> & {
  quote: Quote
  code: { name: string; colour: number } | undefined
}) {
  const t = useWords(messages)
  const waiting = useWaitingChoices(study, theme.id)
  const { participant } = quote
  const who = participant?.label ?? quote.title
  const chosen =
    theme.quotes.find(({ coding }) => coding === quote.id)?.id ?? waiting.get(quote.id) ?? null
  const row = report.balance.rows.find((one) => one.participant === participant?.id)
  const mayBeQuoted = participant?.consent === 'yes'
  return (
    <li className="report-choice" data-chosen={chosen !== null || undefined}>
      <div>
        <blockquote className="report-words">{quote.text.trim()}</blockquote>
        <details>
          <summary>{t('report.choose.beside')}</summary>
          <p>
            …{quote.before}
            <mark>{quote.text}</mark>
            {quote.after}…
          </p>
        </details>
        <p className="report-choice-facts">
          {code && (
            <span className="report-choice-code">
              <Stripe colour={code.colour} /> {code.name}
            </span>
          )}
          <b>{who}</b>
          {participant?.site && <span>{participant.site}</span>}
          {participant?.year != null && (
            <span>{t('report.quote.year', { year: participant.year })}</span>
          )}
          <Badge {...(mayBeQuoted ? { tone: 'good' } : { tone: 'warn' })}>
            {t(`report.choose.consent.${participant?.consent ?? 'none'}`)}
          </Badge>
          {mayBeQuoted && <span>{t('report.choose.quoted', { count: row?.quotes ?? 0 })}</span>}
        </p>
      </div>
      {chosen === null ? (
        <Button
          size="small"
          isDisabled={!mayBeQuoted}
          aria-label={t('report.choose.choose.of', { who })}
          onPress={() => steps.choose(theme, quote.id, who)}
        >
          {t('report.choose.choose')}
        </Button>
      ) : (
        <Button
          size="small"
          tone="primary"
          aria-pressed
          aria-label={t('report.choose.out.of', { who })}
          onPress={() => steps.takeOut(theme, chosen, who)}
        >
          {t('report.choose.chosen')}
        </Button>
      )}
    </li>
  )
}
