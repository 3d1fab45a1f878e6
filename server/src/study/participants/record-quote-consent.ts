import * as contract from '@throughline/contract/participants'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { refuseIfChangedSince } from '../changed-since.ts'
import type { Action } from '../rules.ts'
import { lockParticipants, participantEvent, updateParticipants } from './store.ts'

export const recordQuoteConsent = useCase({
  command: contract.recordQuoteConsent,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  /** Participant id → what was recorded before. */
  memory: z.record(z.string(), contract.quoteConsent),
  async run(context, { participants, quoteConsent }) {
    const ids = [...new Set(participants)]
    const records = await lockParticipants(context, ids)
    if (records.size < ids.length)
      throw Problem.notFound(
        'Some of these participants are no longer in the study. Reload and choose again.',
      )
    const changed = [...records].filter(([, record]) => record.quoteConsent !== quoteConsent)
    await updateParticipants(
      context,
      changed.map(([id, record]) => ({ id, ...record, quoteConsent })),
    )
    return {
      answer: { changed: changed.length },
      subject: { kind: 'participant', id: null },
      detail: { participants: changed.map(([id]) => id), quoteConsent },
      memory: Object.fromEntries(changed.map(([id, record]) => [id, record.quoteConsent])),
      events: [
        participantEvent(
          'changed',
          changed.map(([id]) => id),
          ['quoteConsent'],
        ),
      ],
    }
  },
  async undo(context, memory, { quoteConsent }) {
    const ids = Object.keys(memory)
    const records = await lockParticipants(context, ids)
    for (const id of ids)
      refuseIfChangedSince(records.get(id)?.label ?? 'A participant', records.get(id), {
        quoteConsent,
      })
    await updateParticipants(
      context,
      [...records].map(([id, record]) => ({
        id,
        ...record,
        quoteConsent: memory[id] ?? record.quoteConsent,
      })),
    )
    return {
      subject: { kind: 'participant', id: null },
      detail: { participants: ids },
      events: [participantEvent('changed', ids, ['quoteConsent'])],
    }
  },
})
