import {
  addParticipant,
  changeParticipant,
  listParticipants,
  recordQuoteConsent,
  removeParticipant,
} from '@throughline/contract/participants'
import type { Participant } from '@throughline/contract/participants'
import { useMemo } from 'react'
import { outbox, usePendingCommands } from '../../app/outbox/index.ts'
import { queryClient, useAsk } from '../../app/queries.ts'

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
    const steps: Step[] = [
      ...added.map(({ at, body }) => ({ at, take: adding(body, at) })),
      ...changed.map(({ at, body }) => ({ at, take: changing(body) })),
      ...recorded.map(({ at, body }) => ({ at, take: recording(body) })),
      ...removed.map(({ at, body }) => ({ at, take: removing(body.id) })),
    ]
    return steps
      .toSorted((one, other) => one.at.localeCompare(other.at))
      .reduce((list, { take }) => take(list), asked.data?.participants ?? [])
  }, [asked.data, added, changed, recorded, removed])
  const nextLabel = labelAfter(participants, asked.data?.nextLabel ?? 'P001')
  return { ...asked, participants, nextLabel }
}

interface Step {
  at: string
  take: (list: readonly Participant[]) => Participant[]
}

function adding(
  { id, label, ...record }: ReturnType<typeof addParticipant.body.parse>,
  at: string,
): Step['take'] {
  return (list) =>
    list.some((one) => one.id === id)
      ? [...list]
      : [...list, { id, ...record, label: label ?? labelAfter(list, 'P001'), enteredAt: at }]
}

function changing({
  id,
  attributes = {},
  ...change
}: ReturnType<typeof changeParticipant.body.parse>): Step['take'] {
  return (list) =>
    list.map((one) => {
      if (one.id !== id) return one
      const values = { ...one.attributes }
      for (const [attribute, value] of Object.entries(attributes))
        if (value === null) delete values[attribute]
        else values[attribute] = value
      return {
        ...one,
        label: change.label ?? one.label,
        site: change.site === undefined ? one.site : change.site,
        year: change.year === undefined ? one.year : change.year,
        quoteConsent: change.quoteConsent ?? one.quoteConsent,
        note: change.note ?? one.note,
        attributes: values,
      }
    })
}

function recording({
  participants,
  quoteConsent,
}: ReturnType<typeof recordQuoteConsent.body.parse>): Step['take'] {
  return (list) =>
    list.map((one) => (participants.includes(one.id) ? { ...one, quoteConsent } : one))
}

function removing(id: string): Step['take'] {
  return (list) => list.filter((one) => one.id !== id)
}

function labelAfter(list: readonly Participant[], atLeast: string): string {
  const numbers = list.map(({ label }) => Number(label.slice(1)) + 1)
  return `P${String(Math.max(Number(atLeast.slice(1)), ...numbers)).padStart(3, '0')}`
}

/**
 * Until the server's new list is here, a step stays laid over, so that nothing flickers. Whatever shows
 * participants is fetched, since a step that is looked after here has no event that would do it.
 */
async function fetchAgain({ study }: { study: string }): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ meta, queryKey: [, params] }) =>
      typeof params === 'object' &&
      params !== null &&
      Reflect.get(params, 'study') === study &&
      (meta?.live ?? []).includes('participant'),
  })
}
outbox.whenAcknowledged(addParticipant, fetchAgain)
outbox.whenAcknowledged(changeParticipant, fetchAgain)
outbox.whenAcknowledged(recordQuoteConsent, fetchAgain)
outbox.whenAcknowledged(removeParticipant, fetchAgain)
