import * as contract from '@throughline/contract/participants'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { attributesOf } from './store.ts'

const order = z.array(z.string())
const event = {
  name: 'attribute.ordered',
  may: 'see participants' satisfies Action,
  data: {},
}
const subject = { kind: 'attribute', id: null }

export const orderAttributes = useCase({
  command: contract.orderAttributes,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: order,
  async run(context, { attributes }) {
    const before = (await attributesOf(context)).map(({ id }) => id)
    const wanted = new Set(attributes)
    const all = wanted.size === attributes.length && wanted.size === before.length
    if (!all || !before.every((id) => wanted.has(id)))
      throw Problem.conflict(
        'changed-since',
        'An attribute was added or removed by somebody else. Reload and put them in order again.',
      )
    await write(context, attributes)
    return { answer: {}, subject, memory: before, events: [event] }
  },
  async undo(context, before) {
    const now = (await attributesOf(context)).map(({ id }) => id)
    // What was added since stays behind those whose order is given back.
    await write(context, [...before, ...now.filter((id) => !before.includes(id))])
    return { subject, events: [event] }
  },
})

async function write({ transaction, study }: StepContext, ids: readonly string[]): Promise<void> {
  await sql`update attribute set position = given.position
    from unnest(${ids}::uuid[]) with ordinality as given (id, position)
    where attribute.study_id = ${study} and attribute.id = given.id`.execute(transaction)
}
