import * as contract from '@throughline/contract/code-reshaping'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { makeCode, unmakeCode } from '../add-code.ts'
import { codeChanged, codeOf, openCodeList } from '../code-list.ts'
import { placeBehind } from '../rules.ts'
import { codingsRecoded } from './codings.ts'

/** Makes a code of the same meaning right behind another one. */
export const duplicateCode = useCase({
  command: contract.duplicateCode,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ codings: z.array(z.string()) }),
  async run(context, { code, id, name, withCodings, reason }) {
    const codes = await openCodeList(context)
    const { parent, colour, definition, whenToUse, whenNotToUse, example } = codeOf(codes, code)
    const position = placeBehind(codes, code)
    await makeCode(
      context,
      { id, name, parent, position, colour, definition, whenToUse, whenNotToUse, example },
      reason,
    )
    const codings = withCodings ? await copyCodings(context, code, id) : []
    return {
      answer: { id, codings: codings.length },
      subject: { kind: 'code', id },
      detail: { of: code, codings: codings.length },
      memory: { codings },
      events: [codeChanged(id), ...(codings.length > 0 ? [codingsRecoded([id])] : [])],
    }
  },
  async undo(context, { codings }, { id }) {
    await openCodeList(context)
    if (codings.length > 0)
      await sql`select count(*) from fold_codings(${codings}::uuid[])`.execute(context.transaction)
    await unmakeCode(context, id)
    return { subject: { kind: 'code', id }, events: [codeChanged(id), codingsRecoded([id])] }
  },
})

async function copyCodings(
  { transaction }: StepContext,
  from: string,
  to: string,
): Promise<string[]> {
  const { rows } = await sql<{
    copies: string[]
  }>`select copy_codings(${from}, ${to}) as copies`.execute(transaction)
  return rows[0]?.copies ?? []
}
