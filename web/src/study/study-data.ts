import type { Command } from '@throughline/contract/endpoint'
import { listAttributes } from '@throughline/contract/participants'
import { getStudy, listSites } from '@throughline/contract/study'
import type { z } from 'zod'
import { outbox, undoStep } from '../app/outbox/index.ts'
import { useAsk } from '../app/queries.ts'
import { toast } from '../design/index.ts'

/** What this room's pages read, each kept fresh by the events that change it. */

export function useStudy(study: string) {
  return useAsk(getStudy, { params: { study } }, { live: ['study', 'member'] })
}

/** Whether I may do something here; false until it is known. */
export function useMay(study: string): (action: string) => boolean {
  const mine = useStudy(study).data?.may ?? []
  return (action) => mine.includes(action)
}

export function useSites(study: string) {
  return useAsk(listSites, { params: { study } }, { live: ['site', 'participant', 'member'] })
}

export function useAttributes(study: string) {
  return useAsk(listAttributes, { params: { study } }, { live: ['attribute', 'participant'] })
}

/** Does a step that can be taken back, and says so with a button that does. */
export function act<Body extends z.ZodObject, Answer extends z.ZodType>(
  command: Command<Body, Answer>,
  step: { study: string; body: z.input<Body>; describe: string },
): void {
  const { key } = outbox.enqueue({ command, ...step })
  toast({ text: step.describe, onUndo: () => undoStep(step.study, key) })
}
