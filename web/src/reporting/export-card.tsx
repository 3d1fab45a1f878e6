import { exportReport, type Report } from '@throughline/contract/reporting'
import { useState } from 'react'
import { fetchDownload, saveDownloaded } from '../app/client.ts'
import { useWords } from '../app/words.tsx'
import { Button, Card, Checkbox, ErrorNotice, Icon } from '../design/index.ts'
import { messages } from './messages.ts'
import type { ReportSteps } from './report-data.ts'

const formats = ['docx', 'html'] as const

/** The report as a file: first what will be left out, then the buttons. */
export function ExportCard({
  study,
  report,
  mayChange,
  mayExport,
  steps,
}: {
  study: string
  report: Report
  mayChange: boolean
  mayExport: boolean
  steps: ReportSteps
}) {
  const t = useWords(messages)
  const [making, setMaking] = useState<(typeof formats)[number] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const withheld = report.withheld.reduce((sum, { quotes }) => sum + quotes, 0)
  const chosen = report.themes.reduce((sum, { quotes }) => sum + quotes.length, 0)
  const take = async (as: (typeof formats)[number]) => {
    setMaking(as)
    setError(null)
    try {
      saveDownloaded(await fetchDownload(exportReport, { params: { study }, search: { as } }))
    } catch (problem) {
      setError(problem)
    } finally {
      setMaking(null)
    }
  }
  return (
    <Card title={t('report.export')}>
      <p className="report-hint">{t('report.export.intro')}</p>
      {withheld > 0 ? (
        <div className="report-leaves-out">
          <Icon name="warn" />
          <div>
            {t('report.export.withheld', { count: withheld })}
            <ul>
              {report.withheld.map(({ reason, quotes }) => (
                <li key={reason}>{t(`report.export.reason.${reason}`, { count: quotes })}</li>
              ))}
            </ul>
          </div>
        </div>
      ) : (
        chosen > 0 && <p className="report-hint">{t('report.export.complete')}</p>
      )}
      <div className="report-shows">
        <Checkbox
          isSelected={report.showsSite}
          isDisabled={!mayChange}
          onChange={(showsSite) => steps.attribute({ showsSite })}
        >
          {t('report.export.site')}
        </Checkbox>
        <Checkbox
          isSelected={report.showsYear}
          isDisabled={!mayChange}
          onChange={(showsYear) => steps.attribute({ showsYear })}
        >
          {t('report.export.year')}
        </Checkbox>
      </div>
      {mayExport ? (
        <div className="report-export-buttons">
          {formats.map((as) => (
            <Button
              key={as}
              {...(as === 'docx' ? { tone: 'primary' } : {})}
              isPending={making === as}
              onPress={() => void take(as)}
            >
              <Icon name="download" /> {t(`report.export.${as}`)}
            </Button>
          ))}
        </div>
      ) : (
        <p className="report-hint">{t('report.export.notAllowed')}</p>
      )}
      {error !== null && <ErrorNotice error={error} />}
    </Card>
  )
}
