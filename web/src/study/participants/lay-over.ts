import type {
  addParticipant,
  changeParticipant,
  Participant,
  recordQuoteConsent,
} from '@throughline/contract/participants'
import type { z } from 'zod'

/** The server's participants as they will be once it has heard of these steps, in the order in which they were taken. */
export function layOver(
  participants: readonly Participant[],
  steps: readonly Step[],
): readonly Participant[] {
  return steps
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .reduce<readonly Participant[]>((list, { take }) => take(list), participants)
}

/** A step that the server has not acknowledged, and what it does to the list. */
export interface Step {
  /** When it was taken, ISO 8601. */
  at: string
  take: (list: readonly Participant[]) => Participant[]
}

/** Does nothing where the server has the participant already. */
export function adding(
  { id, label, ...record }: z.output<typeof addParticipant.body>,
  at: string,
): Step['take'] {
  return (list) =>
    list.some((one) => one.id === id)
      ? [...list]
      : [...list, { id, ...record, label: label ?? labelAfter(list, 'P001'), enteredAt: at }]
}

export function changing({
  id,
  attributes = {},
  ...change
}: z.output<typeof changeParticipant.body>): Step['take'] {
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

export function recording({
  participants,
  quoteConsent,
}: z.output<typeof recordQuoteConsent.body>): Step['take'] {
  return (list) =>
    list.map((one) => (participants.includes(one.id) ? { ...one, quoteConsent } : one))
}

export function removing(id: string): Step['take'] {
  return (list) => list.filter((one) => one.id !== id)
}

/** The id that the server would give next: one after the greatest. */
export function labelAfter(list: readonly Participant[], atLeast: string): string {
  const numbers = list.map(({ label }) => Number(label.slice(1)) + 1)
  return `P${String(Math.max(Number(atLeast.slice(1)), ...numbers)).padStart(3, '0')}`
}
