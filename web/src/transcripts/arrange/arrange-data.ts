import {
  type Folder,
  listFolders,
  listSpeakers,
  type Outcome,
} from '@throughline/contract/transcript-order'
import { listStanding, type Standing } from '@throughline/contract/transcript-parts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import type { Command } from '@throughline/contract/endpoint'
import { useMemo } from 'react'
import type { z } from 'zod'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import type { Say } from '../../app/words.tsx'
import { toast } from '../../design/index.ts'
import type { messages } from './messages.ts'

/** The folders in their order. */
export function useFolders(study: string): readonly Folder[] {
  const { data } = useAsk(listFolders, { params: { study } }, { live: ['transcript.arranged'] })
  return data?.folders ?? []
}

/** Transcript → what stands on it; empty until it is known. */
export function useStanding(study: string): ReadonlyMap<string, Standing> {
  const { data } = useAsk(
    listStanding,
    { params: { study } },
    { live: ['transcript', 'coding', 'section'], staleTime: 0 },
  )
  return useMemo(() => new Map((data?.transcripts ?? []).map((one) => [one.id, one])), [data])
}

/** Who speaks in the released transcripts. */
export function useSpeakers(study: string) {
  return useAsk(listSpeakers, { params: { study } }, { live: ['transcript'], staleTime: 0 })
}

/** The transcripts folder by folder, then those in none; within each in the order in which they came. */
export function byFolder(
  transcripts: readonly TranscriptSummary[],
  folders: readonly Folder[],
): TranscriptSummary[] {
  const place = new Map(folders.map(({ id }, index) => [id, index]))
  const placeOf = ({ folder }: TranscriptSummary) =>
    folder === null ? folders.length : (place.get(folder) ?? folders.length)
  return transcripts.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** The place before the neighbour above, or behind the one below, in the same folder; null where there is none. */
export function neighbourPlace(
  transcripts: readonly TranscriptSummary[],
  id: string,
  direction: 'up' | 'down',
): { folder: string | null; before: string | null; title: string } | null {
  const one = transcripts.find((transcript) => transcript.id === id)
  if (!one) return null
  const beside = transcripts.filter(({ folder }) => folder === one.folder)
  const at = beside.indexOf(one)
  const { folder, title } = one
  if (direction === 'up') {
    const above = beside[at - 1]
    return above ? { folder, title, before: above.id } : null
  }
  return at + 1 < beside.length ? { folder, title, before: beside[at + 2]?.id ?? null } : null
}

/** Takes a step with many transcripts, and says what became of them once the server did. */
export function takeWithMany<Body extends z.ZodObject>(
  command: Command<Body, z.ZodType<Outcome>>,
  {
    t,
    ...step
  }: {
    study: string
    body: z.input<Body>
    describe: string
    undoable: boolean
    t: Say<typeof messages>
  },
): void {
  const { key, acknowledged } = outbox.enqueue({ command, ...step })
  // A refusal of the whole is shown and listed by the shell.
  acknowledged.then(
    ({ done, refused }) =>
      toast({
        text:
          refused.length === 0
            ? step.describe
            : t('arrange.outcome', {
                done: done.length,
                refused: refused.length,
                reason: refused[0]?.reason ?? '',
              }),
        ...(step.undoable && done.length > 0 ? { onUndo: () => undoStep(step.study, key) } : {}),
      }),
    () => undefined,
  )
}
