import { listMyStudies, openExampleStudy } from '@throughline/contract/study'
import type { StudySummary } from '@throughline/contract/study'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { outbox } from '../app/outbox/index.ts'
import { refresh, useAsk } from '../app/queries.ts'
import { language, useWords } from '../app/words.tsx'
import { Badge, Button, EmptyState, ErrorNotice, Page, Skeleton } from '../design/index.ts'
import { FoundStudyDialog } from './FoundStudyDialog.tsx'
import { messages } from './messages.ts'
import './my-studies.css'

export function MyStudiesPage() {
  const t = useWords(messages)
  const { data, error, isPending, refetch } = useAsk(listMyStudies, {})
  const [founding, setFounding] = useState(false)
  const example = useExample()
  const studies = data?.studies ?? []
  const actions = (
    <>
      {!studies.some((study) => study.example) && (
        <Button onPress={example.open} isPending={example.isMaking}>
          {t(example.isMaking ? 'study.mine.exampleMaking' : 'study.mine.example')}
        </Button>
      )}
      <Button tone="primary" onPress={() => setFounding(true)}>
        {t('study.mine.found')}
      </Button>
    </>
  )
  return (
    <Page
      title={t('study.mine.title')}
      width="column"
      {...(studies.length > 0 ? { lede: t('study.mine.lede'), actions } : {})}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton lines={4} />}
      {data && studies.length === 0 && (
        <EmptyState title={t('study.mine.empty.title')} action={actions}>
          {t('study.mine.empty.text')}
        </EmptyState>
      )}
      {studies.length > 0 && (
        <ul className="study-list">
          {studies.map((study) => (
            <StudyRow key={study.id} study={study} />
          ))}
        </ul>
      )}
      <FoundStudyDialog isOpen={founding} onOpenChange={setFounding} />
    </Page>
  )
}

function StudyRow({ study }: { study: StudySummary }) {
  const t = useWords(messages)
  const founded = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' })
  return (
    <li>
      <Link to="/studies/$study" params={{ study: study.id }} className="study-list-item">
        <h2>{study.title}</h2>
        <p>
          {t(`study.role.${study.role}`)}
          {study.example && <Badge tone="accent">{t('study.mine.isExample')}</Badge>}
          <span>
            {t('study.mine.founded', { date: founded.format(new Date(study.foundedAt)) })}
          </span>
        </p>
        {study.example && <p className="study-list-note">{t('study.mine.exampleNote')}</p>}
      </Link>
    </li>
  )
}

function useExample() {
  const t = useWords(messages)
  const navigate = useNavigate()
  const [isMaking, setMaking] = useState(false)
  return {
    isMaking,
    open: () => {
      setMaking(true)
      outbox
        .enqueue({
          command: openExampleStudy,
          study: null,
          body: {},
          describe: t('study.mine.exampleDescribe'),
        })
        .acknowledged.then(async ({ id }) => {
          await refresh(listMyStudies)
          await navigate({ to: '/studies/$study', params: { study: id } })
        })
        // A refusal is told by the outbox, in a notice and in its list.
        .catch(() => undefined)
        .finally(() => setMaking(false))
    },
  }
}
