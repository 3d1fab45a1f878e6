import type { ReactNode } from 'react'
import { useWords } from '../../app/words.tsx'
import { messages } from './messages.ts'

/** What will happen to one transcript: `refused` says why nothing will. */
export interface Preview {
  id: string
  title: string
  what: ReactNode
  refused: string | null
}

/** What a step would do to each of many transcripts, before it is taken. */
export function PreviewList({ previews }: { previews: readonly Preview[] }) {
  const t = useWords(messages)
  return (
    <section className="arrange-preview">
      <h3>{t('arrange.preview')}</h3>
      <div role="region" aria-label={t('arrange.preview')} tabIndex={0}>
        <ul>
          {previews.map(({ id, title, what, refused }) => (
            <li key={id} data-refused={refused !== null}>
              <b>{title}</b>
              <span>
                {refused === null ? what : t('arrange.preview.left', { reason: refused })}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
