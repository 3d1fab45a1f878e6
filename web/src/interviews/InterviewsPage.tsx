import { useWords } from '../app/words.tsx'
import { studyRoute } from '../app/roots.tsx'
import { ButtonLink, EmptyState, Page } from '../design/index.ts'
import { messages } from './messages.ts'

/** Says what this room will hold and what to do until then. */
export function InterviewsPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  return (
    <Page title={t('interviews.title')}>
      <EmptyState
        title={t('interviews.later.title')}
        action={
          <ButtonLink href={`/studies/${study}/transcribe`}>
            {t('interviews.later.action')}
          </ButtonLink>
        }
      >
        {t('interviews.later.text')}
      </EmptyState>
    </Page>
  )
}
