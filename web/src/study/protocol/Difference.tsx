import type { DocumentContent } from '@throughline/contract/documents'
import { diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import { useWords } from '../../app/words.tsx'
import { messages } from './messages.ts'

/** What was taken out and what was put in, word by word. */
export function Difference({ from, to }: { from: DocumentContent; to: DocumentContent }) {
  const t = useWords(messages)
  const parts = useMemo(() => diffWordsWithSpace(textOf(from), textOf(to)), [from, to])
  if (parts.every(({ added, removed }) => !added && !removed))
    return <p className="study-faint">{t('protocol.document.same')}</p>
  return (
    <p className="protocol-difference">
      {parts.map(({ value, added, removed }, index) => {
        // parts of one comparison never move
        const key = index
        if (added) return <ins key={key}>{value}</ins>
        return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>
      })}
    </p>
  )
}

/** All words of a document in their order, one a line. */
function textOf(content: DocumentContent): string {
  const { kind: _, ...rest } = content
  const lines: string[] = []
  const walk = (value: unknown, name: string) => {
    if (name === 'id') return
    if (typeof value === 'string') lines.push(value)
    else if (typeof value === 'number' || typeof value === 'boolean')
      lines.push(`${name}: ${value}`)
    else if (Array.isArray(value)) for (const one of value) walk(one, name)
    else if (value !== null && typeof value === 'object')
      for (const [inner, one] of Object.entries(value)) walk(one, inner)
  }
  walk(rest, '')
  return lines.join('\n')
}
