import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { carry, carryBack, carryMemory } from './placements.ts'
import { enterChange, openThemes, placeOfTheme, themeChanged, themeOf } from './theme-list.ts'

export const addTheme = useCase({
  command: contract.addTheme,
  may: 'change themes',
  sharedUndo: true,
  memory: z.object({ carried: carryMemory }),
  async run(context, { id, codes, from, before, reason, ...wording }) {
    const themes = await openThemes(context)
    if (from !== null) themeOf(themes, from)
    const position = await placeOfTheme(context, themes, id, before)
    await sql`insert into theme (study_id, id, position, name, central_idea, definition, made_by)
      values (${context.study}, ${id}, ${position}, ${wording.name}, ${wording.centralIdea}, ${wording.definition},
        ${context.account})`.execute(context.transaction)
    await enterChange(context, { theme: id, what: 'added', before: null, after: wording, reason })
    const carried = await carry(context, { codes, to: id, from, before: null, reason })
    return {
      answer: { id },
      subject: { kind: 'theme', id },
      detail: { codes: codes.length },
      memory: { carried },
      events: [themeChanged(id), ...(from === null ? [] : [themeChanged(from)])],
    }
  },
  async undo(context, { carried }, { id }) {
    const theme = themeOf(await openThemes(context), id)
    const events = await carryBack(context, carried)
    const { rows } = await sql<{ codes: number }>`select count(*) as codes from theme_code
      where study_id = ${context.study} and theme_id = ${id}`.execute(context.transaction)
    if (rows[0] && rows[0].codes > 0)
      throw Problem.conflict(
        'changed-since',
        'Other codes were carried into this theme since. Take them out first, or set the theme aside.',
      )
    await sql`delete from theme where study_id = ${context.study} and id = ${id}`.execute(
      context.transaction,
    )
    await enterChange(context, {
      theme: id,
      what: 'removed',
      before: { name: theme.name, centralIdea: theme.centralIdea, definition: theme.definition },
      after: null,
      reason: '',
      undoing: true,
    })
    return { subject: { kind: 'theme', id }, events: [...events, themeChanged(id)] }
  },
})
