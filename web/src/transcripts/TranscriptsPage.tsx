import { stage as stages } from '@throughline/contract/transcripts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { moveTranscripts, type Folder } from '@throughline/contract/transcript-order'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { studyRoute } from '../app/roots.tsx'
import { useWords } from '../app/words.tsx'
import {
  Button,
  EmptyState,
  ErrorNotice,
  Page,
  RouteButton,
  SearchField,
  Select,
  Segment,
  Segments,
  Skeleton,
  Table,
} from '../design/index.ts'
import { act, useMay } from '../study/study-data.ts'
import { byFolder, neighbourPlace, useFolders } from './arrange/arrange-data.ts'
import { ArrangeBar, ArrangeDialog, type Arranging } from './arrange/ArrangeBar.tsx'
import { messages as arrangeMessages } from './arrange/messages.ts'
import { ReplaceDialog } from './arrange/ReplaceDialog.tsx'
import { SplitDialog } from './arrange/SplitDialog.tsx'
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
  const a = useWords(arrangeMessages)
  const { stage, find = '', folder } = transcriptsRoute.useSearch()
  const { transcripts, data, error, isPending, refetch } = useTranscripts(study)
  const nameOf = useNames(study)
  const may = useMay(study)
  const mayImport = may('import transcripts')
  const folders = useFolders(study)
  const [step, setStep] = useState<TranscriptStep | null>(null)
  const [arranging, setArranging] = useState<Arranging | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(
    () => byFolder(matching(transcripts, { stage, find, folder }), folders),
    [transcripts, stage, find, folder, folders],
  )
  const chosen = shown.filter(({ id }) => selected.has(id))
  /** Up and down are taken at once; all other steps ask first. */
  const begin = (wanted: TranscriptStep) => {
    if (wanted.what !== 'up' && wanted.what !== 'down') return setStep(wanted)
    const place = neighbourPlace(transcripts, wanted.transcript, wanted.what)
    if (place)
      act(moveTranscripts, {
        study,
        body: { transcripts: [wanted.transcript], ...place },
        describe: a('arrange.placed', { title: place.title }),
      })
  }
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
      actions={
        !isEmpty && (
          <>
            {mayImport && (
              <>
                <Button onPress={() => setArranging('folders')}>{a('arrange.folders')}</Button>
                <Button onPress={() => setArranging('marks')}>{a('arrange.marks')}</Button>
                {may('manage participants') && (
                  <RouteButton to="/studies/$study/transcribe/attributes" params={{ study }}>
                    {a('arrange.attributes')}
                  </RouteButton>
                )}
              </>
            )}
            {importButton}
          </>
        )
      }
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
            folder={folder}
            folders={folders}
          />
          {mayImport && chosen.length > 0 && (
            <ArrangeBar
              chosen={chosen}
              onStep={setArranging}
              onClear={() => setSelected(new Set())}
            />
          )}
          <Table
            label={t('transcripts.title')}
            items={shown}
            columns={columnsOf({ study, t, a, nameOf, folders, mayImport, onStep: begin })}
            {...(mayImport ? { selected, onSelect: setSelected } : {})}
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
      {about && step.what === 'split' && (
        <SplitDialog study={study} transcript={about} onClose={() => setStep(null)} />
      )}
      {about && step.what === 'replace' && (
        <ReplaceDialog study={study} transcript={about} onClose={() => setStep(null)} />
      )}
      {arranging && (
        <ArrangeDialog
          study={study}
          step={arranging}
          transcripts={arranging === 'marks' ? transcripts : chosen}
          onClose={() => setArranging(null)}
        />
      )}
      {about && <StepDialogs study={study} transcript={about} step={step} onStep={setStep} />}
    </Page>
  )
}

type Stage = TranscriptSummary['stage']

/** A folder of the address that means: in no folder. */
const inNone = 'none'
const anyFolder = 'any'

function matching(
  transcripts: readonly TranscriptSummary[],
  { stage, find, folder }: { stage: Stage | undefined; find: string; folder: string | undefined },
): TranscriptSummary[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  return transcripts.filter((one) => {
    if (stage !== undefined && one.stage !== stage) return false
    if (folder !== undefined && one.folder !== (folder === inNone ? null : folder)) return false
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
  folder,
  folders,
}: {
  study: string
  transcripts: readonly TranscriptSummary[]
  shown: number
  stage: Stage | undefined
  find: string
  folder: string | undefined
  folders: readonly Folder[]
}) {
  const t = useWords(messages)
  const a = useWords(arrangeMessages)
  const navigate = useNavigate()
  const present = stages.options.filter(
    (one) => one === stage || transcripts.some((transcript) => transcript.stage === one),
  )
  const change = (changed: { stage?: Stage | undefined; find?: string; folder?: string }) => {
    const search = { stage, find: find || undefined, folder, ...changed }
    void navigate({ to: '/studies/$study/transcribe', params: { study }, search, replace: true })
  }
  return (
    <div className="transcripts-filters">
      <SearchField
        label={t('transcripts.find')}
        value={find}
        onChange={(value) => change({ find: value })}
      />
      {present.length > 1 && (
        <Segments
          aria-label={t('transcripts.stage')}
          selectedKeys={[stage ?? 'all']}
          onSelectionChange={([key]) => change({ stage: stages.safeParse(key).data })}
        >
          <Segment id="all">{t('transcripts.all')}</Segment>
          {present.map((one) => (
            <Segment key={one} id={one}>
              {t(`transcripts.stage.${one}`)}
            </Segment>
          ))}
        </Segments>
      )}
      {folders.length > 0 && (
        <Select
          label={a('arrange.folder')}
          isLabelHidden
          choices={[
            { id: anyFolder, label: a('arrange.folder.all') },
            ...folders.map(({ id, name }) => ({ id, label: name })),
            { id: inNone, label: a('arrange.folder.none') },
          ]}
          value={folder ?? anyFolder}
          onChange={(id) => change({ folder: id === anyFolder ? '' : id })}
        />
      )}
      <span className="transcripts-count">
        {t('transcripts.count', { shown, all: transcripts.length })}
      </span>
    </div>
  )
}
