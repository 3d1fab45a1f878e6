import {
  changeTranscripts,
  moveTranscripts,
  releaseTranscripts,
  removeTranscripts,
} from '@throughline/contract/transcript-order'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { ComboBox, Select, Segment, Segments, TextField } from '../../design/index.ts'
import { useParticipants } from '../../study/participants/participants-data.ts'
import { act } from '../../study/study-data.ts'
import { takeWithMany, useFolders, useStanding } from './arrange-data.ts'
import { messages } from './messages.ts'
import { type Naming, newTitle } from './naming.ts'
import { PreviewList } from './PreviewList.tsx'
import { StepModal } from './StepModal.tsx'

export interface ManyProps {
  study: string
  /** In the order in which they are shown. */
  transcripts: readonly TranscriptSummary[]
  onClose: () => void
}

export function MoveDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const folders = useFolders(study)
  const [folder, setFolder] = useState('none')
  const name = folders.find(({ id }) => id === folder)?.name
  const count = transcripts.length
  return (
    <StepModal
      title={t('arrange.move.title', { count })}
      action={t('arrange.move.do')}
      isDisabled={count === 0}
      onClose={onClose}
      onTake={() =>
        act(moveTranscripts, {
          study,
          body: {
            transcripts: transcripts.map(({ id }) => id),
            folder: name === undefined ? null : folder,
          },
          describe: t('arrange.moved', { count }),
        })
      }
    >
      <Select
        label={t('arrange.move.to')}
        choices={[
          ...folders.map((one) => ({ id: one.id, label: one.name })),
          { id: 'none', label: t('arrange.folder.none') },
        ]}
        value={folder}
        onChange={setFolder}
      />
      <PreviewList
        previews={transcripts.map(({ id, title }) => ({
          id,
          title,
          what:
            name === undefined
              ? t('arrange.move.rowNone')
              : t('arrange.move.row', { folder: name }),
          refused: null,
        }))}
      />
    </StepModal>
  )
}

const longestTitle = 300

export function RenameDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const [way, setWay] = useState<Naming['way']>('template')
  const [pattern, setPattern] = useState('{participant} {title}')
  const [find, setFind] = useState('')
  const [replacement, setReplacement] = useState('')
  const naming: Naming = way === 'template' ? { way, pattern } : { way, find, with: replacement }
  const previews = transcripts.map(({ id, title, participant }, index) => {
    const whose = participant?.label ?? null
    const made = newTitle(naming, { title, participant: whose }, index + 1, transcripts.length)
    const refused =
      made === ''
        ? t('arrange.rename.empty')
        : made.length > longestTitle
          ? t('arrange.rename.long')
          : made === title
            ? t('arrange.preview.same')
            : null
    return { id, title, made, what: <>→ {made}</>, refused }
  })
  const taken = previews.filter(({ refused }) => refused === null)
  return (
    <StepModal
      title={t('arrange.rename.title', { count: transcripts.length })}
      action={t('arrange.rename.do', { count: taken.length })}
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        takeWithMany(changeTranscripts, {
          study,
          body: { transcripts: taken.map(({ id, made }) => ({ id, title: made })) },
          describe: t('arrange.renamed', { count: taken.length }),
          undoable: true,
          t,
        })
      }
    >
      <Segments
        aria-label={t('arrange.rename.way')}
        selectedKeys={[way]}
        onSelectionChange={([key]) => setWay(key === 'replace' ? 'replace' : 'template')}
      >
        <Segment id="template">{t('arrange.rename.template')}</Segment>
        <Segment id="replace">{t('arrange.rename.replace')}</Segment>
      </Segments>
      {way === 'template' ? (
        <TextField
          label={t('arrange.rename.pattern')}
          hint={t('arrange.rename.patternHint', { open: '{', close: '}' })}
          value={pattern}
          onChange={setPattern}
          maxLength={longestTitle}
        />
      ) : (
        <div className="arrange-pair">
          <TextField
            label={t('arrange.rename.find')}
            value={find}
            onChange={setFind}
            maxLength={longestTitle}
          />
          <TextField
            label={t('arrange.rename.with')}
            value={replacement}
            onChange={setReplacement}
            maxLength={longestTitle}
          />
        </div>
      )}
      <PreviewList previews={previews} />
    </StepModal>
  )
}

