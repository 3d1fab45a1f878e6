import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { enterChange, openThemes, themeChanged, themeOf, wording } from './theme-list.ts'

export const removeTheme = useCase({
  command: contract.removeTheme,
  may: 'change themes',
  sharedUndo: true,
  memory: z.object({ row: z.record(z.string(), z.unknown()) }),
  async run(context, { id, reason }) {
    const { transaction, study } = context
    const theme = themeOf(await openThemes(context), id)
    const { rows: codes } = await sql`select from theme_code
      where study_id = ${study} and theme_id = ${id} limit 1`.execute(transaction)
    if (codes.length > 0)
      throw Problem.conflict(
        'theme-has-codes',
        'This theme has codes. Take them out first, or set the theme aside.',
      )
    const { rows } = await sql<{ row: Record<string, unknown> }>`delete from theme
      where study_id = ${study} and id = ${id} returning to_jsonb(theme) as row`.execute(
      transaction,
    )
    await enterChange(context, {
      theme: id,
      what: 'removed',
      before: wording.parse(theme),
      after: null,
      reason,
    })
    return {
      answer: { id },
      subject: { kind: 'theme', id },
      memory: { row: rows[0]?.row ?? {} },
      events: [themeChanged(id)],
    }
  },
  async undo(context, { row }, { id }) {
    await openThemes(context)
    await sql`insert into theme select * from jsonb_populate_record(null::theme, ${JSON.stringify(row)}::jsonb)`.execute(
      context.transaction,
    )
    const after = { name: row.name, centralIdea: row.central_idea, definition: row.definition }
    await enterChange(context, {
      theme: id,
      what: 'added',
      before: null,
      after,
      reason: '',
      undoing: true,
    })
    return { subject: { kind: 'theme', id }, events: [themeChanged(id)] }
  },
})
