import { exportFunnel, getFunnel } from '@throughline/contract/sampling'
import { fetchDownload, saveDownloaded } from '../app/client.ts'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { Button, ErrorNotice, Gauge, Skeleton } from '../design/index.ts'
import { messages } from './messages.ts'

/** How many ever came how far, by channel and site. */
export function FunnelPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    getFunnel,
    { params: { study } },
    { live: ['sign-up', 'channel'] },
  )
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  const { rows, totals, steps, channels, sites, isProtected } = data
  const all = totals['signed up'] ?? 0
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? ''
  return (
    <div className="recruitment-frame-page">
      <p className="study-settings-lede">{t('recruitment.funnel.lede')}</p>
      {isProtected && <p className="recruitment-faint">{t('recruitment.frame.protected')}</p>}
      {all === 0 && <p>{t('recruitment.funnel.empty')}</p>}
      <div className="recruitment-scroll">
        <table className="recruitment-funnel">
          <caption className="VisuallyHidden">{t('recruitment.funnel.label')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('recruitment.people.channel')}</th>
              <th scope="col">{t('recruitment.people.site')}</th>
              {steps.map((step) => (
                <th key={step} scope="col">
                  {t(`recruitment.state.${step}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ channel, site, reached }) => (
              <tr key={`${channel} ${site}`}>
                <th scope="row">{nameOf(channels, channel)}</th>
                <td>{nameOf(sites, site)}</td>
                {steps.map((step) => (
                  <td key={step}>{reached[step]}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('recruitment.funnel.all')}</th>
              <td>{t('recruitment.funnel.all')}</td>
              {steps.map((step) => (
                <td key={step}>
                  {totals[step]}
                  <Gauge
                    label={t(`recruitment.state.${step}`)}
                    value={totals[step] ?? 0}
                    of={all}
                  />
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <div>
        <Button
          onPress={() => {
            fetchDownload(exportFunnel, { params: { study } })
              .then(saveDownloaded)
              .catch(() => undefined)
          }}
        >
          {t('recruitment.funnel.export')}
        </Button>
      </div>
    </div>
  )
}
