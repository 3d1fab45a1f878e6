import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import {
  enterChange,
  openThemes,
  themeChanged,
  themeOf,
  type Wording,
  wording,
} from './theme-list.ts'

export const changeTheme = useCase({
  command: contract.changeTheme,
  may: 'change themes',
  sharedUndo: true,
  memory: z.object({ before: wording.partial(), after: wording.partial() }),
  async run(context, { id, reason, ...wanted }) {
    const now = wording.parse(themeOf(await openThemes(context), id))
    const fields = wording
      .keyof()
      .options.filter((field) => wanted[field] !== undefined && wanted[field] !== now[field])
    const pick = (from: Partial<Wording>) =>
      wording.partial().parse(Object.fromEntries(fields.map((field) => [field, from[field]])))
    const [before, after] = [pick(now), pick(wanted)]
    if (fields.length > 0) {
      await write(context, id, { ...now, ...after })
      await enterChange(context, { theme: id, what: 'changed', before, after, reason })
    }
    return {
      answer: { id },
      subject: { kind: 'theme', id },
      detail: { fields },
      memory: { before, after },
      events: [themeChanged(id)],
    }
  },
  async undo(context, { before, after }, { id }) {
    const now = wording.parse(themeOf(await openThemes(context), id))
    if (
      wording
        .keyof()
        .options.some((field) => after[field] !== undefined && after[field] !== now[field])
    )
      throw Problem.conflict(
        'changed-since',
        'This theme was worded anew since. Undo the later change first, or change it by hand.',
      )
    await write(context, id, { ...now, ...before })
    await enterChange(context, {
      theme: id,
      what: 'changed',
      before: after,
      after: before,
      reason: '',
      undoing: true,
    })
    return { subject: { kind: 'theme', id }, events: [themeChanged(id)] }
  },
})

async function write(
  { transaction, study }: StepContext,
  id: string,
  words: Wording,
): Promise<void> {
  await sql`update theme set name = ${words.name}, central_idea = ${words.centralIdea}, definition = ${words.definition}
    where study_id = ${study} and id = ${id}`.execute(transaction)
}
