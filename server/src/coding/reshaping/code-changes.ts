import { z } from 'zod'
import type { StepContext } from '../../platform/commands/step.ts'
import {
  changeMemory,
  type CodeFields,
  codeOf,
  type CodeRow,
  difference,
  enterChange,
  fieldsOf,
  setBack,
  type WhatChanged,
  writeCode,
} from '../code-list.ts'

/** What a step that changes several codes remembers of each. */
export const changesMemory = z.array(changeMemory.extend({ id: z.string() }))
export type ChangesMemory = z.infer<typeof changesMemory>

/** The code list as a step changes it, change by change: each is entered into the history and remembered. */
export class ChangingList {
  codes: readonly CodeRow[]
  readonly memory: ChangesMemory = []
  readonly #context: StepContext
  readonly #reason: string

  constructor(context: StepContext, codes: readonly CodeRow[], reason: string) {
    this.#context = context
    this.codes = codes
    this.#reason = reason
  }

  /** `told` goes into the history beside what changed. @throws Problem 404 */
  async change(
    id: string,
    what: WhatChanged,
    to: Partial<CodeFields>,
    told: Record<string, unknown> = {},
  ): Promise<void> {
    const code = codeOf(this.codes, id)
    const changed = difference(fieldsOf(code), { ...fieldsOf(code), ...to })
    await writeCode(this.#context, id, { ...fieldsOf(code), ...to })
    await enterChange(this.#context, {
      code: id,
      what,
      before: changed.before,
      after: { ...changed.after, ...told },
      reason: this.#reason,
    })
    this.memory.push({ id, ...changed })
    this.codes = this.codes.map((one) => (one.id === id ? { ...one, ...to } : one))
  }
}

/** Takes the changes of a step back, the last first. @throws Problem 409 when one was changed again since */
export async function setAllBack(context: StepContext, memory: ChangesMemory): Promise<void> {
  for (const { id, before, after } of memory.toReversed()) await setBack(context, id, before, after)
}
