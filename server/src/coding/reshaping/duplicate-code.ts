import * as contract from '@throughline/contract/code-reshaping'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { makeCode, unmakeCode } from '../add-code.ts'
import { codeChanged, codeOf, openCodeList } from '../code-list.ts'
import { placeBehind } from '../rules.ts'
import { codingsRecoded } from './codings.ts'

/** A copied coding, as it was made. */
const copy = z.object({
  id: z.string(),
  starts: z.number(),
  ends: z.number(),
  weight: z.number().nullable(),
  comment: z.string(),
})
const copies = z.array(copy)
type Copy = z.infer<typeof copy>

/** Makes a code of the same meaning right behind another one. */
export const duplicateCode = useCase({
  command: contract.duplicateCode,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ copies }),
  async run(context, { code, id, name, withCodings, reason }) {
    const codes = await openCodeList(context)
    const { parent, colour, definition, whenToUse, whenNotToUse, example } = codeOf(codes, code)
    const position = placeBehind(codes, code)
    await makeCode(
      context,
      { id, name, parent, position, colour, definition, whenToUse, whenNotToUse, example },
      reason,
    )
    const made = withCodings ? await copyCodings(context, code, id) : []
    return {
      answer: { id, codings: made.length },
      subject: { kind: 'code', id },
      detail: { of: code, codings: made.length },
      memory: { copies: made },
      events: [codeChanged(id), ...(made.length > 0 ? [codingsRecoded([id])] : [])],
    }
  },
  async undo(context, { copies: made }, { id }) {
    await openCodeList(context)
    await takeBackCopies(context, made, id)
    // What a coder changed since still uses the code, and then this says so.
    await unmakeCode(context, id)
    return { subject: { kind: 'code', id }, events: [codeChanged(id), codingsRecoded([id])] }
  },
})

async function copyCodings(
  { transaction }: StepContext,
  from: string,
  to: string,
): Promise<Copy[]> {
  const { rows } =
    await sql<Copy>`select id, starts, ends, weight, comment from copy_codings(${from}, ${to})`.execute(
      transaction,
    )
  return rows
}

/** Takes away the copies that are still what they were made as. */
async function takeBackCopies(
  { transaction, study }: StepContext,
  made: readonly Copy[],
  code: string,
): Promise<void> {
  if (made.length === 0) return
  await sql`select count(*) from fold_codings(array(
      select c.id from coding c
      join jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as m(id uuid, starts int, ends int, weight smallint, comment text)
        on m.id = c.id and m.starts = c.starts and m.ends = c.ends and m.comment = c.comment
        and m.weight is not distinct from c.weight
      where c.study_id = ${study} and c.code_id = ${code}))`.execute(transaction)
}
