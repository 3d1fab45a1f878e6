import { listDocuments } from '@throughline/contract/documents'
import { getProtocol, listProfiles } from '@throughline/contract/protocol'
import { listMembers } from '@throughline/contract/study'
import { useAsk } from '../../app/queries.ts'
import { language } from '../../app/words.tsx'

export function useProtocol(study: string) {
  return useAsk(
    getProtocol,
    { params: { study } },
    { live: ['protocol', 'document', 'site', 'member'] },
  )
}

export function useDocuments(study: string) {
  return useAsk(listDocuments, { params: { study } }, { live: ['document'] })
}

export function useTeam(study: string) {
  return useAsk(listMembers, { params: { study } }, { live: ['member'] })
}

export function useProfiles(study: string) {
  return useAsk(listProfiles, { params: { study } }, { live: ['member'] })
}

/** A day, as the reader writes it. */
export function dayOf(day: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 10)}T12:00:00Z`),
  )
}

/** A moment, as the reader writes it, in their own time zone. */
export function momentOf(moment: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(moment),
  )
}
