import * as contract from '@throughline/contract/recruitment'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { type Action, recruitingSites } from '../study/index.ts'
import { exclusionsOf } from './exclusions.ts'
import { problemOfMove } from './rules.ts'
import { namesOf } from './sealed.ts'
import { lockSignUps, movedEvent, type SignUp, writeMoves } from './store.ts'

const before = z.object({
  signUp: z.string(),
  state: contract.signUpState,
  reason: contract.moveReason.nullable(),
})

/** All or none: who cannot be moved is named with the rule. */
export const moveSignUps = useCase({
  command: contract.moveSignUps,
  may: 'recruit' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: z.array(before) }),
  async run(context, { signUps, to, reason, proposal }) {
    const ids = [...new Set(signUps)]
    const people = await lockSignUps(context, ids)
    if (people.length < ids.length)
      throw Problem.notFound('Somebody of these is not in this study, or no longer.')
    const excluded = await exclusionsOf(context, people)
    const recruiting = new Set(await recruitingSites(context))
    for (const person of people) {
      const standing = {
        ...person,
        excludedBy: excluded.get(person.id) ?? [],
        siteRecruits: recruiting.has(person.site),
      }
      const problem = problemOfMove(standing, to, reason)
      if (problem !== null)
        throw Problem.conflict('not-possible', `${await called(context, person, ids)}${problem}`)
    }
    await writeMoves(
      context,
      people.map(({ id, state }) => ({ signUp: id, from: state, to, reason, proposal })),
    )
    return {
      answer: { moved: people.length },
      subject: { kind: 'sign-up', id: ids.length === 1 ? (ids[0] ?? null) : null },
      detail: { to, ...(ids.length === 1 ? {} : { signUps: ids }) },
      memory: {
        before: people.map(({ id, state, reason: was }) => ({ signUp: id, state, reason: was })),
      },
      events: [movedEvent(ids, to)],
    }
  },
  async undo(context, memory, { to }) {
    const ids = memory.before.map(({ signUp }) => signUp)
    const now = new Map((await lockSignUps(context, ids)).map((person) => [person.id, person]))
    if (ids.some((id) => now.get(id)?.state !== to))
      throw Problem.conflict(
        'changed-since',
        'Somebody of these has gone further since, so this step cannot be taken back.',
      )
    await writeMoves(
      context,
      memory.before.map(({ signUp, state, reason }) => ({ signUp, from: to, to: state, reason })),
    )
    return {
      subject: { kind: 'sign-up', id: ids.length === 1 ? (ids[0] ?? null) : null },
      detail: { from: to, ...(ids.length === 1 ? {} : { signUps: ids }) },
      events: memory.before.map(({ signUp, state }) => movedEvent([signUp], state)),
    }
  },
})

/** Which of several it is; of one person nobody asks. */
async function called(
  context: StepContext,
  person: SignUp,
  all: readonly string[],
): Promise<string> {
  if (all.length === 1) return ''
  const name = (await namesOf(context, [person.id])).get(person.id)
  return `${name ?? 'Somebody who was erased'}: `
}
