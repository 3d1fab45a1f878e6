import { stage as stages } from '@throughline/contract/transcripts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { studyRoute } from '../app/roots.tsx'
import { useWords } from '../app/words.tsx'
import {
  EmptyState,
  ErrorNotice,
  Page,
  RouteButton,
  SearchField,
  Segment,
  Segments,
  Skeleton,
  Table,
} from '../design/index.ts'
import { useMay } from '../study/study-data.ts'
import { columnsOf } from './columns.tsx'
import type { TranscriptStep } from './columns.tsx'
import { ImportsCard } from './ImportsCard.tsx'
import { messages } from './messages.ts'
import { transcriptsRoute } from './routes.tsx'
import { TranscriptDialog } from './TranscriptDialog.tsx'
import { StepDialogs } from './StepDialogs.tsx'
import { useNames, useTranscripts } from './transcripts-data.ts'
import './transcripts.css'

/** All transcripts of the study, and how they come in. */
export function TranscriptsPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { stage, find = '' } = transcriptsRoute.useSearch()
  const { transcripts, data, error, isPending, refetch } = useTranscripts(study)
  const nameOf = useNames(study)
  const may = useMay(study)
  const mayImport = may('import transcripts')
  const [step, setStep] = useState<TranscriptStep | null>(null)
  const shown = useMemo(() => matching(transcripts, stage, find), [transcripts, stage, find])
  const about = step && transcripts.find(({ id }) => id === step.transcript)
  const isEmpty = data !== undefined && transcripts.length === 0
  const importButton = mayImport && (
    <RouteButton
      to="/studies/$study/transcribe/import"
      params={{ study }}
      search={{}}
      tone="primary"
    >
      {t('transcripts.import')}
    </RouteButton>
  )
  return (
    <Page
      title={t('transcripts.title')}
      lede={t('transcripts.lede')}
      actions={!isEmpty && importButton}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ImportsCard study={study} nameOf={nameOf} />
      {isPending && <Skeleton lines={8} />}
      {isEmpty && (
        <EmptyState title={t('transcripts.empty.title')} action={importButton}>
          {t('transcripts.empty')}
          {!mayImport && ` ${t('transcripts.empty.observer')}`}
        </EmptyState>
      )}
      {data && !isEmpty && (
        <>
          <Filters
            study={study}
            transcripts={transcripts}
            shown={shown.length}
            stage={stage}
            find={find}
          />
          <Table
            label={t('transcripts.title')}
            items={shown}
            columns={columnsOf({ study, t, nameOf, mayImport, onStep: setStep })}
            className="transcripts-table"
            empty={
              <EmptyState
                title={t('transcripts.noneFound.title')}
                action={
                  <RouteButton to="/studies/$study/transcribe" params={{ study }} search={{}}>
                    {t('transcripts.clear')}
                  </RouteButton>
                }
              >
                {t('transcripts.noneFound')}
              </EmptyState>
            }
          />
        </>
      )}
      {about && step.what === 'edit' && (
        <TranscriptDialog
          study={study}
          transcript={about}
          nameOf={nameOf}
          onClose={() => setStep(null)}
        />
      )}
      {about && <StepDialogs study={study} transcript={about} step={step} onStep={setStep} />}
    </Page>
  )
}

type Stage = TranscriptSummary['stage']

function matching(
  transcripts: readonly TranscriptSummary[],
  stage: Stage | undefined,
  find: string,
): TranscriptSummary[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  return transcripts.filter((one) => {
    if (stage !== undefined && one.stage !== stage) return false
    const text = [one.title, one.participant?.label, one.participant?.site, one.format]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Conditions stand in the address, so that a link can hold them. */
function Filters({
  study,
  transcripts,
  shown,
  stage,
  find,
}: {
  study: string
  transcripts: readonly TranscriptSummary[]
  shown: number
  stage: Stage | undefined
  find: string
}) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const present = stages.options.filter(
    (one) => one === stage || transcripts.some((transcript) => transcript.stage === one),
  )
  const change = (search: { stage: Stage | undefined; find: string | undefined }) => {
    void navigate({ to: '/studies/$study/transcribe', params: { study }, search, replace: true })
  }
  return (
    <div className="transcripts-filters">
      <SearchField
        label={t('transcripts.find')}
        value={find}
        onChange={(value) => change({ stage, find: value || undefined })}
      />
      {present.length > 1 && (
        <Segments
          aria-label={t('transcripts.stage')}
          selectedKeys={[stage ?? 'all']}
          onSelectionChange={([key]) =>
            change({ stage: stages.safeParse(key).data, find: find || undefined })
          }
        >
          <Segment id="all">{t('transcripts.all')}</Segment>
          {present.map((one) => (
            <Segment key={one} id={one}>
              {t(`transcripts.stage.${one}`)}
            </Segment>
          ))}
        </Segments>
      )}
      <span className="transcripts-count">
        {t('transcripts.count', { shown, all: transcripts.length })}
      </span>
    </div>
  )
}
