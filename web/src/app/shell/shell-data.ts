import { waitingCoding } from '@throughline/contract/coding'
import { getRecruitmentHome } from '@throughline/contract/recruitment'
import { waitingForReport } from '@throughline/contract/reporting'
import { getStudyHome, listMyStudies } from '@throughline/contract/study'
import { waitingForThemes } from '@throughline/contract/themes'
import { waitingTranscripts } from '@throughline/contract/transcripts'
import { useAsk } from '../queries.ts'

/** The rooms of the rail, in the order in which a study flows. */
export const railRooms = ['recruit', 'interview', 'transcribe', 'code', 'themes', 'report'] as const
export type RailRoom = (typeof railRooms)[number]

/** Pages that belong to a room of the rail though their address does not begin with its name. */
const within: Readonly<Record<string, RailRoom>> = {
  participants: 'recruit',
  protocol: 'recruit',
  transcripts: 'transcribe',
  quotes: 'code',
  codes: 'code',
}

/** The room in which a page of a study stands (`code/…`, `participants?consent=no`); null for its home and settings. */
export function roomOf(page: string): RailRoom | null {
  const first = page.replace(/^\//, '').split(/[/?#]/)[0] ?? ''
  return within[first] ?? railRooms.find((room) => room === first) ?? null
}

/** The studies that the switcher offers; none while they are asked for. */
export function useMyStudies() {
  const { data, isPending } = useAsk(listMyStudies, {})
  return { studies: data?.studies ?? [], isPending }
}

/** How much waits for me in each room: every room's waiting list, counted by the page that an item leads to. */
export function useWaiting(study: string) {
  const input = { params: { study } }
  const home = useAsk(getStudyHome, input, {
    live: ['participant', 'participants', 'site', 'member', 'study'],
  })
  const others = [
    useAsk(getRecruitmentHome, input, { live: ['sign-up', 'protocol'] }),
    useAsk(waitingTranscripts, input, { live: ['transcript'] }),
    useAsk(waitingCoding, input, { live: ['transcript', 'coding'] }),
    useAsk(waitingForThemes, input, { live: ['theme', 'code'] }),
    useAsk(waitingForReport, input, { live: ['report', 'theme'] }),
  ]
  const counts = { recruit: 0, interview: 0, transcribe: 0, code: 0, themes: 0, report: 0 }
  const items = [...(home.data?.waiting ?? []), ...others.flatMap(({ data }) => data?.items ?? [])]
  for (const item of items) {
    const room = roomOf(item.page)
    if (room !== null) counts[room] += 1
  }
  return { counts, isPending: home.isPending || others.some(({ isPending }) => isPending) }
}
