import * as contract from '@throughline/contract/coding'
import type { WeightScale } from '@throughline/contract/coding'
import { usePendingCommands } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'

/** The scale on which the study weighs its codings, or null; what still waits here is taken for done. */
export function useWeightScale(study: string) {
  const answer = useAsk(
    contract.getWeightScale,
    { params: { study } },
    { live: ['weight-scale'], staleTime: 60_000 },
  )
  const waiting = usePendingCommands(study, contract.setWeightScale).at(-1)
  return { ...answer, scale: waiting ? waiting.body.scale : (answer.data?.scale ?? null) }
}

/** The steps of a scale from the lowest to the highest, each with its name if it has one. */
export function stepsOf({
  lowest,
  highest,
  labels,
}: WeightScale): { step: number; name: string | null }[] {
  const names = new Map(labels.map(({ step, name }) => [step, name]))
  return Array.from({ length: highest - lowest + 1 }, (_, index) => ({
    step: lowest + index,
    name: names.get(lowest + index) ?? null,
  }))
}
