import { ButtonLink, ErrorNotice, Page } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useWords } from '../words.tsx'

export function NotFoundPage() {
  const t = useWords(messages)
  return (
    <Page title={t('app.notFound.title')} lede={t('app.notFound.text')}>
      <ButtonLink href="/">{t('app.notFound.home')}</ButtonLink>
    </Page>
  )
}

export function ErrorPage({ error, reset }: { error: unknown; reset: () => void }) {
  const t = useWords(messages)
  return (
    <Page title={t('app.error.title')}>
      <ErrorNotice error={error} onRetry={reset} />
    </Page>
  )
}
