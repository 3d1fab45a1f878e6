import { useWords } from '../app/words.tsx'
import { studyRoute } from '../app/roots.tsx'
import { ButtonLink, EmptyState, Page } from '../design/index.ts'
import { messages } from './messages.ts'

/** Says what this room will hold and what to do until then. */
export function RecruitmentPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  return (
    <Page title={t('recruitment.title')}>
      <EmptyState
        title={t('recruitment.later.title')}
        action={
          <ButtonLink href={`/studies/${study}/participants`}>
            {t('recruitment.later.action')}
          </ButtonLink>
        }
      >
        {t('recruitment.later.text')}
      </EmptyState>
    </Page>
  )
}
