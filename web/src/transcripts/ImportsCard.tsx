import type { Job } from '@throughline/contract/platform'
import { importResult } from '@throughline/contract/transcripts'
import { useWords } from '../app/words.tsx'
import { Card, ProgressBar, RouteButton } from '../design/index.ts'
import { timeOf } from './dates.ts'
import { messages } from './messages.ts'
import { useImports } from './transcripts-data.ts'

const shownImports = 3

/** Imports on their way and lately done, each with a way to its results. */
export function ImportsCard({
  study,
  nameOf,
}: {
  study: string
  nameOf: (account: string) => string
}) {
  const t = useWords(messages)
  const jobs = useImports(study)
  if (jobs.length === 0) return null
  return (
    <Card title={t('transcripts.jobs')}>
      <ul className="transcripts-jobs">
        {jobs.slice(0, shownImports).map((job) => (
          <li key={job.id}>
            <span className="transcripts-job-name">
              <b>{t('transcripts.job', { total: job.total })}</b>
              <span>
                {t('transcripts.job.by', { who: nameOf(job.startedBy), when: timeOf(job.at) })}
              </span>
            </span>
            <JobState job={job} />
            <RouteButton
              to="/studies/$study/transcribe/import"
              params={{ study }}
              search={{ job: job.id }}
              size="small"
            >
              {t('transcripts.job.see')}
            </RouteButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function JobState({ job: { state, done, total, result } }: { job: Job }) {
  const t = useWords(messages)
  if (state === 'waiting') return <span>{t('transcripts.job.waiting')}</span>
  if (state === 'running')
    return (
      <ProgressBar
        label={t('transcripts.watch.label')}
        done={done}
        total={total}
        detail={t('transcripts.job.progress', { done, total })}
      />
    )
  if (state === 'failed') return <span data-bad>{t('transcripts.job.failed')}</span>
  if (state === 'cancelled') return <span>{t('transcripts.job.cancelled', { done, total })}</span>
  const files = importResult.safeParse(result).data?.files ?? []
  const bad = files.filter(({ ok }) => !ok).length
  return (
    <span data-bad={bad > 0 || undefined}>
      {t('transcripts.job.done', { good: files.length - bad, bad })}
    </span>
  )
}
