import * as contract from '@throughline/contract/protocol'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from '../changed-since.ts'
import { cleanText } from '../participants/rules.ts'
import type { Action } from '../rules.ts'
import { problemOfProtocol } from './rules.ts'
import { protocolEvent, protocolOf, writeProtocol } from './store.ts'

const fields = contract.protocol.partial()

export const changeProtocol = useCase({
  command: contract.changeProtocol,
  may: 'change the protocol' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: fields, after: fields }),
  async run(context, change) {
    const { protocol: now } = await protocolOf(context, true)
    const memory = differences(now, cleaned(change))
    return {
      answer: {},
      memory,
      ...(await write(context, { ...now, ...memory.after }, memory.after)),
    }
  },
  async undo(context, { before, after }) {
    const { protocol: now } = await protocolOf(context, true)
    refuseIfChangedSince('The protocol', now, after)
    return write(context, { ...now, ...before }, before)
  },
})

async function write(
  context: StepContext,
  next: contract.Protocol,
  change: Partial<contract.Protocol>,
) {
  const problem = problemOfProtocol(next)
  if (problem !== null) throw Problem.invalid('bad-protocol', problem)
  await writeProtocol(context, change)
  return {
    subject: { kind: 'study', id: context.study },
    detail: { fields: Object.keys(change) },
    events: [protocolEvent],
  }
}

function cleaned(change: Partial<contract.Protocol>): Partial<contract.Protocol> {
  const texts = ['populationOf', 'publicInvolvement', 'outOfHours'] as const
  const next = { ...change }
  for (const field of texts) {
    const text = next[field]
    if (text !== undefined) next[field] = cleanText(text)
  }
  return next
}
