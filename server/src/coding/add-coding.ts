import * as contract from '@throughline/contract/coding'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { makeCode, unmakeCode } from './add-code.ts'
import { codeChanged, codeOf, readCodes } from './code-list.ts'
import { requirePermission } from '../platform/http/permission.ts'

type Placed = { id: string; transcript: string; code: string; from: number; to: number }

const readers = 'read transcripts'

/** Puts a code on a range. With a new code in the same gesture, both are one step and undone as one. */
export const addCoding = useCase({
  command: contract.addCoding,
  may: 'code',
  memory: z.object({ madeCode: z.boolean() }),
  async run(context, { newCode, ...placed }) {
    if (newCode) {
      requirePermission(context.member, 'change the code list')
      await makeCode(context, { ...newCode, id: placed.code }, '')
    }
    await insertCoding(context, placed)
    return {
      answer: { id: placed.id },
      subject: { kind: 'coding', id: placed.id },
      detail: { transcript: placed.transcript, code: placed.code },
      memory: { madeCode: newCode !== undefined },
      events: [
        ...(newCode ? [codeChanged(placed.code)] : []),
        { name: 'coding.added', may: readers, data: { ...placed, coder: context.account } },
      ],
    }
  },
  async undo(context, { madeCode }, { id, transcript, code }) {
    await deleteCoding(context, id)
    if (madeCode) await unmakeCode(context, code)
    return {
      subject: { kind: 'coding', id },
      detail: { transcript, code },
      events: [
        { name: 'coding.removed', may: readers, data: { id, transcript, code } },
        ...(madeCode ? [codeChanged(code)] : []),
      ],
    }
  },
})

export const removeCoding = useCase({
  command: contract.removeCoding,
  may: 'code',
  memory: z.object({
    transcript: z.string(),
    code: z.string(),
    from: z.number(),
    to: z.number(),
    coder: z.string(),
    at: z.string(),
  }),
  async run(context, { id }) {
    const removed = await deleteCoding(context, id)
    return {
      answer: { id },
      subject: { kind: 'coding', id },
      detail: { transcript: removed.transcript, code: removed.code },
      memory: removed,
      events: [
        {
          name: 'coding.removed',
          may: readers,
          data: { id, transcript: removed.transcript, code: removed.code },
        },
      ],
    }
  },
  async undo(context, { transcript, code, from, to, coder, at }, { id }) {
    if (coder !== context.account)
      throw Problem.conflict(
        'another-coder',
        'This coding was another member’s. Ask them to add it again.',
      )
    await insertCoding(context, { id, transcript, code, from, to }, at)
    return {
      subject: { kind: 'coding', id },
      detail: { transcript, code },
      events: [
        { name: 'coding.added', may: readers, data: { id, transcript, code, from, to, coder } },
      ],
    }
  },
})

/** One statement finds out whether the code may be used and makes the coding; only a refusal asks why. */
async function insertCoding(
  context: StepContext,
  placed: Placed,
  at: string | null = null,
): Promise<void> {
  const { transaction, study, account } = context
  const { numAffectedRows } = await sql`/* prepared */
    insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id, made_at)
    select study_id, ${placed.id}::uuid, ${placed.transcript}::uuid, id, ${placed.from}::int, ${placed.to}::int, ${account},
      coalesce(${at}::timestamptz, clock_timestamp())
    from code where study_id = ${study} and id = ${placed.code} and retired_at is null`.execute(
    transaction,
  )
  if (numAffectedRows === 1n) return
  const code = codeOf(await readCodes(transaction, study), placed.code)
  throw Problem.conflict(
    'code-retired',
    `“${code.name}” is retired. Bring it back first, or choose another code.`,
  )
}

async function deleteCoding({ transaction, study, account, member }: StepContext, id: string) {
  const { rows } = await sql<{
    transcript: string
    code: string
    from: number
    to: number
    coder: string
    at: Date
  }>`delete from coding where study_id = ${study} and id = ${id}
    returning transcript_id as transcript, code_id as code, starts as "from", ends as "to", coder_id as coder, made_at as at`.execute(
    transaction,
  )
  const [removed] = rows
  if (removed) return { ...removed, at: removed.at.toISOString() }
  const { rows: left } = await sql<{ coder: string }>`select coder_id as coder from coding
    where study_id = ${study} and id = ${id}`.execute(transaction)
  if (left[0] && left[0].coder !== account && !member.actions.has("remove others' codings"))
    throw Problem.notAllowed(
      'This coding is another member’s. Only they or a lead can take it away.',
    )
  throw Problem.notFound('This coding does not exist, or no longer.')
}
