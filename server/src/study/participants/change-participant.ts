import * as contract from '@throughline/contract/participants'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { differences, refuseIfChangedSince } from '../changed-since.ts'
import type { Action } from '../rules.ts'
import { cleanText, type ParticipantRecord } from './rules.ts'
import {
  applyValues,
  attributesOf,
  attributeValues,
  labelOrRefuse,
  lockParticipant,
  participantEvent,
  participantRecord,
  updateParticipants,
} from './store.ts'

const fields = participantRecord.omit({ attributes: true }).partial()
const nullableValues = z.record(
  z.string(),
  z.union([...attributeValues.valueType.options, z.null()]),
)

export const changeParticipant = useCase({
  command: contract.changeParticipant,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: z.object({
    before: fields,
    after: fields,
    /** Attribute id → value, null where there was none. */
    valuesBefore: nullableValues,
    valuesAfter: nullableValues,
  }),
  async run(context, { id, label, note, attributes = {}, ...change }) {
    const { attributes: values, ...now } = await lockParticipant(context, id)
    const { before, after } = differences(now, {
      ...change,
      label: label === undefined ? undefined : labelOrRefuse(label),
      note: note === undefined ? undefined : cleanText(note),
    })
    const newValues = applyValues(await attributesOf(context), values, attributes)
    const revalued = Object.keys(attributes).filter(
      (attribute) => !isDeepStrictEqual(values[attribute], newValues[attribute]),
    )
    const memory = {
      before,
      after,
      valuesBefore: withNulls(values, revalued),
      valuesAfter: withNulls(newValues, revalued),
    }
    const record = { ...now, ...after, attributes: newValues }
    return { answer: { id }, memory, ...(await write(context, id, record, fieldsOf(memory))) }
  },
  async undo(context, memory, { id }) {
    const { before, after, valuesBefore, valuesAfter } = memory
    const { attributes: values, ...now } = await lockParticipant(context, id)
    refuseIfChangedSince(now.label, now, after)
    refuseIfChangedSince(now.label, withNulls(values, Object.keys(valuesAfter)), valuesAfter)
    const attributes = applyValues(await attributesOf(context), values, valuesBefore)
    return write(context, id, { ...now, ...before, attributes }, fieldsOf(memory))
  },
})

function fieldsOf({ after, valuesAfter }: { after: object; valuesAfter: object }): string[] {
  const revalued = Object.keys(valuesAfter).length > 0
  return [...Object.keys(after), ...(revalued ? ['attributes'] : [])]
}

/** The values of these attributes, null where there is none. */
function withNulls(values: ParticipantRecord['attributes'], ids: readonly string[]) {
  return Object.fromEntries(ids.map((id) => [id, values[id] ?? null]))
}

async function write(
  context: StepContext,
  id: string,
  record: ParticipantRecord,
  changed: readonly string[],
) {
  await updateParticipants(context, [{ id, ...record }])
  return {
    subject: { kind: 'participant', id },
    detail: { fields: changed },
    events: [participantEvent('changed', [id], changed)],
  }
}
