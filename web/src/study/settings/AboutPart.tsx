import { changeStudy, listMyStudies, removeStudy } from '@throughline/contract/study'
import type { Study } from '@throughline/contract/study'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { outbox } from '../../app/outbox/index.ts'
import { refresh } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Card, ConfirmDialog, ErrorNotice, Skeleton } from '../../design/index.ts'
import { type About, AboutFields } from '../AboutFields.tsx'
import { messages } from '../messages.ts'
import { act, useStudy } from '../study-data.ts'

/** What the study says about itself, and its end. */
export function AboutPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useStudy(study)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  return (
    <div className="study-settings">
      {data.example && <p className="study-settings-note">{t('study.settings.exampleNote')}</p>}
      {/* Begins anew when somebody else changed it. */}
      <AboutForm
        key={[data.title, data.aims, data.paradigm, data.approach].join('\u0000')}
        study={data}
      />
      {data.may.includes('remove the study') && <Removal study={data} />}
    </div>
  )
}

function AboutForm({ study }: { study: Study }) {
  const t = useWords(messages)
  const { title, aims, paradigm, approach } = study
  const before: About = { title, aims, paradigm, approach }
  const [about, setAbout] = useState(before)
  const mayChange = study.may.includes('change the study')
  const isChanged = JSON.stringify(about) !== JSON.stringify(before)
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (about.title.trim() === '' || !isChanged) return
        act(changeStudy, {
          study: study.id,
          body: about,
          describe: t('study.about.saved'),
        })
      }}
    >
      {!mayChange && <p className="study-faint">{t('study.settings.readOnly')}</p>}
      <AboutFields about={about} onChange={setAbout} isTitleMissing isReadOnly={!mayChange} />
      {mayChange && (
        <footer className="study-form-foot">
          <Button tone="primary" type="submit" isDisabled={!isChanged || about.title.trim() === ''}>
            {t('study.about.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}

function Removal({ study }: { study: Study }) {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  return (
    <Card title={t('study.remove.title')} className="study-settings-removal">
      <p>{t('study.remove.text')}</p>
      <Button tone="danger" onPress={() => setAsking(true)}>
        {t('study.remove.do')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t('study.remove.title')}
        action={t('study.remove.confirm')}
        typeName={study.title}
        onConfirm={() => {
          outbox
            .enqueue({
              command: removeStudy,
              study: null,
              body: { study: study.id, title: study.title },
              describe: t('study.remove.describe', { title: study.title }),
            })
            .acknowledged.then(() => refresh(listMyStudies))
            .then(() => navigate({ to: '/' }))
            // A refusal is told by the outbox, in a notice and in its list.
            .catch(() => undefined)
        }}
      >
        {t('study.remove.text')}
      </ConfirmDialog>
    </Card>
  )
}
