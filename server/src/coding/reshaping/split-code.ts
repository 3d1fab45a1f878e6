import * as contract from '@throughline/contract/code-reshaping'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { makeCode, unmakeCode } from '../add-code.ts'
import { codeChanged, codeOf, enterChange, openCodeList } from '../code-list.ts'
import { codingsRecoded, recode } from './codings.ts'

/** Gives chosen codings to a new code: what was one turned out to be two. */
export const splitCode = useCase({
  command: contract.splitCode,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ made: z.string(), codings: z.array(z.string()) }),
  async run(context, { code, newCode, codings, reason }) {
    const { name } = codeOf(await openCodeList(context), code)
    await makeCode(context, newCode, reason)
    const moved = await recode(context, codings, [code], newCode.id)
    const after = { into: newCode.id, intoName: newCode.name, codings: moved }
    await enterChange(context, { code, what: 'split', before: { name }, after, reason })
    return {
      answer: { id: newCode.id, moved },
      subject: { kind: 'code', id: code },
      detail: { into: newCode.id, moved },
      memory: { made: newCode.id, codings: [...codings] },
      events: [codeChanged(code), codeChanged(newCode.id), codingsRecoded([code, newCode.id])],
    }
  },
  async undo(context, { made, codings }, { code }) {
    await openCodeList(context)
    await recode(context, codings, [made], code)
    await unmakeCode(context, made)
    return {
      subject: { kind: 'code', id: code },
      events: [codeChanged(code), codeChanged(made), codingsRecoded([code, made])],
    }
  },
})
