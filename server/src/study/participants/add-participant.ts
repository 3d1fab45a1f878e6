import * as contract from '@throughline/contract/participants'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import type { Action } from '../rules.ts'
import { cleanText, nextLabel } from './rules.ts'
import {
  applyValues,
  attributesOf,
  deleteParticipants,
  insertParticipants,
  labelOrRefuse,
  lockLabels,
  participantEvent,
} from './store.ts'

export const addParticipant = useCase({
  command: contract.addParticipant,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, label: wished, attributes, note, ...record }) {
    const taken = await lockLabels(context)
    const label = wished === undefined ? nextLabel(taken) : labelOrRefuse(wished)
    const values = applyValues(await attributesOf(context), {}, attributes)
    await insertParticipants(context, [
      { id, ...record, label, note: cleanText(note), attributes: values },
    ])
    return {
      answer: { id, label },
      subject: { kind: 'participant', id },
      memory: {},
      events: [participantEvent('added', [id])],
    }
  },
  async undo(context, _memory, { id }) {
    await deleteParticipants(context, [id])
    return {
      subject: { kind: 'participant', id },
      events: [participantEvent('removed', [id])],
    }
  },
})
