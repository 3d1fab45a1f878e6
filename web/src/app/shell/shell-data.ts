import { inStudy, nothing, query } from '@throughline/contract/endpoint'
import { z } from 'zod'
import { useAsk } from '../queries.ts'
import type { RailRoom } from './Rail.tsx'

const listMyStudies = query({
  name: 'list-my-studies',
  path: '/api/studies',
  summary: 'The studies of which I am a member.',
  params: nothing,
  search: nothing,
  answer: z.object({ studies: z.array(z.object({ id: z.string(), title: z.string() })) }),
})

/** The studies that the switcher offers. */
export function useMyStudies(): readonly { id: string; title: string }[] {
  return useAsk(listMyStudies, {}).data?.studies ?? []
}

const nothingWaits: Readonly<Record<RailRoom, number>> = {
  recruit: 0,
  interview: 0,
  transcribe: 0,
  code: 0,
  themes: 0,
  report: 0,
}

/** How much waits for me in each room. */
export function useWaiting(_study: string): Readonly<Record<RailRoom, number>> {
  void inStudy
  return nothingWaits
}
