import * as contract from '@throughline/contract/coding'
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
