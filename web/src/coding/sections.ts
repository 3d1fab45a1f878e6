import { listSections, type Section } from '@throughline/contract/sections'
import { useMemo } from 'react'
import { useAsk } from '../app/queries.ts'
import { wordsOf } from '../app/words.tsx'
import { messages } from './messages.ts'

/** Sections and questions marked on a transcript, in the order of the text, each with a name to show. */
export function useSections(study: string, transcript: string): readonly Section[] {
  const { data } = useAsk(
    listSections,
    { params: { study }, search: { transcript } },
    { live: ['section', 'question'], staleTime: 60_000 },
  )
  return useMemo(() => (data?.sections ?? []).map(named), [data])
}

function named(section: Section): Section {
  const number = section.question
  if (number === null) return section
  const t = wordsOf(messages)
  return {
    ...section,
    name:
      section.name === ''
        ? t('coding.section.question', { number })
        : t('coding.section.asked', { number, name: section.name }),
  }
}
