import type { Report } from '@throughline/contract/reporting'
import { useState } from 'react'
import { studyRoute } from '../app/roots.tsx'
import { useWords } from '../app/words.tsx'
import {
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  Loading,
  Page,
  TextField,
} from '../design/index.ts'
import { useMay } from '../study/study-data.ts'
import { BalanceCard } from './balance-card.tsx'
import { ChooseQuotes } from './choose-quotes.tsx'
import { EditableText } from './editable-text.tsx'
import { ExportCard } from './export-card.tsx'
import { messages } from './messages.ts'
import { type ReportSteps, useReport, useReportSteps } from './report-data.ts'
import { ThemeSection } from './theme-section.tsx'
import './report.css'
import './quote-dialogs.css'

/** The report in the making: themes on the left, the document as it will be printed, whose voices it carries. */
export function ReportPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { report, error, refetch } = useReport(study)
  const may = useMay(study)
  const steps = useReportSteps(study)
  const [choosing, setChoosing] = useState<string | null>(null)

  if (!report)
    return (
      <Page title={t('report.title')}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    )
  if (report.themes.length === 0)
    return (
      <Page title={t('report.title')}>
        <EmptyState
          title={t('report.empty.title')}
          action={
            <ButtonLink href={`/studies/${study}/themes`}>{t('report.empty.action')}</ButtonLink>
          }
        >
          {t('report.empty.text')}
        </EmptyState>
      </Page>
    )
  const mayChange = may('change the report')
  const shows = { site: report.showsSite, year: report.showsYear }
  const chosenTheme = report.themes.find(({ id }) => id === choosing)
  return (
    <div className="report-page">
      <title>{t('report.title')}</title>
      <nav className="report-nav" aria-label={t('report.themes')}>
        <ol>
          {report.themes.map(({ id, name, quotes }) => (
            <li key={id}>
              <a href={`#${id}`}>
                <span>{name}</span>
                <em>{quotes.length}</em>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <article className="report-sheet">
        {!mayChange && <p className="report-hint">{t('report.readonly')}</p>}
        <Head report={report} mayChange={mayChange} steps={steps} />
        {report.themes.map((theme) => (
          <ThemeSection
            key={theme.id}
            study={study}
            theme={theme}
            shows={shows}
            mayChange={mayChange}
            steps={steps}
            onChoose={() => setChoosing(theme.id)}
          />
        ))}
      </article>
      <aside className="report-side">
        <BalanceCard balance={report.balance} />
        <ExportCard
          study={study}
          report={report}
          mayChange={mayChange}
          mayExport={may('export')}
          steps={steps}
        />
      </aside>
      {chosenTheme && (
        <ChooseQuotes
          study={study}
          report={report}
          theme={chosenTheme}
          steps={steps}
          onClose={() => setChoosing(null)}
        />
      )}
    </div>
  )
}

function Head({
  report,
  mayChange,
  steps,
}: {
  report: Report
  mayChange: boolean
  steps: ReportSteps
}) {
  const t = useWords(messages)
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <header className="report-head">
      {draft === null ? (
        <div className="report-title">
          <h1>{report.title || report.studyTitle}</h1>
          {mayChange && (
            <Button
              tone="plain"
              size="small"
              aria-label={t('report.head.change')}
              onPress={() => setDraft(report.title || report.studyTitle)}
            >
              {t('report.change')}
            </Button>
          )}
        </div>
      ) : (
        <form
          className="report-write"
          onSubmit={(event) => {
            event.preventDefault()
            const title = draft.trim() === report.studyTitle ? '' : draft.trim()
            setDraft(null)
            if (title !== report.title) steps.title(title)
          }}
        >
          <TextField
            label={t('report.head.title')}
            hint={t('report.head.hint', { title: report.studyTitle })}
            value={draft}
            onChange={setDraft}
            maxLength={300}
            autoFocus
          />
          <div className="report-write-foot">
            <Button type="submit" tone="primary" size="small">
              {t('report.save')}
            </Button>
            <Button size="small" onPress={() => setDraft(null)}>
              {t('report.cancel')}
            </Button>
          </div>
        </form>
      )}
      <EditableText
        label={t('report.introduction')}
        text={report.introduction}
        add={t('report.introduction.add')}
        change={t('report.introduction.change')}
        mayChange={mayChange}
        onSave={steps.introduce}
      />
    </header>
  )
}
