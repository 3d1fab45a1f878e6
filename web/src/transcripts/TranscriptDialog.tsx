import { changeTranscript, getTranscript, setSpeakerRole } from '@throughline/contract/transcripts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import { Button, ComboBox, Modal, Skeleton, TextField } from '../design/index.ts'
import { useParticipants } from '../study/participants/participants-data.ts'
import { act, useMay } from '../study/study-data.ts'
import { dayOf } from './dates.ts'
import { RoleSelect } from './import/RoleSelect.tsx'
import { messages } from './messages.ts'

/** What is recorded of a transcript, to look at and to change. */
export function TranscriptDialog({
  study,
  transcript,
  nameOf,
  onClose,
}: {
  study: string
  transcript: TranscriptSummary
  nameOf: (account: string) => string
  onClose: () => void
}) {
  const t = useWords(messages)
  const may = useMay(study)('import transcripts')
  const { participants } = useParticipants(study)
  const { id, stage, declared, importedBy, importedAt, releasedAt, warnings } = transcript
  const [title, setTitle] = useState(transcript.title)
  const [participant, setParticipant] = useState(transcript.participant?.id ?? null)
  const isReleased = stage === 'released'
  const save = () => {
    const body = {
      id,
      ...(title.trim() === transcript.title ? {} : { title: title.trim() }),
      ...(participant === (transcript.participant?.id ?? null) ? {} : { participant }),
    }
    if ('title' in body || 'participant' in body)
      act(changeTranscript, {
        study,
        body,
        describe: t('transcripts.changed', { title: title.trim() }),
      })
    onClose()
  }
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={t('transcripts.details.title')}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('transcripts.details.cancel')}</Button>
          {may && (
            <Button tone="primary" isDisabled={title.trim() === ''} onPress={save}>
              {t('transcripts.details.save')}
            </Button>
          )}
        </>
      )}
    >
      <div className="transcripts-details">
        <TextField
          label={t('transcripts.details.name')}
          value={title}
          onChange={setTitle}
          maxLength={300}
          isReadOnly={!may}
          error={title.trim() === '' ? t('transcripts.details.nameMissing') : undefined}
          {...(isReleased ? {} : { hint: t('transcripts.details.rawName') })}
        />
        <ComboBox
          label={t('transcripts.details.participant')}
          hint={t('transcripts.details.participantHint')}
          placeholder={t('transcripts.details.nobody')}
          choices={participants.map(({ id: each, label }) => ({ id: each, label }))}
          value={participant}
          onChange={setParticipant}
          isReadOnly={!may}
        />
        <p className="transcripts-faint">
          {t(`transcripts.details.${declared}`, {
            who: nameOf(importedBy),
            when: dayOf(importedAt),
          })}{' '}
          {releasedAt !== null &&
            declared === 'raw' &&
            t('transcripts.details.released', { when: dayOf(releasedAt) })}
        </p>
        {warnings.length > 0 && (
          <section>
            <h3>{t('transcripts.details.notes')}</h3>
            <ul className="transcripts-notes">
              {warnings.map(({ code, message }) => (
                <li key={code + message}>{message}</li>
              ))}
            </ul>
          </section>
        )}
        {isReleased && may && <Speakers study={study} transcript={id} />}
      </div>
    </Modal>
  )
}

function Speakers({ study, transcript }: { study: string; transcript: string }) {
  const t = useWords(messages)
  const { data } = useAsk(
    getTranscript,
    { params: { study, transcript } },
    { live: ['transcript'], staleTime: 0 },
  )
  if (!data) return <Skeleton lines={2} />
  if (data.speakers.length === 0) return null
  return (
    <section>
      <h3>{t('transcripts.details.speakers')}</h3>
      <ul className="transcripts-speakers">
        {data.speakers.map(({ label, role }) => (
          <li key={label}>
            <b>{label}</b>
            <RoleSelect
              label={label}
              role={role}
              onChange={(chosen) =>
                act(setSpeakerRole, {
                  study,
                  body: { transcript, label, role: chosen },
                  describe: t('transcripts.speakerChanged', {
                    label,
                    role: chosen,
                    title: data.title,
                  }),
                })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
