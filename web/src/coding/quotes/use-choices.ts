import { listAttributes, listParticipants } from '@throughline/contract/participants'
import { listQuestions, listSections } from '@throughline/contract/sections'
import { listSites } from '@throughline/contract/study'
import { useMemo } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { useCodes, useTeam } from '../data.ts'
import type { ListKind } from './condition-kinds.ts'
import { messages } from './messages.ts'

export interface Choice {
  id: string
  label: string
  colour?: number
}

/** What can be chosen for each condition, and the attributes that can be asked: text that anybody may word anyhow is not. */
export function useChoices(study: string) {
  const t = useWords(messages)
  const params = { study }
  const { codes } = useCodes(study)
  const team = useTeam(study)
  const people = useAsk(listParticipants, { params }, { live: ['participant'] }).data?.participants
  const sites = useAsk(listSites, { params }, { live: ['site', 'study'] }).data?.sites
  const questions = useAsk(listQuestions, { params }, { live: ['section', 'question'] }).data
    ?.questions
  const sections = useAsk(listSections, { params }, { live: ['section', 'question'] }).data
    ?.sections
  const attributes = useAsk(listAttributes, { params }, { live: ['attribute'] }).data?.attributes
  const choices = useMemo(() => {
    const ofCodes = codes.map(({ id, name, colour }) => ({ id, label: name, colour }))
    const years = new Set((people ?? []).flatMap(({ year }) => year ?? []))
    const names = new Set(
      (sections ?? []).flatMap(({ kind, name }) => (kind === 'section' ? name : [])),
    )
    const all: Record<ListKind, Choice[]> = {
      any: ofCodes,
      all: ofCodes,
      overlapping: ofCodes,
      inside: ofCodes,
      near: ofCodes,
      not: ofCodes,
      participants: (people ?? []).map(({ id, label }) => ({ id, label })),
      sites: (sites ?? []).map(({ id, name }) => ({ id, label: name })),
      years: [...years]
        .toSorted((a, b) => a - b)
        .map((year) => ({ id: String(year), label: t('quotes.year', { year }) })),
      questions: (questions ?? []).map(({ number, wording }) => ({
        id: String(number),
        label: t('quotes.question', { number, wording }),
      })),
      sections: [...names].toSorted().map((name) => ({ id: name, label: name })),
      coders: [...team.values()].map(({ account, name }) => ({ id: account, label: name })),
    }
    return all
  }, [codes, people, sites, questions, sections, team, t])
  return {
    choices,
    attributes: (attributes ?? []).filter(({ kind }) => kind !== 'text'),
  }
}
