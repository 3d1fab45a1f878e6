import type { Code } from '@throughline/contract/coding'
import type { Section } from '@throughline/contract/sections'
import type { Theme } from '@throughline/contract/themes'
import { wordsIn } from '@throughline/text'
import { useMemo } from 'react'
import type { ReadingSettings } from '../../../app/reading-settings.ts'
import { wordsOf } from '../../../app/words.tsx'
import type { ShownCoding } from '../../data.ts'
import { messages } from '../../messages.ts'
import type { ViewTurn } from '../../transcript-view/index.ts'
import { visibleCodes, type Filters } from './filters.ts'
import { allBut, interviewerFolds, outermost } from './folds.ts'

/** What of a transcript and its codings is shown, as the filters ask for it. */
export function useShown({
  filters,
  reading,
  account,
  codes,
  themes,
  text,
  turns,
  sections,
}: {
  filters: Filters
  /** How I read; whose codings I want to see. */
  reading: ReadingSettings
  account: string
  codes: readonly Code[]
  themes: readonly Theme[]
  text: string
  turns: readonly ViewTurn[]
  sections: readonly Section[]
}) {
  const { coders, fold } = filters
  const shownCodes = useMemo(() => visibleCodes(filters, codes, themes), [filters, codes, themes])
  const shownCoders = useMemo(() => {
    const asked = coders?.length ? coders : null
    if (reading.codings === 'all') return asked && new Set(asked)
    const own = reading.codings === 'mine' ? [account] : []
    return new Set(own.filter((one) => asked?.includes(one) ?? true))
  }, [coders, reading.codings, account])
  const section = sections.find(({ id }) => id === filters.section)
  const folds = useMemo(() => {
    const t = wordsOf(messages)
    return outermost([
      ...(fold ? interviewerFolds(text, turns) : []),
      ...(section ? allBut(text, { from: section.from, to: section.reaches }) : []),
    ]).map((one) => ({ ...one, label: t('coding.show.folded', { words: wordsIn(text, one) }) }))
  }, [fold, section, text, turns])
  const headings = useMemo(() => sections.map(({ from, name }) => ({ at: from, name })), [sections])
  return {
    codes: shownCodes,
    coders: shownCoders,
    folds,
    headings,
    isShown: ({ code, coder }: ShownCoding) =>
      (shownCodes?.has(code) ?? true) && (shownCoders?.has(coder) ?? true),
  }
}
