import type { Quote } from '@throughline/contract/coding'
import type { ReactNode } from 'react'

/** A coding's words on a line or two, with whose they are and who coded them. */
export function QuoteLine({
  quote,
  coder,
  children,
}: {
  quote: Quote
  coder: string
  children?: ReactNode
}) {
  const words = quote.text.trim()
  return (
    <>
      <blockquote>{words.length > longest ? `${words.slice(0, longest)}…` : words}</blockquote>
      <small>
        {[quote.participant?.label ?? quote.title, coder].filter(Boolean).join(' · ')} {children}
      </small>
    </>
  )
}

const longest = 220
