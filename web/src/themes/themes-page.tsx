import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton, useDrop } from 'react-aria-components'
import { studyRoute } from '../app/roots.tsx'
import { useWords } from '../app/words.tsx'
import {
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  Icon,
  Loading,
  Page,
} from '../design/index.ts'
import { useMay } from '../study/study-data.ts'
import { type ThemeSteps, useBoard, useThemeSteps } from './board-data.ts'
import { type Carried, carriedIn, codeOperation } from './code-chips.tsx'
import { LooseCodes } from './loose-codes.tsx'
import { messages } from './messages.ts'
import { ThemeCard } from './theme-card.tsx'
import { WordingForm } from './wording-form.tsx'
import './themes.css'

const nothing: Carried = { codes: [], from: null, also: false }

/** The board: codes on the left, candidate themes as cards on the right. */
export function ThemesPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { board, error, refetch } = useBoard(study)
  const mayChange = useMay(study)('change themes')
  const steps = useThemeSteps(study, board)
  const [begun, setBegun] = useState<Carried | null>(null)

  if (!board)
    return (
      <Page title={t('themes.title')}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    )
  if (board.codes.length === 0 && board.themes.length === 0)
    return (
      <Page title={t('themes.title')}>
        <EmptyState
          title={t('themes.nocodes.title')}
          action={
            <ButtonLink href={`/studies/${study}/code`}>{t('themes.nocodes.action')}</ButtonLink>
          }
        >
          {t('themes.nocodes.text')}
        </EmptyState>
      </Page>
    )
  const standing = board.themes.filter(({ setAside }) => !setAside)
  const shared = { board, mayChange, steps, onNewTheme: setBegun }
  return (
    <div className="themes-board">
      <title>{t('themes.title')}</title>
      <h1 className="VisuallyHidden">{t('themes.title')}</h1>
      <LooseCodes {...shared} />
      <div className="themes-well">
        {!mayChange && <p className="themes-hint">{t('themes.readonly')}</p>}
        {standing.length === 0 && mayChange && (
          <EmptyState title={t('themes.empty.title')}>{t('themes.empty.text')}</EmptyState>
        )}
        <div className="themes-cards">
          {standing.map((theme) => (
            <ThemeCard key={theme.id} {...shared} study={study} theme={theme} />
          ))}
          {mayChange && <NewTheme begun={begun} onBegin={setBegun} steps={steps} />}
        </div>
        <SetAside {...shared} />
      </div>
    </div>
  )
}

/** The dashed card: codes let go of on it, or a press, begin a theme. */
function NewTheme({
  begun,
  onBegin,
  steps,
}: {
  begun: Carried | null
  onBegin: (begun: Carried | null) => void
  steps: ThemeSteps
}) {
  const t = useWords(messages)
  const card = useRef<HTMLElement>(null)
  const { dropProps, isDropTarget } = useDrop({
    ref: card,
    getDropOperation: codeOperation,
    onDrop: async (event) => onBegin(await carriedIn(event)),
  })
  const isBegun = begun !== null
  useEffect(() => {
    if (isBegun) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isBegun])
  return (
    <section
      {...dropProps}
      ref={card}
      tabIndex={-1}
      aria-label={t('themes.new')}
      className={begun ? 'themes-card' : 'themes-card themes-card-new'}
      data-drop={isDropTarget || undefined}
    >
      {begun ? (
        <WordingForm
          label={
            begun.codes.length > 0
              ? t('themes.new.with', { count: begun.codes.length })
              : t('themes.new')
          }
          action={t('themes.form.begin')}
          onCancel={() => onBegin(null)}
          onSave={(wording) => {
            onBegin(null)
            steps.add(wording, begun.codes, begun.also ? null : begun.from)
          }}
        />
      ) : (
        <AriaButton className="themes-new" onPress={() => onBegin(nothing)}>
          <Icon name="plus" />
          <b>{t('themes.new')}</b>
          <span>{t('themes.new.hint')}</span>
        </AriaButton>
      )}
    </section>
  )
}

function SetAside({ board, mayChange, steps }: Parameters<typeof LooseCodes>[0]) {
  const t = useWords(messages)
  const aside = board.themes.filter(({ setAside }) => setAside)
  if (aside.length === 0) return null
  return (
    <details className="themes-aside">
      <summary>{t('themes.aside', { count: aside.length })}</summary>
      <ul>
        {aside.map((theme) => (
          <li key={theme.id}>
            <b>{theme.name}</b>
            <span>{t('themes.aside.codes', { count: theme.codes.length })}</span>
            {mayChange && (
              <Button size="small" onPress={() => steps.bringBack(theme.id)}>
                {t('themes.back')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
