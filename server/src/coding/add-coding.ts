import * as contract from '@throughline/contract/coding'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { makeCode, unmakeCode } from './add-code.ts'
import { codeChanged, codeOf, readCodes } from './code-list.ts'
import { requirePermission } from '../platform/http/permission.ts'

interface NewCoding {
  id: string
  transcript: string
  code: string
  from: number
  to: number
  /** When it was made; now if it is left out. */
  at?: string
  weight?: number | null
  comment?: string
}

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
    // steps from before codings had them remember neither
    weight: z.number().nullable().default(null),
    comment: z.string().default(''),
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
  async undo(context, { coder, ...removed }, { id }) {
    if (coder !== context.account)
      throw Problem.conflict(
        'another-coder',
        'This coding was another member’s. Ask them to add it again.',
      )
    await insertCoding(context, { id, ...removed })
    const { comment, at: _, ...placed } = removed
    return {
      subject: { kind: 'coding', id },
      detail: { transcript: placed.transcript, code: placed.code },
      events: [
        {
          name: 'coding.added',
          may: readers,
          data: { id, ...placed, coder, commented: comment !== '' },
        },
      ],
    }
  },
})

/** One statement finds out whether the code may be used and makes the coding; only a refusal asks why. */
async function insertCoding(context: StepContext, placed: NewCoding): Promise<void> {
  const { transaction, study, account } = context
  const { numAffectedRows } = await sql`/* prepared */
    insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id, made_at, weight, comment)
    select study_id, ${placed.id}::uuid, ${placed.transcript}::uuid, id, ${placed.from}::int, ${placed.to}::int, ${account},
      coalesce(${placed.at ?? null}::timestamptz, clock_timestamp()), ${placed.weight ?? null}::smallint, ${placed.comment ?? ''}
    from code where study_id = ${study} and id = ${placed.code} and retired_at is null`.execute(
    transaction,
  )
  if (numAffectedRows === 1n) return
  await refuseRetired(context, placed.code)
}

/** Says that a code is retired, or that it is not there at all. */
export async function refuseRetired(
  { transaction, study }: StepContext,
  id: string,
): Promise<never> {
  const code = codeOf(await readCodes(transaction, study), id)
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
    weight: number | null
    comment: string
  }>`delete from coding where study_id = ${study} and id = ${id}
    returning transcript_id as transcript, code_id as code, starts as "from", ends as "to", coder_id as coder, made_at as at,
      weight, comment`.execute(transaction)
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
