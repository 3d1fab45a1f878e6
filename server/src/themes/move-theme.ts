import * as contract from '@throughline/contract/themes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import {
  enterChange,
  openThemes,
  placeOfTheme,
  themeChanged,
  themeOf,
  type ThemeRow,
} from './theme-list.ts'

export const moveTheme = useCase({
  command: contract.moveTheme,
  may: 'change themes',
  sharedUndo: true,
  // The neighbour before which it stood, not a number: the themes may be numbered anew in between.
  memory: z.object({ stoodBefore: z.string().nullable() }),
  async run(context, { id, before, reason }) {
    const themes = await openThemes(context)
    const stoodBefore = followerOf(themes, id)
    await move(context, themes, { id, before, reason, undoing: false })
    return {
      answer: { id },
      subject: { kind: 'theme', id },
      memory: { stoodBefore },
      events: [themeChanged(id)],
    }
  },
  async undo(context, { stoodBefore }, { id }) {
    const themes = await openThemes(context)
    await move(context, themes, { id, before: stoodBefore, reason: '', undoing: true })
    return { subject: { kind: 'theme', id }, events: [themeChanged(id)] }
  },
})

function followerOf(themes: readonly ThemeRow[], id: string): string | null {
  return themes[themes.indexOf(themeOf(themes, id)) + 1]?.id ?? null
}

async function move(
  context: StepContext,
  themes: readonly ThemeRow[],
  {
    id,
    before,
    reason,
    undoing,
  }: { id: string; before: string | null; reason: string; undoing: boolean },
): Promise<void> {
  if (before === id) return
  const stood = themes.indexOf(themeOf(themes, id)) + 1
  const position = await placeOfTheme(context, themes, id, before)
  const others = themes.filter((theme) => theme.id !== id)
  const found = others.findIndex((theme) => theme.id === before)
  const stands = (found === -1 ? others.length : found) + 1
  await sql`update theme set position = ${position} where study_id = ${context.study} and id = ${id}`.execute(
    context.transaction,
  )
  await enterChange(context, {
    theme: id,
    what: 'moved',
    before: { place: stood },
    after: { place: stands },
    reason,
    undoing,
  })
}
