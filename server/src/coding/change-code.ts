import * as contract from '@throughline/contract/coding'
import type { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import {
  changeMemory,
  codeChanged,
  type CodeFields,
  codeOf,
  type CodeRow,
  difference,
  enterChange,
  fieldsOf,
  openCodeList,
  setBack,
  type WhatChanged,
  writeCode,
} from './code-list.ts'
import { refusePlace, refuseRetirement } from './rules.ts'

/** What all changes of one code share: who may, that everybody who may can undo, what undo remembers and does. */
const shared = {
  may: 'change the code list',
  sharedUndo: true,
  memory: changeMemory,
  async undo(
    context: StepContext,
    { before, after }: z.output<typeof changeMemory>,
    { id }: { id: string },
  ) {
    await setBack(context, id, before, after)
    return { subject: { kind: 'code', id }, events: [codeChanged(id)] }
  },
} as const

/** Changes one code as `change` says, and enters it into the history. */
async function alter(
  context: StepContext,
  what: WhatChanged,
  { id, reason }: { id: string; reason: string },
  change: (code: CodeRow, codes: readonly CodeRow[]) => CodeFields,
) {
  const codes = await openCodeList(context)
  const code = codeOf(codes, id)
  const fields = change(code, codes)
  const changed = difference(fieldsOf(code), fields)
  await writeCode(context, id, fields)
  await enterChange(context, { code: id, what, ...changed, reason })
  return {
    answer: { id },
    subject: { kind: 'code', id },
    detail: { fields: Object.keys(changed.after) },
    memory: changed,
    events: [codeChanged(id)],
  }
}

export const changeCode = useCase({
  command: contract.changeCode,
  ...shared,
  run: (context, body) =>
    alter(context, 'changed', body, (code) => ({
      ...fieldsOf(code),
      name: body.name ?? code.name,
      colour: body.colour ?? code.colour,
      definition: body.definition ?? code.definition,
      whenToUse: body.whenToUse ?? code.whenToUse,
      whenNotToUse: body.whenNotToUse ?? code.whenNotToUse,
      example: body.example ?? code.example,
    })),
})

export const moveCode = useCase({
  command: contract.moveCode,
  ...shared,
  run: (context, body) =>
    alter(context, 'moved', body, (code, codes) => {
      const refusal = refusePlace(codes, code.id, body.parent)
      if (refusal) throw Problem.conflict('no-such-place', refusal)
      return { ...fieldsOf(code), parent: body.parent, position: body.position }
    }),
})

export const retireCode = useCase({
  command: contract.retireCode,
  ...shared,
  run: (context, body) =>
    alter(context, 'retired', body, (code, codes) => {
      const refusal = refuseRetirement(codes, code.id)
      if (refusal) throw Problem.conflict('codes-below', refusal)
      return { ...fieldsOf(code), retired: true }
    }),
})

export const bringBackCode = useCase({
  command: contract.bringBackCode,
  ...shared,
  run: (context, body) =>
    alter(context, 'brought back', body, (code, codes) => {
      const above = codes.find(({ id }) => id === code.parent)
      if (above?.retired)
        throw Problem.conflict(
          'parent-retired',
          `It stands under “${above.name}”, which is retired. Bring that back first.`,
        )
      return { ...fieldsOf(code), retired: false }
    }),
})
