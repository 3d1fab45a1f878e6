import * as contract from '@throughline/contract/participants'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { attributeEvent, insertAttributes, loseAttribute, writeValues } from './attributes.ts'
import { attributeValues, lockAttribute } from './store.ts'

export const removeAttribute = useCase({
  command: contract.removeAttribute,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: z.object({
    name: z.string(),
    kind: contract.attributeKind,
    choices: z.array(z.string()),
    position: z.number(),
    values: attributeValues,
  }),
  async run(context, { id, loses }) {
    const { name, kind, choices, position } = await lockAttribute(context, id)
    const values = await loseAttribute(context, id)
    const lost = Object.keys(values).length
    // Thrown inside the transaction, so nothing of it stays.
    if (lost !== loses)
      throw Problem.conflict(
        'loses-something-else',
        `“${name}” is recorded for ${lost} ${lost === 1 ? 'participant' : 'participants'} now, not for ${loses}. Look again before you remove it.`,
      )
    return {
      answer: { id },
      subject: { kind: 'attribute', id },
      detail: { lost },
      memory: { name, kind, choices: [...choices], position, values },
      events: [attributeEvent('removed', id)],
    }
  },
  async undo(context, { values, position, ...attribute }, { id }) {
    const { transaction, study } = context
    await insertAttributes(context, [{ id, ...attribute }])
    await sql`update attribute set position = ${position}
      where study_id = ${study} and id = ${id}`.execute(transaction)
    await writeValues(context, id, values)
    return { subject: { kind: 'attribute', id }, events: [attributeEvent('added', id)] }
  },
})
