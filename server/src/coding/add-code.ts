import * as contract from '@throughline/contract/coding'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { codeChanged, type CodeRow, enterChange, fieldsOf, openCodeList } from './code-list.ts'
import { lastPosition, leastUsedColour, refusePlace } from './rules.ts'

export type NewCode = z.output<typeof contract.newCode>

/** Makes a code and enters it into the history; used by `add-code` and by coding with a new code in one gesture. */
export async function makeCode(
  context: StepContext,
  wanted: NewCode,
  reason: string,
): Promise<void> {
  const codes = await openCodeList(context)
  const refusal = refusePlace(codes, wanted.id, wanted.parent)
  if (refusal) throw Problem.conflict('no-such-place', refusal)
  const code: CodeRow = {
    id: wanted.id,
    parent: wanted.parent,
    position: wanted.position ?? lastPosition(codes, wanted.parent),
    name: wanted.name,
    colour:
      wanted.colour ??
      leastUsedColour(codes.filter(({ retired }) => !retired).map(({ colour }) => colour)),
    definition: wanted.definition ?? '',
    whenToUse: wanted.whenToUse ?? '',
    whenNotToUse: wanted.whenNotToUse ?? '',
    example: wanted.example ?? '',
    retired: false,
  }
  await sql`insert into code (study_id, id, parent_id, position, name, colour, definition, when_to_use, when_not_to_use, example, made_by)
    values (${context.study}, ${code.id}, ${code.parent}, ${code.position}, ${code.name}, ${code.colour}, ${code.definition},
      ${code.whenToUse}, ${code.whenNotToUse}, ${code.example}, ${context.account})`.execute(
    context.transaction,
  )
  await enterChange(context, {
    code: code.id,
    what: 'added',
    before: null,
    after: fieldsOf(code),
    reason,
  })
}

/**
 * Takes back the making of a code.
 * @throws Problem 409 when codings, codes below it or a theme stand on it by now.
 */
export async function unmakeCode(context: StepContext, id: string): Promise<void> {
  await openCodeList(context)
  const { rows } = await sql<{ codings: number; below: number }>`select
    (select count(*) from coding where study_id = ${context.study} and code_id = ${id}) as codings,
    (select count(*) from code where study_id = ${context.study} and parent_id = ${id}) as below`.execute(
    context.transaction,
  )
  const [uses] = rows
  if (uses && uses.codings > 0)
    throw Problem.conflict(
      'in-use',
      `${uses.codings === 1 ? 'One coding uses' : `${uses.codings} codings use`} this code by now. Retire the code instead.`,
    )
  if (uses && uses.below > 0)
    throw Problem.conflict(
      'in-use',
      'Other codes stand under this one by now. Move them first, or retire the code instead.',
    )
  await sql`delete from code where study_id = ${context.study} and id = ${id}`.execute(
    context.transaction,
  )
  await enterChange(context, { code: id, what: 'undone', before: null, after: null, reason: '' })
}

export const addCode = useCase({
  command: contract.addCode,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ made: z.string() }),
  async run(context, { reason, ...wanted }) {
    await makeCode(context, wanted, reason)
    return {
      answer: { id: wanted.id },
      subject: { kind: 'code', id: wanted.id },
      memory: { made: wanted.id },
      events: [codeChanged(wanted.id)],
    }
  },
  async undo(context, { made }) {
    await unmakeCode(context, made)
    return { subject: { kind: 'code', id: made }, events: [codeChanged(made)] }
  },
})
