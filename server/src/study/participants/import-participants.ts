import * as contract from '@throughline/contract/participants'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { refuseIfChangedSince } from '../changed-since.ts'
import type { Action } from '../rules.ts'
import { attributeEvent, insertAttributes, loseAttribute } from './attributes.ts'
import { planOrRefuse, standingOf } from './spreadsheet/index.ts'
import {
  deleteParticipants,
  insertParticipants,
  lockLabels,
  lockParticipants,
  participantEvent,
  participantRecord,
  updateParticipants,
  usesOfAttributes,
} from './store.ts'

const memory = z.object({
  attributes: z.array(z.string()),
  added: z.array(z.string()),
  /** Participant id → what was recorded before and after. */
  changed: z.record(z.string(), z.object({ before: participantRecord, after: participantRecord })),
})

export const importParticipants = useCase({
  command: contract.importParticipants,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory,
  async run(context, { id, expected, ...sheet }) {
    await lockLabels(context)
    const standing = await standingOf(context)
    await lockParticipants(
      context,
      standing.participants.map((participant) => participant.id),
    )
    const plan = planOrRefuse(sheet, standing, (n) => derivedId(id, n))
    if (plan.totals.added !== expected.added || plan.totals.changed !== expected.changed)
      throw Problem.conflict(
        'changed-since',
        'The study was changed since the preview was made, so nothing was imported. Look at the preview again.',
      )
    const { newAttributes, rows, totals } = plan
    await insertAttributes(context, newAttributes)
    const added = rows.flatMap(({ outcome, record }) =>
      outcome === 'added' && record ? [record] : [],
    )
    const changed = rows.flatMap(({ outcome, record }) =>
      outcome === 'changed' && record ? [record] : [],
    )
    await insertParticipants(context, added)
    await updateParticipants(context, changed)
    const before = new Map(standing.participants.map((record) => [record.id, record]))
    return {
      answer: { totals },
      subject: { kind: 'participant', id: null },
      detail: { ...totals, attributes: newAttributes.length },
      memory: {
        attributes: newAttributes.map((attribute) => attribute.id),
        added: added.map((record) => record.id),
        changed: Object.fromEntries(
          changed.flatMap((record) => {
            const was = before.get(record.id)
            return was ? [[record.id, { before: plain(was), after: plain(record) }]] : []
          }),
        ),
      },
      events: [
        ...newAttributes.map((attribute) => attributeEvent('added', attribute.id)),
        ...eventOf(
          'added',
          added.map((record) => record.id),
        ),
        ...eventOf(
          'changed',
          changed.map((record) => record.id),
        ),
      ],
    }
  },
  async undo(context, { attributes, added, changed }) {
    const now = await lockParticipants(context, Object.keys(changed))
    for (const [id, { after }] of Object.entries(changed))
      refuseIfChangedSince(after.label, now.get(id) && { ...now.get(id) }, after)
    await updateParticipants(
      context,
      Object.entries(changed).map(([id, { before }]) => ({ id, ...before })),
    )
    await deleteParticipants(context, added)
    await removeUnused(context, attributes)
    return {
      subject: { kind: 'participant', id: null },
      detail: { removed: added.length, changed: Object.keys(changed).length },
      events: [
        ...eventOf('removed', added),
        ...eventOf('changed', Object.keys(changed)),
        ...attributes.map((attribute) => attributeEvent('removed', attribute)),
      ],
    }
  },
})

/** @throws Problem 409 where somebody has recorded something under a new attribute since */
async function removeUnused(context: StepContext, attributes: readonly string[]): Promise<void> {
  const uses = await usesOfAttributes(context)
  for (const attribute of attributes) {
    if ((uses.get(attribute) ?? 0) > 0)
      throw Problem.conflict(
        'changed-since',
        'Something was recorded since under an attribute that this import added, so it cannot be taken back whole.',
      )
    await loseAttribute(context, attribute)
  }
}

function eventOf(what: 'added' | 'changed' | 'removed', ids: readonly string[]) {
  return ids.length > 0 ? [participantEvent(what, ids)] : []
}

/** Without its id and what else stands beside it. */
function plain(record: z.input<typeof participantRecord>): z.output<typeof participantRecord> {
  return participantRecord.parse(record)
}

/** The nth id of an import: the same at a redo, so that later steps find what they stand on. UUID version 8. */
function derivedId(id: string, n: number): string {
  const hex = createHash('sha256').update(`${id} ${n}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
