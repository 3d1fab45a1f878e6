import * as contract from '@throughline/contract/participants'
import { useCase } from '../../platform/commands/step.ts'
import type { Action } from '../rules.ts'
import {
  applyValues,
  attributesOf,
  deleteParticipants,
  insertParticipants,
  lockParticipant,
  participantEvent,
  participantRecord,
} from './store.ts'

export const removeParticipant = useCase({
  command: contract.removeParticipant,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: participantRecord,
  async run(context, { id }) {
    const memory = await lockParticipant(context, id)
    await deleteParticipants(context, [id])
    return {
      answer: { id },
      subject: { kind: 'participant', id },
      memory,
      events: [participantEvent('removed', [id])],
    }
  },
  async undo(context, memory, { id }) {
    const definitions = await attributesOf(context)
    // What was recorded under an attribute that is gone since is gone with it.
    const still = Object.entries(memory.attributes).filter(([attribute]) =>
      definitions.some((definition) => definition.id === attribute),
    )
    const attributes = applyValues(definitions, {}, Object.fromEntries(still))
    await insertParticipants(context, [{ id, ...memory, attributes }])
    return {
      subject: { kind: 'participant', id },
      events: [participantEvent('added', [id])],
    }
  },
})
