import type { ReportQuote, ReportTheme } from '@throughline/contract/reporting'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../app/words.tsx'
import {
  Button,
  GridList,
  GridListRow,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuTrigger,
  useDragAndDrop,
} from '../design/index.ts'
import { EditableText } from './editable-text.tsx'
import { messages } from './messages.ts'
import { QuoteWords } from './quote-words.tsx'
import type { ReportSteps } from './report-data.ts'
import { ShortenQuote } from './shorten-quote.tsx'

export interface ThemeSectionProps {
  study: string
  theme: ReportTheme
  shows: { site: boolean; year: boolean }
  mayChange: boolean
  steps: ReportSteps
  onChoose: () => void
}

/** A theme as the report prints it: its words, its text, its quotes in their order. */
export function ThemeSection(props: ThemeSectionProps) {
  const { study, theme, mayChange, steps, onChoose } = props
  const t = useWords(messages)
  const [shortened, setShortened] = useState<string | null>(null)
  const quote = theme.quotes.find(({ id }) => id === shortened)
  return (
    <section id={theme.id} className="report-theme" aria-labelledby={`heading-${theme.id}`}>
      <header className="report-theme-head">
        <h2 id={`heading-${theme.id}`}>{theme.name}</h2>
        <Link to="/studies/$study/themes/$theme" params={{ study, theme: theme.id }}>
          {t('report.theme.open')}
        </Link>
      </header>
      {theme.centralIdea && <p className="report-idea">{theme.centralIdea}</p>}
      {theme.definition && <p className="report-definition">{theme.definition}</p>}
      <EditableText
        label={t('report.text', { theme: theme.name })}
        text={theme.text}
        add={t('report.text.add')}
        change={t('report.text.change', { theme: theme.name })}
        mayChange={mayChange}
        onSave={(text) => steps.write(theme, text)}
      />
      <Quotes {...props} onShorten={setShortened} />
      {mayChange && (
        <Button
          size="small"
          isDisabled={theme.codes.length === 0}
          aria-label={t('report.theme.choose.of', { theme: theme.name })}
          onPress={onChoose}
        >
          <Icon name="plus" /> {t('report.theme.choose')}
        </Button>
      )}
      {quote && quote.source !== null && (
        <ShortenQuote
          quote={quote}
          source={quote.source}
          steps={steps}
          onClose={() => setShortened(null)}
        />
      )}
    </section>
  )
}

function Quotes(props: ThemeSectionProps & { onShorten: (quote: string) => void }) {
  const { theme, shows, mayChange, steps } = props
  const t = useWords(messages)
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !mayChange,
    getItems: (keys) => [...keys].map((key) => ({ 'throughline-quote': String(key) })),
    onReorder: ({ keys, target }) => {
      const moved = theme.quotes.find(({ id }) => keys.has(id))
      const at = theme.quotes.findIndex(({ id }) => id === target.key)
      const behind = theme.quotes.slice(target.dropPosition === 'after' ? at + 1 : at)
      const before = behind.find(({ id }) => !keys.has(id))?.id ?? null
      if (moved) steps.move(theme, moved, before)
    },
  })
  if (theme.quotes.length === 0)
    return (
      <p className="report-hint">
        {t(theme.codes.length === 0 ? 'report.theme.nocodes' : 'report.theme.noquotes')}
      </p>
    )
  return (
    <GridList
      aria-label={t('report.quotes.of', { theme: theme.name })}
      className="report-quotes"
      items={theme.quotes}
      dependencies={[theme, shows, mayChange]}
      selectionMode="none"
      keyboardNavigationBehavior="tab"
      dragAndDropHooks={dragAndDropHooks}
    >
      {(quote) => (
        <GridListRow
          id={quote.id}
          textValue={`${steps.whoOf(quote)}: ${(quote.source ?? '').slice(0, 60)}`}
          className="report-quote"
        >
          <OneQuote {...props} quote={quote} />
        </GridListRow>
      )}
    </GridList>
  )
}

function OneQuote({
  study,
  theme,
  quote,
  shows,
  mayChange,
  steps,
  onShorten,
}: ThemeSectionProps & { quote: ReportQuote; onShorten: (quote: string) => void }) {
  const t = useWords(messages)
  const who = steps.whoOf(quote)
  const index = theme.quotes.indexOf(quote)
  return (
    <figure className="report-figure" data-withheld={quote.withheld !== null || undefined}>
      {quote.withheld !== null && (
        <p className="report-withheld">
          <Icon name="warn" />
          {t(`report.withheld.${quote.withheld}`, { who, title: quote.title })}
        </p>
      )}
      {quote.parts && <QuoteWords parts={quote.parts} />}
      {quote.withheld === 'words changed' && quote.source !== null && (
        <QuoteWords parts={[{ kind: 'source', text: quote.source }]} />
      )}
      <figcaption className="report-caption">
        <span>
          {quote.attribution
            ? [
                quote.attribution.participant,
                shows.site ? quote.attribution.site : null,
                shows.year && quote.attribution.year !== null
                  ? t('report.quote.year', { year: quote.attribution.year })
                  : null,
              ]
                .filter((part) => part !== null)
                .join(', ')
            : quote.title}
          {quote.outsideTheme && <em>{t('report.quote.outside')}</em>}
        </span>
        <span className="report-quote-tools">
          <Link
            to="/studies/$study/code/$transcript"
            params={{ study, transcript: quote.transcript }}
            search={{ at: quote.at }}
            aria-label={t('report.quote.place.of', { who })}
          >
            {t('report.quote.place')}
          </Link>
          {mayChange && quote.source !== null && (
            <Button
              size="small"
              tone="plain"
              aria-label={t('report.quote.shorten.of', { who })}
              onPress={() => onShorten(quote.id)}
            >
              {t('report.quote.shorten')}
            </Button>
          )}
          {mayChange && (
            <MenuTrigger>
              <IconButton size="small" aria-label={t('report.quote.menu', { who })}>
                <Icon name="more" />
              </IconButton>
              <Menu placement="bottom end">
                {index > 0 && (
                  <MenuItem
                    onAction={() => steps.move(theme, quote, theme.quotes[index - 1]?.id ?? null)}
                  >
                    {t('report.quote.earlier')}
                  </MenuItem>
                )}
                {index < theme.quotes.length - 1 && (
                  <MenuItem
                    onAction={() => steps.move(theme, quote, theme.quotes[index + 2]?.id ?? null)}
                  >
                    {t('report.quote.later')}
                  </MenuItem>
                )}
                <MenuItem onAction={() => steps.takeOut(theme, quote.id, who)}>
                  {t('report.quote.out')}
                </MenuItem>
              </Menu>
            </MenuTrigger>
          )}
        </span>
      </figcaption>
    </figure>
  )
}
