import {
  addParticipant,
  changeParticipant,
  listParticipants,
  recordQuoteConsent,
  removeParticipant,
} from '@throughline/contract/participants'
import { useMemo } from 'react'
import { outbox, usePendingCommands } from '../../app/outbox/index.ts'
import { liveOf, queryClient, useAsk } from '../../app/queries.ts'
import { adding, changing, labelAfter, layOver, recording, removing } from './lay-over.ts'

/** The participants as the server has them, with what I did and it has not heard yet laid over. */
export function useParticipants(study: string) {
  const asked = useAsk(
    listParticipants,
    { params: { study } },
    { live: ['participant', 'attribute', 'site'] },
  )
  const added = usePendingCommands(study, addParticipant)
  const changed = usePendingCommands(study, changeParticipant)
  const recorded = usePendingCommands(study, recordQuoteConsent)
  const removed = usePendingCommands(study, removeParticipant)
  const participants = useMemo(() => {
    return layOver(asked.data?.participants ?? [], [
      ...added.map(({ at, body }) => ({ at, take: adding(body, at) })),
      ...changed.map(({ at, body }) => ({ at, take: changing(body) })),
      ...recorded.map(({ at, body }) => ({ at, take: recording(body) })),
      ...removed.map(({ at, body }) => ({ at, take: removing(body.id) })),
    ])
  }, [asked.data, added, changed, recorded, removed])
  const nextLabel = labelAfter(participants, asked.data?.nextLabel ?? 'P001')
  return { ...asked, participants, nextLabel }
}

/**
 * Until the server's new list is here, a step stays laid over, so that nothing flickers. Whatever shows
 * participants is fetched, since a step that is looked after here has no event that would do it.
 */
async function fetchAgain({ study }: { study: string }): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      typeof queryKey[1] === 'object' &&
      queryKey[1] !== null &&
      Reflect.get(queryKey[1], 'study') === study &&
      liveOf(queryKey).has('participant'),
  })
}
outbox.whenAcknowledged(addParticipant, fetchAgain)
outbox.whenAcknowledged(changeParticipant, fetchAgain)
outbox.whenAcknowledged(recordQuoteConsent, fetchAgain)
outbox.whenAcknowledged(removeParticipant, fetchAgain)