export function WhoseDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const { participants } = useParticipants(study)
  const standing = useStanding(study)
  const [whose, setWhose] = useState('title-says')
  const previews = transcripts.map(({ id, title, participant }) => {
    const named =
      whose === 'title-says'
        ? participants.find(({ label }) => title.split(/[^\p{L}\p{N}]+/u).includes(label))
        : participants.find((one) => one.id === whose)
    const after = whose === 'nobody' ? null : (named ?? undefined)
    const refused =
      after === undefined
        ? t('arrange.whose.none')
        : (after?.id ?? null) === (participant?.id ?? null)
          ? t('arrange.preview.same')
          : standing.get(id)?.kept
            ? t('arrange.whose.kept')
            : null
    const what = after
      ? t('arrange.whose.row', { label: after.label })
      : t('arrange.whose.rowNobody')
    return { id, title, participant: after?.id ?? null, what, refused }
  })
  const taken = previews.filter(({ refused }) => refused === null)
  return (
    <StepModal
      title={t('arrange.whose.title')}
      action={t('arrange.whose.do', { count: taken.length })}
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        takeWithMany(changeTranscripts, {
          study,
          body: { transcripts: taken.map(({ id, participant }) => ({ id, participant })) },
          describe: t('arrange.whose.done', { count: taken.length }),
          undoable: true,
          t,
        })
      }
    >
      <ComboBox
        label={t('arrange.whose.by')}
        choices={[
          { id: 'title-says', label: t('arrange.whose.title-says') },
          ...participants.map(({ id, label }) => ({ id, label })),
          { id: 'nobody', label: t('arrange.whose.nobody') },
        ]}
        value={whose}
        onChange={(chosen) => setWhose(chosen ?? 'nobody')}
      />
      <PreviewList previews={previews} />
    </StepModal>
  )
}

export function ReleaseDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const standing = useStanding(study)
  const previews = transcripts.map(({ id, title, stage }) => ({
    id,
    title,
    what: t('arrange.release.row'),
    refused:
      stage === 'released'
        ? t('arrange.release.already')
        : standing.get(id)?.kept
          ? t('arrange.whose.kept')
          : null,
  }))
  const taken = previews.filter(({ refused }) => refused === null).map(({ id }) => id)
  return (
    <StepModal
      title={t('arrange.release.title', { count: taken.length })}
      action={t('arrange.release.do', { count: taken.length })}
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        takeWithMany(releaseTranscripts, {
          study,
          body: { transcripts: taken },
          describe: t('arrange.release.done', { count: taken.length }),
          undoable: false,
          t,
        })
      }
    >
      <p>{t('arrange.release.text')}</p>
      <PreviewList previews={previews} />
    </StepModal>
  )
}

export function RemoveDialog({ study, transcripts, onClose }: ManyProps) {
  const t = useWords(messages)
  const standing = useStanding(study)
  const previews = transcripts.map(({ id, title }) => {
    const codings = standing.get(id)?.codings ?? 0
    return {
      id,
      title,
      what: t('arrange.remove.row'),
      refused: codings > 0 ? t('arrange.remove.coded', { count: codings }) : null,
    }
  })
  const taken = previews.filter(({ refused }) => refused === null).map(({ id }) => id)
  return (
    <StepModal
      title={t('arrange.remove.title', { count: taken.length })}
      action={t('arrange.remove.do', { count: taken.length })}
      tone="danger"
      isDisabled={taken.length === 0}
      onClose={onClose}
      onTake={() =>
        takeWithMany(removeTranscripts, {
          study,
          body: { transcripts: taken },
          describe: t('arrange.remove.done', { count: taken.length }),
          undoable: false,
          t,
        })
      }
    >
      <p>{t('arrange.remove.text')}</p>
      <PreviewList previews={previews} />
    </StepModal>
  )
}
