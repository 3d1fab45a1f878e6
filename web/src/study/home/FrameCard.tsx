import type { getStudyHome } from '@throughline/contract/study'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { useWords } from '../../app/words.tsx'
import { Card, EmptyState, RouteButton, VisuallyHidden } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useMay } from '../study-data.ts'

type Frame = z.output<typeof getStudyHome.answer>['frame']

/** The sampling frame: participants by site and year group (R43). */
export function FrameCard({ study, frame }: { study: string; frame: Frame }) {
  const t = useWords(messages)
  const may = useMay(study)
  const years = Array.from(
    { length: Math.max(0, ...frame.sites.map((site) => site.years.length)) },
    (_, index) => index + 1,
  )
  if (frame.sites.length === 0)
    return (
      <Card title={t('study.home.frame')}>
        <EmptyState
          title={t('study.home.frame.noSites.title')}
          {...(may('change the study')
            ? {
                action: (
                  <RouteButton
                    to="/studies/$study/settings"
                    params={{ study }}
                    search={{ part: 'sites' }}
                  >
                    {t('study.home.frame.addSites')}
                  </RouteButton>
                ),
              }
            : {})}
        >
          {t('study.home.frame.noSites')}
        </EmptyState>
      </Card>
    )
  return (
    <Card title={t('study.home.frame')} aside={t('study.home.frame.aside')}>
      <div className="study-frame-scroll">
        <table className="study-frame">
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>{t('study.people.site')}</VisuallyHidden>
              </th>
              {years.map((year) => (
                <th key={year} scope="col">
                  <span className="study-frame-long">{t('study.home.frame.year', { year })}</span>
                  <span className="study-frame-short" aria-hidden="true">
                    {t('study.home.frame.yearShort', { year })}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {frame.sites.map((site) => (
              <tr key={site.id}>
                <th scope="row" title={site.name}>
                  <span>{site.name}</span>
                </th>
                {years.map((year) => (
                  <FrameCell
                    key={year}
                    study={study}
                    site={site}
                    year={year}
                    count={site.years[year - 1]}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FrameKey frame={frame} />
      <Unplaced study={study} frame={frame} />
    </Card>
  )
}

function FrameCell({
  study,
  site,
  year,
  count,
}: {
  study: string
  site: { id: string; name: string }
  year: number
  /** Left out where the programme has no such year. */
  count: number | undefined
}) {
  const t = useWords(messages)
  if (count === undefined)
    return (
      <td data-cell="outside">
        <span className="VisuallyHidden">
          {t('study.home.frame.outside', { site: site.name, year })}
        </span>
      </td>
    )
  const label = t('study.home.frame.cell', { site: site.name, year, count })
  return (
    <td data-cell={count > 0 ? 'filled' : 'vacant'}>
      {count > 0 ? (
        <Link
          to="/studies/$study/participants"
          params={{ study }}
          search={{ site: site.id, year }}
          aria-label={label}
          title={label}
        >
          {count}
        </Link>
      ) : (
        <span title={label}>
          <span className="study-frame-word">{t('study.home.frame.vacant')}</span>
        </span>
      )}
    </td>
  )
}

function FrameKey({ frame }: { frame: Frame }) {
  const t = useWords(messages)
  const lengths = new Set(frame.sites.map((site) => site.years.length))
  return (
    <div className="study-frame-key" aria-hidden="true">
      <span data-cell="filled">{t('study.home.frame.key.filled')}</span>
      <span data-cell="vacant">{t('study.home.frame.key.vacant')}</span>
      {lengths.size > 1 && <span data-cell="outside">{t('study.home.frame.key.outside')}</span>}
    </div>
  )
}

/** Who stands in no cell. */
function Unplaced({ study, frame }: { study: string; frame: Frame }) {
  const t = useWords(messages)
  const withoutYear = frame.sites.reduce((sum, site) => sum + site.withoutYear, 0)
  const lines = [
    { count: withoutYear, id: 'study.home.frame.withoutYear', search: { year: 'none' } },
    { count: frame.withoutSite, id: 'study.home.frame.withoutSite', search: { site: 'none' } },
  ] as const
  return lines
    .filter(({ count }) => count > 0)
    .map(({ count, id, search }) => (
      <p key={id} className="study-frame-unplaced">
        {t(id, { count })}{' '}
        <Link to="/studies/$study/participants" params={{ study }} search={search}>
          {t('study.home.frame.show')}
        </Link>
      </p>
    ))
}
