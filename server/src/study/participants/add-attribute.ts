import * as contract from '@throughline/contract/participants'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import {
  attributeEvent,
  insertAttributes,
  loseAttribute,
  refuseBadAttribute,
} from './attributes.ts'
import { cleanLine } from './rules.ts'
import { lockAttribute, usesOfAttributes } from './store.ts'

export const addAttribute = useCase({
  command: contract.addAttribute,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, ...body }) {
    const attribute = {
      id,
      name: cleanLine(body.name),
      kind: body.kind,
      choices: body.choices.map(cleanLine),
    }
    refuseBadAttribute(attribute)
    await insertAttributes(context, [attribute])
    return {
      answer: { id },
      subject: { kind: 'attribute', id },
      memory: {},
      events: [attributeEvent('added', id)],
    }
  },
  async undo(context, _memory, { id }) {
    const { name } = await lockAttribute(context, id)
    const used = (await usesOfAttributes(context)).get(id) ?? 0
    if (used > 0)
      throw Problem.conflict(
        'in-use',
        `“${name}” was recorded for ${used} ${used === 1 ? 'participant' : 'participants'} since. Remove it in the settings if that may go too.`,
      )
    await loseAttribute(context, id)
    return { subject: { kind: 'attribute', id }, events: [attributeEvent('removed', id)] }
  },
})
