import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { enterChange, openThemes, themeChanged, themeOf } from './theme-list.ts'

const shared = { may: 'change themes', sharedUndo: true, memory: z.object({}) } as const

export const setThemeAside = useCase({
  command: contract.setThemeAside,
  ...shared,
  run: (context, { id, reason }) => put(context, id, { aside: true, reason, undoing: false }),
  undo: (context, _memory, { id }) => put(context, id, { aside: false, reason: '', undoing: true }),
})

export const bringThemeBack = useCase({
  command: contract.bringThemeBack,
  ...shared,
  run: (context, { id, reason }) => put(context, id, { aside: false, reason, undoing: false }),
  undo: (context, _memory, { id }) => put(context, id, { aside: true, reason: '', undoing: true }),
})

async function put(
  context: StepContext,
  id: string,
  { aside, reason, undoing }: { aside: boolean; reason: string; undoing: boolean },
) {
  const theme = themeOf(await openThemes(context), id)
  if (theme.setAside === aside)
    throw Problem.conflict(
      'so-already',
      aside ? 'This theme was set aside already.' : 'This theme stands on the board already.',
    )
  await sql`update theme set set_aside_at = case when ${aside} then now() end
    where study_id = ${context.study} and id = ${id}`.execute(context.transaction)
  const what = aside ? 'set aside' : 'brought back'
  await enterChange(context, { theme: id, what, before: null, after: null, reason, undoing })
  return {
    answer: { id },
    subject: { kind: 'theme', id },
    memory: {},
    events: [themeChanged(id)],
  }
}
