import type { ReactNode } from 'react'
import { ProblemError } from '../../app/problem.ts'
import { useWords } from '../../app/words.tsx'
import { chooseLanguage, isMachineMade, languageNames } from './languages.ts'
import { messages } from './messages.ts'

/** One quiet column. */
export function Frame({
  above,
  title,
  language,
  languages,
  children,
}: {
  /** Who asks, above the title. */
  above?: string
  title: string
  language: string
  languages: readonly string[]
  children: ReactNode
}) {
  const t = useWords(messages)
  const all = [...new Set([...languages, 'en', 'cy'])]
  return (
    <main className="visit">
      <title>{title}</title>
      <nav className="visit-languages" aria-label={t('visit.language')}>
        {all
          .filter((one) => one !== language)
          .map((one) => (
            <button key={one} type="button" lang={one} onClick={() => chooseLanguage(one)}>
              {languageNames[one] ?? one}
            </button>
          ))}
      </nav>
      {above !== undefined && <p className="visit-above">{above}</p>}
      <h1>{title}</h1>
      {isMachineMade(language) && <p className="visit-hint">{t('visit.machine')}</p>}
      {children}
    </main>
  )
}

/** Says what went wrong in the server's own sentence, and offers another try where that may help. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useWords(messages)
  const isRefusal = error instanceof ProblemError
  return (
    <div className="visit-trouble" role="alert">
      <p>{isRefusal ? error.problem.detail : t('visit.away')}</p>
      {!isRefusal && onRetry && (
        <button type="button" className="visit-plain" onClick={onRetry}>
          {t('visit.again')}
        </button>
      )}
    </div>
  )
}

/** A text of the study in paragraphs. */
export function Prose({ text }: { text: string }) {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part, index) => (
      // paragraphs have no names of their own, and never move
      // oxlint-disable-next-line react/no-array-index-key
      <p key={index} className="visit-prose">
        {part}
      </p>
    ))
}
