import * as contract from '@throughline/contract/code-import'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { makeCode, unmakeCode } from '../add-code.ts'
import { codeChanged, openCodeList } from '../code-list.ts'
import { ChangingList, changesMemory, setAllBack } from '../reshaping/code-changes.ts'
import { codeAt, settled } from './rules.ts'

/** Adds and changes codes as a file tells them. What the list has is matched by name and place. */
export const importCodes = useCase({
  command: contract.importCodes,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ made: z.array(z.string()), changes: changesMemory }),
  async run(context, { codes: told, reason }) {
    let list = await openCodeList(context)
    const made: string[] = []
    const changes: z.infer<typeof changesMemory> = []
    for (const { ifDiffers, path, ...code } of told) {
      const here = codeAt(list, path)
      if (here) {
        const change = settled(here, { path, ...code }, ifDiffers)
        if (Object.keys(change).length === 0) continue
        const changing = new ChangingList(context, list, reason)
        await changing.change(here.id, 'changed', change)
        changes.push(...changing.memory)
        list = [...changing.codes]
        continue
      }
      let parent: string | null = null
      for (const [depth, name] of path.entries()) {
        const above = codeAt(list, path.slice(0, depth + 1))
        if (above) {
          parent = above.id
          continue
        }
        const id = uuidv7()
        const isItself = depth === path.length - 1
        await makeCode(context, { id, name, parent, ...(isItself ? code : {}) }, reason)
        made.push(id)
        list = await openCodeList(context)
        parent = id
      }
    }
    return {
      answer: { added: made.length, changed: changes.length },
      subject: { kind: 'code', id: null },
      detail: { added: made, changed: changes.map(({ id }) => id) },
      memory: { made, changes },
      events: [...made, ...changes.map(({ id }) => id)].map(codeChanged),
    }
  },
  async undo(context, { made, changes }) {
    await setAllBack(context, changes)
    for (const id of made.toReversed()) await unmakeCode(context, id)
    return {
      subject: { kind: 'code', id: null },
      detail: { taken: made },
      events: [...made, ...changes.map(({ id }) => id)].map(codeChanged),
    }
  },
})
