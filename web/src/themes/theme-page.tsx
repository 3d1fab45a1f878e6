import type { Theme, ThemeBoard } from '@throughline/contract/themes'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Breadcrumbs,
  Button,
  Card,
  Chip,
  EmptyState,
  ErrorNotice,
  Loading,
  Page,
  PersonDots,
} from '../design/index.ts'
import { useMay } from '../study/study-data.ts'
import { type ThemeSteps, useBoard, useThemeSteps } from './board-data.ts'
import { messages } from './messages.ts'
import { themeRoute } from './routes.tsx'
import { PeopleSentence } from './theme-card.tsx'
import { ThemeHistory } from './theme-history.tsx'
import { ThemeQuotes } from './theme-quotes.tsx'
import { WordingForm } from './wording-form.tsx'
import './themes.css'
import './theme-page.css'

/** One theme: its words, its quotes, who speaks of it and who does not, and how it came about. */
export function ThemePage() {
  const t = useWords(messages)
  const { study, theme: id } = themeRoute.useParams()
  const { board, error, refetch } = useBoard(study)
  const mayChange = useMay(study)('change themes')
  const steps = useThemeSteps(study, board)
  const theme = board?.themes.find((one) => one.id === id)
  const above = (
    <Breadcrumbs
      steps={[
        { label: t('themes.detail.back'), href: `/studies/${study}/themes` },
        ...(theme ? [{ label: theme.name }] : []),
      ]}
    />
  )
  if (!board)
    return (
      <Page title={t('themes.title')} above={above}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    )
  if (!theme)
    return (
      <Page title={t('themes.title')} above={above}>
        <EmptyState title={t('themes.detail.gone')} />
        <ThemeHistory study={study} theme={id} board={board} mayChange={mayChange} />
      </Page>
    )
  return (
    <Page
      title={theme.name}
      above={above}
      lede={theme.centralIdea || undefined}
      actions={theme.setAside ? <Badge>{t('themes.detail.aside')}</Badge> : undefined}
    >
      <div className="themes-detail">
        <ThemeQuotes study={study} theme={theme} board={board} />
        <div className="themes-detail-side">
          <About theme={theme} board={board} mayChange={mayChange} steps={steps} />
          <People theme={theme} board={board} />
          <Card title={t('themes.detail.history')}>
            <ThemeHistory study={study} theme={id} board={board} mayChange={mayChange} />
          </Card>
        </div>
      </div>
    </Page>
  )
}

function About({
  theme,
  board,
  mayChange,
  steps,
}: {
  theme: Theme
  board: ThemeBoard
  mayChange: boolean
  steps: ThemeSteps
}) {
  const t = useWords(messages)
  const [isWording, setWording] = useState(false)
  const byId = new Map(board.codes.map((code) => [code.id, code]))
  if (isWording)
    return (
      <Card>
        <WordingForm
          label={t('themes.menu.word')}
          initial={theme}
          action={t('themes.form.save')}
          onCancel={() => setWording(false)}
          onSave={(wording) => {
            setWording(false)
            steps.word(theme.id, wording)
          }}
        />
      </Card>
    )
  return (
    <Card title={t('themes.detail.definition')}>
      <p className={theme.definition ? 'themes-definition' : 'themes-hint'}>
        {theme.definition || t('themes.detail.undefined')}
      </p>
      {mayChange && (
        <Button size="small" onPress={() => setWording(true)}>
          {t('themes.menu.word')}
        </Button>
      )}
      <h3>{t('themes.detail.codes')}</h3>
      <div className="themes-detail-codes">
        {theme.codes
          .map((code) => byId.get(code))
          .filter((code) => code !== undefined)
          .map((code) => (
            <Chip key={code.id} colour={code.colour} count={code.codings}>
              {code.name}
            </Chip>
          ))}
      </div>
    </Card>
  )
}

function People({ theme, board }: { theme: Theme; board: ThemeBoard }) {
  const t = useWords(messages)
  const navigate = useNavigate({ from: themeRoute.fullPath })
  const speaking = new Set(theme.participants)
  const labels = (speaks: boolean) =>
    board.participants.filter(({ id }) => speaking.has(id) === speaks).map(({ label }) => label)
  const silent = labels(false)
  return (
    <Card title={t('themes.detail.people')}>
      <PersonDots
        people={board.participants.map(({ id, label }) => ({
          id,
          label,
          says: speaking.has(id) ? 'for' : 'nothing',
        }))}
        onOpen={(who) => void navigate({ search: speaking.has(who) ? { who } : {} })}
      />
      <p className="themes-hint">
        <PeopleSentence theme={theme} of={board.participants.length} />
      </p>
      <dl className="themes-who">
        <dt>{t('themes.detail.speaks')}</dt>
        <dd>{labels(true).join(', ') || t('themes.detail.nobody')}</dd>
        <dt>{t('themes.detail.silent')}</dt>
        <dd>
          {silent.join(', ') ||
            (board.participants.length > 0
              ? t('themes.detail.everybody')
              : t('themes.detail.nobody'))}
        </dd>
      </dl>
    </Card>
  )
}
