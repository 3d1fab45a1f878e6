import type { Participant } from '@throughline/contract/participants'
import type { Site } from '@throughline/contract/study'
import type { participantsRoute } from '../routes.tsx'

export type Conditions = typeof participantsRoute.types.fullSearchSchema

/** The participants who meet all conditions. What is searched for stands in any of their words. */
export function matching(
  participants: readonly Participant[],
  { site, year, consent, find = '' }: Conditions,
  sites: readonly Site[],
): Participant[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  return participants.filter((one) => {
    if (site !== undefined && one.site !== (site === 'none' ? null : site)) return false
    if (year === 'none' ? one.year !== null : year !== undefined && one.year !== year) return false
    if (consent !== undefined && one.quoteConsent !== consent.replace('-', ' ')) return false
    if (words.length === 0) return true
    const text = [
      one.label,
      sites.find(({ id }) => id === one.site)?.name ?? '',
      one.note,
      ...Object.values(one.attributes).flat().map(String),
    ]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
