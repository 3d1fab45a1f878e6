import * as contract from '@throughline/contract/code-reshaping'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { makeCode, unmakeCode } from '../add-code.ts'
import { codeChanged, codeOf, openCodeList } from '../code-list.ts'
import { lastPosition, outermost, refusePlace } from '../rules.ts'
import { ChangingList, changesMemory, setAllBack } from './code-changes.ts'

/** Puts several codes under another one, or on the first level. What stands under them goes along. */
export const moveCodes = useCase({
  command: contract.moveCodes,
  may: 'change the code list',
  sharedUndo: true,
  memory: changesMemory,
  async run(context, { codes, parent, reason }) {
    const list = new ChangingList(context, await openCodeList(context), reason)
    await moveUnder(list, codes, parent)
    return {
      answer: { moved: list.memory.length },
      subject: { kind: 'code', id: parent },
      detail: { codes: list.memory.map(({ id }) => id) },
      memory: list.memory,
      events: list.memory.map(({ id }) => codeChanged(id)),
    }
  },
  async undo(context: StepContext, memory) {
    await setAllBack(context, memory)
    return {
      subject: { kind: 'code', id: null },
      detail: { codes: memory.map(({ id }) => id) },
      events: memory.map(({ id }) => codeChanged(id)),
    }
  },
})

/** Makes a code above several: it stands where the first of them stood, and they under it. */
export const groupCodes = useCase({
  command: contract.groupCodes,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ made: z.string(), changes: changesMemory }),
  async run(context, { newCode, codes, reason }) {
    for (const id of codes) codeOf(await openCodeList(context), id)
    await makeCode(context, newCode, reason)
    const list = new ChangingList(context, await openCodeList(context), reason)
    await moveUnder(list, codes, newCode.id)
    return {
      answer: { id: newCode.id },
      subject: { kind: 'code', id: newCode.id },
      detail: { codes },
      memory: { made: newCode.id, changes: list.memory },
      events: [newCode.id, ...codes].map(codeChanged),
    }
  },
  async undo(context, { made, changes }, { codes }) {
    await setAllBack(context, changes)
    await unmakeCode(context, made)
    return {
      subject: { kind: 'code', id: made },
      detail: { codes },
      events: [made, ...codes].map(codeChanged),
    }
  },
})

/** A code that stands under another of these stays under it. @throws Problem 409 with the name of what cannot go there */
async function moveUnder(
  list: ChangingList,
  codes: readonly string[],
  parent: string | null,
): Promise<void> {
  for (const id of outermost(list.codes, codes)) {
    const code = codeOf(list.codes, id)
    if (code.parent === parent) continue
    const refusal = refusePlace(list.codes, id, parent)
    if (refusal) throw Problem.conflict('no-such-place', `“${code.name}”: ${refusal}`)
    await list.change(id, 'moved', { parent, position: lastPosition(list.codes, parent) })
  }
}
