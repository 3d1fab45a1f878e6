import type { Code } from '@throughline/contract/coding'
import type { Member } from '@throughline/contract/study'
import { Link } from '@tanstack/react-router'
import { language, useWords } from '../../app/words.tsx'
import { Avatar, Button, Stripe } from '../../design/index.ts'
import type { ShownCoding } from '../data.ts'
import { messages } from '../messages.ts'

export interface HerePanelProps {
  study: string
  text: string
  /** The codings that touch the caret, the shortest first. */
  codings: readonly ShownCoding[]
  codes: ReadonlyMap<string, Code>
  team: ReadonlyMap<string, Member>
  mayRemove: (coding: ShownCoding) => boolean
  onRemove: (coding: ShownCoding) => void
  onSelect: (coding: ShownCoding) => void
}

const longestQuote = 220

/** What lies under the caret: which code, by whom, since when, and what the code means. */
export function HerePanel({
  study,
  text,
  codings,
  codes,
  team,
  mayRemove,
  onRemove,
  onSelect,
}: HerePanelProps) {
  const t = useWords(messages)
  return (
    <>
      <header className="coding-panel-head">
        <h2>{t('coding.here')}</h2>
        <span>{t('coding.here.count', { count: codings.length })}</span>
      </header>
      {codings.length === 0 && (
        <div className="coding-hint">
          <p>{t('coding.here.empty')}</p>
          <p>{t('coding.here.how')}</p>
        </div>
      )}
      {codings.map((coding) => {
        const code = codes.get(coding.code)
        const coder = team.get(coding.coder)
        if (!code) return null
        return (
          <article key={coding.id} className="coding-here-card" aria-label={code.name}>
            <h3>
              <Stripe colour={code.colour} />
              {code.name}
            </h3>
            <p className="coding-by">
              <Avatar id={coding.coder} name={coder?.name ?? '?'} as={coder} small />
              <span>{coding.pending ? t('coding.here.pending') : day(coding.at)}</span>
            </p>
            <blockquote>{excerpt(text.slice(coding.from, coding.to))}</blockquote>
            {code.definition !== '' && <p className="coding-definition">{code.definition}</p>}
            {code.whenToUse !== '' && (
              <Folded title={t('coding.here.when')} text={code.whenToUse} />
            )}
            {code.whenNotToUse !== '' && (
              <Folded title={t('coding.here.whenNot')} text={code.whenNotToUse} />
            )}
            <footer>
              <Button size="small" tone="plain" onPress={() => onSelect(coding)}>
                {t('coding.here.go')}
              </Button>
              <Link to="/studies/$study/quotes" params={{ study }} search={{ any: [code.id] }}>
                {t('coding.here.quotes')}
              </Link>
              {mayRemove(coding) && (
                <Button
                  size="small"
                  tone="plain"
                  className="coding-remove"
                  onPress={() => onRemove(coding)}
                >
                  {t('coding.here.remove')}
                </Button>
              )}
            </footer>
          </article>
        )
      })}
    </>
  )
}

function Folded({ title, text }: { title: string; text: string }) {
  return (
    <details className="coding-definition">
      <summary>{title}</summary>
      {text}
    </details>
  )
}

function excerpt(words: string): string {
  if (words.length <= longestQuote) return words
  const cut = words.slice(0, longestQuote)
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`
}

function day(at: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )
}
