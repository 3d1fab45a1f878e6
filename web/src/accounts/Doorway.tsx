import type { ReactNode } from 'react'
import { Mark } from '../app/shell/Mark.tsx'
import { useWords } from '../app/words.tsx'
import { messages } from './messages.ts'
import './accounts.css'

/** One quiet column for whoever is not inside yet. */
export function Doorway({
  title,
  lede,
  children,
}: {
  title: string
  lede?: ReactNode
  children?: ReactNode
}) {
  const t = useWords(messages)
  return (
    <main className="accounts-doorway">
      <title>{title}</title>
      <p className="accounts-brand">
        <Mark />
        {t('accounts.app')}
      </p>
      <h1>{title}</h1>
      {lede !== undefined && <p className="accounts-lede">{lede}</p>}
      {children}
    </main>
  )
}
