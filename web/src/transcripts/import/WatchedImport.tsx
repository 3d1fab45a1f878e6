import { cancelJob, getJob } from '@throughline/contract/platform'
import { importResult, previewFile } from '@throughline/contract/transcripts'
import type { ImportedFile } from '@throughline/contract/transcripts'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../app/client.ts'
import { useAsk, useCommand } from '../../app/queries.ts'
import { useAccount } from '../../app/session.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  Card,
  Checkbox,
  ErrorNotice,
  ProgressBar,
  RouteButton,
  Skeleton,
  toast,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { sentenceOf } from '../sentences.ts'
import { useTranscripts } from '../transcripts-data.ts'
import { namesOf } from './import-names.ts'
import type { FileList } from './sent-files.ts'

/** An import on its way, and then what became of each file. It can be left and come back to. */
export function WatchedImport({
  study,
  job: id,
  list,
}: {
  study: string
  job: string
  list: FileList
}) {
  const t = useWords(messages)
  const account = useAccount()
  const {
    data: job,
    error,
    refetch,
    isPending,
  } = useAsk(getJob, { params: { study, job: id } }, { live: ['job'] })
  const cancel = useCommand(cancelJob, { refreshes: [getJob] })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (isPending || !job) return <Skeleton lines={4} />
  const isOn = job.state === 'waiting' || job.state === 'running'
  const files = importResult.safeParse(job.result).data?.files ?? []
  return (
    <>
      <Card title={t('transcripts.job', { total: job.total })}>
        <div className="transcripts-watch">
          {isOn && (
            <>
              <ProgressBar
                label={t('transcripts.watch.label')}
                {...(job.state === 'running' ? { done: job.done, total: job.total } : {})}
                detail={
                  job.state === 'waiting'
                    ? t('transcripts.job.waiting')
                    : t('transcripts.job.progress', { done: job.done, total: job.total })
                }
              />
              <p className="transcripts-faint">{t('transcripts.watch.leave')}</p>
              {job.startedBy === account.id && (
                <Button
                  isPending={cancel.isPending}
                  onPress={() =>
                    cancel.mutate({
                      study,
                      body: { id },
                      describe: t('transcripts.watch.cancelDescribe'),
                    })
                  }
                >
                  {t('transcripts.watch.cancel')}
                </Button>
              )}
            </>
          )}
          {job.state === 'cancelled' && (
            <p>{t('transcripts.job.cancelled', { done: job.done, total: job.total })}</p>
          )}
          {job.state === 'failed' && <p className="transcripts-problem">{job.message}</p>}
          {job.state === 'done' && <Summary files={files} study={study} list={list} job={id} />}
          {!isOn && (
            <div className="transcripts-buttons">
              <RouteButton to="/studies/$study/transcribe" params={{ study }} tone="primary">
                {t('transcripts.watch.all')}
              </RouteButton>
              <RouteButton to="/studies/$study/transcribe/import" params={{ study }} search={{}}>
                {t('transcripts.watch.more')}
              </RouteButton>
            </div>
          )}
        </div>
      </Card>
      {files.length > 0 && <Results study={study} job={id} files={files} />}
    </>
  )
}

/** How many are in, and a way to try the others again. */
function Summary({
  study,
  job,
  files,
  list,
}: {
  study: string
  job: string
  files: readonly ImportedFile[]
  list: FileList
}) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const failed = files.filter(({ ok }) => !ok)
  const tryAgain = async () => {
    setAsking(true)
    const names = namesOf(job)
    let back = 0
    for (const { upload: first, joined, file } of failed)
      for (const upload of [first, ...joined])
        try {
          // It may have been forgotten since; then only choosing it anew helps.
          await ask(previewFile, { params: { study, upload }, search: {} })
          list.addSent(upload, names[upload] ?? file)
          back += 1
        } catch (error) {
          toast({ text: sentenceOf(error), tone: 'bad' })
        }
    setAsking(false)
    if (back > 0)
      await navigate({ to: '/studies/$study/transcribe/import', params: { study }, search: {} })
  }
  return (
    <>
      <p className="transcripts-outcome">
        <b>{t('transcripts.watch.good', { count: files.length - failed.length })}</b>{' '}
        {t('transcripts.watch.bad', { count: failed.length })}
      </p>
      {failed.length > 0 && (
        <Button isPending={isAsking} onPress={() => void tryAgain()}>
          {t('transcripts.watch.retry', { count: failed.length })}
        </Button>
      )}
    </>
  )
}

function Results({
  study,
  job,
  files,
}: {
  study: string
  job: string
  files: readonly ImportedFile[]
}) {
  const t = useWords(messages)
  const [onlyBad, setOnlyBad] = useState(false)
  const names = namesOf(job)
  const bad = files.filter(({ ok }) => !ok)
  return (
    <Card title={t('transcripts.watch.result')}>
      {bad.length > 0 && bad.length < files.length && (
        <Checkbox isSelected={onlyBad} onChange={setOnlyBad}>
          {t('transcripts.watch.only')}
        </Checkbox>
      )}
      <ul className="transcripts-results">
        {(onlyBad ? bad : files).map((file) => (
          <li key={file.upload} data-bad={!file.ok || undefined}>
            <b>{nameOf(file, names)}</b>
            <span>{file.ok ? <Made study={study} file={file} /> : file.message}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What the tab remembers of a file's name, or of those of a session, else what the server says. */
function nameOf(
  { upload, joined, file }: ImportedFile,
  names: Readonly<Record<string, string>>,
): string {
  const known = [upload, ...joined].flatMap((each) => names[each] ?? [])
  return known.length > joined.length ? known.join(' + ') : file
}

function Made({ study, file: { transcripts } }: { study: string; file: ImportedFile }) {
  const t = useWords(messages)
  const { transcripts: all } = useTranscripts(study)
  const shown = transcripts.slice(0, 6)
  const isReleased = (id: string) => all.find((one) => one.id === id)?.stage === 'released'
  const isRaw = shown.some(({ id }) => all.some((one) => one.id === id && one.stage !== 'released'))
  return (
    <>
      {transcripts.length > 1 && (
        <Badge>{t('transcripts.watch.several', { count: transcripts.length })}</Badge>
      )}{' '}
      {shown.map(({ id, title, words }) => (
        <span key={id} className="transcripts-made">
          {isReleased(id) ? (
            <Link to="/studies/$study/code/$transcript" params={{ study, transcript: id }}>
              {title}
            </Link>
          ) : (
            title
          )}{' '}
          {t('transcripts.watch.words', { words })}
        </span>
      ))}
      {transcripts.length > shown.length && '…'}
      {isRaw && <span className="transcripts-made">{t('transcripts.watch.raw')}</span>}
    </>
  )
}
