import { findQuotes } from '@throughline/contract/quotes'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { asking } from '../../app/queries.ts'
import type { searchOf } from './search-of.ts'

/** The first page of an answer and those that were asked for after it, one below the other. */
export function useFurtherQuotes(
  study: string,
  search: Partial<ReturnType<typeof searchOf>>,
  first: z.output<typeof findQuotes.answer> | undefined,
) {
  const [after, setAfter] = useState<readonly string[]>([])
  const further = useQueries({
    queries: after.map((cursor) =>
      asking(findQuotes, { params: { study }, search: { ...search, after: cursor } }),
    ),
  })
  const pages = [...(first ? [first] : []), ...further.flatMap(({ data }) => data ?? [])]
  const seen = new Set<string>()
  const quotes = pages
    .flatMap((page) => page.quotes)
    // a page may have moved by one when something was coded between them
    .filter(({ id }) => !seen.has(id) && seen.add(id))
  const next = pages.at(-1)?.next ?? null
  return {
    quotes,
    isFetching: further.some((page) => page.isLoading),
    /** Asks for the page after the last; null at the end. */
    askForMore: next === null ? null : () => setAfter([...after, next]),
  }
}
