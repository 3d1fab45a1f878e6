import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import { Breadcrumbs, Button, Card, FileDrop, Page, toast } from '../../design/index.ts'
import { useMay } from '../../study/study-data.ts'
import { useParticipants } from '../../study/participants/participants-data.ts'
import { ImportsCard } from '../ImportsCard.tsx'
import { messages } from '../messages.ts'
import { importRoute } from '../routes.tsx'
import { importable, readable, sharedSpeakers } from './choices.ts'
import { DeclareForm } from './DeclareForm.tsx'
import { FileDialog } from './FileDialog.tsx'
import { FileRow } from './FileRow.tsx'
import { PeopleBar } from './PeopleBar.tsx'
import { fileListOf, useFiles } from './sent-files.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'
import { SeemingSessions } from './SeemingSessions.tsx'
import { SharedSpeakers } from './SharedSpeakers.tsx'
import { useNames } from '../transcripts-data.ts'
import { WatchedImport } from './WatchedImport.tsx'
import '../transcripts.css'
import './import.css'

/** Files become transcripts: drop them, look at what they become, say what they are, import. */
export function ImportPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { job } = importRoute.useSearch()
  const may = useMay(study)
  const list = fileListOf(study)
  return (
    <Page
      title={t('transcripts.new.title')}
      lede={may('import transcripts') ? t('transcripts.new.lede') : t('transcripts.new.mayNot')}
      above={
        <Breadcrumbs
          steps={[
            { label: t('transcripts.title'), href: `/studies/${study}/transcribe` },
            { label: t('transcripts.new.title') },
          ]}
        />
      }
    >
      {job === undefined ? (
        may('import transcripts') && <NewImport study={study} list={list} />
      ) : (
        <WatchedImport key={job} study={study} job={job} list={list} />
      )}
    </Page>
  )
}

function NewImport({ study, list }: { study: string; list: FileList }) {
  const t = useWords(messages)
  const files = useFiles(list)
  const nameOf = useNames(study)
  const navigate = useNavigate()
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const watch = (job: string) => {
    if (isHere.current)
      void navigate({ to: '/studies/$study/transcribe/import', params: { study }, search: { job } })
  }
  const add = (chosen: File[]) => {
    const twice = list.add(chosen)
    if (twice > 0) toast({ text: t('transcripts.new.twice', { count: twice }) })
  }
  return (
    <>
      <div className={files.length > 0 ? 'transcripts-drop-more' : undefined}>
        <FileDrop hint={files.length === 0 ? t('transcripts.new.hint') : undefined} onFiles={add} />
      </div>
      {files.length > 0 ? (
        <ChosenFiles study={study} list={list} files={files} onBegun={watch} />
      ) : (
        <ImportsCard study={study} nameOf={nameOf} />
      )}
    </>
  )
}

function ChosenFiles({
  study,
  list,
  files,
  onBegun,
}: {
  study: string
  list: FileList
  files: readonly SentFile[]
  onBegun: (job: string) => void
}) {
  const t = useWords(messages)
  const { participants, nextLabel } = useParticipants(study)
  const byLabel = useMemo(
    () => new Map(participants.map((participant) => [participant.label, participant])),
    [participants],
  )
  const labelOf = useMemo(
    () => new Map(participants.map(({ id, label }) => [id, label])),
    [participants],
  )
  const [opened, setOpened] = useState<string | null>(null)
  const shared = useMemo(() => sharedSpeakers(files), [files])
  const standing = files.filter(({ joinedTo }) => joinedTo === null)
  const there = files.filter(({ progress }) => progress.is === 'read').length
  const ready = importable(files)
  const made = ready.reduce((sum, file) => sum + (readable(file)?.transcripts.length ?? 0), 0)
  const sending = files.some(
    ({ progress: { is } }) => is === 'waiting' || is === 'sending' || is === 'reading',
  )
  useEffect(() => {
    if (!sending) return undefined
    // What was not sent yet would have to be chosen again.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [sending])
  return (
    <>
      <Card
        title={t('transcripts.new.list')}
        aside={
          sending
            ? t('transcripts.new.sending', { sent: there, total: files.length })
            : t('transcripts.new.ready', { files: ready.length, transcripts: made })
        }
        className="transcripts-files-card"
      >
        <ul className="transcripts-files">
          {standing.map(({ key }) => (
            <FileRow
              key={key}
              list={list}
              fileKey={key}
              byLabel={byLabel}
              labelOf={labelOf}
              onLook={setOpened}
            />
          ))}
        </ul>
        <Button
          tone="plain"
          size="small"
          onPress={() => {
            list.remove(files.map(({ key }) => key))
            toast({ text: t('transcripts.new.cleared') })
          }}
        >
          {t('transcripts.new.clear')}
        </Button>
      </Card>
      <SeemingSessions list={list} files={files} />
      <PeopleBar study={study} list={list} files={files} byLabel={byLabel} nextLabel={nextLabel} />
      {shared.length > 0 && <SharedSpeakers list={list} files={files} shared={shared} />}
      <DeclareForm
        study={study}
        files={files}
        ready={ready}
        byLabel={byLabel}
        isSending={sending}
        onBegun={onBegun}
      />
      <FileDialog
        study={study}
        list={list}
        files={files}
        opened={opened}
        byLabel={byLabel}
        participants={participants}
        onOpen={setOpened}
      />
    </>
  )
}
