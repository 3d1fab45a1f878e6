import { sql } from 'kysely'
import { z } from 'zod'
import type { StepContext } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import { Problem } from '../platform/http/problem.ts'
import type { ThemeChange } from '@throughline/contract/themes'
import { type Placed, placeBefore } from './rules.ts'

/** A theme as its table keeps it. */
export interface ThemeRow extends Placed {
  name: string
  centralIdea: string
  definition: string
  setAside: boolean
}

/** What of a theme can be worded, as its history and undo remember it. */
export const wording = z.object({
  name: z.string(),
  centralIdea: z.string(),
  definition: z.string(),
})
export type Wording = z.infer<typeof wording>

/** All themes of a study in their order, those set aside included. */
export async function readThemes(transaction: AnyTransaction, study: string): Promise<ThemeRow[]> {
  const { rows } =
    await sql<ThemeRow>`select id, position, name, central_idea as "centralIdea", definition,
      set_aside_at is not null as "setAside"
    from theme where study_id = ${study} order by position, id`.execute(transaction)
  return rows
}

/** Changes of the themes wait for each other, so that each stands on what the one before it left. */
export async function openThemes({ transaction, study }: StepContext): Promise<ThemeRow[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('themes ' || ${study}::text, 0))`.execute(
    transaction,
  )
  return readThemes(transaction, study)
}

/** @throws Problem 404 */
export function themeOf(themes: readonly ThemeRow[], id: string): ThemeRow {
  const theme = themes.find((candidate) => candidate.id === id)
  if (!theme) throw Problem.notFound('This theme does not exist, or no longer. Reload the board.')
  return theme
}

/** The place before another theme; the themes are numbered anew when no place is left. */
export async function placeOfTheme(
  context: StepContext,
  themes: readonly ThemeRow[],
  id: string,
  before: string | null,
): Promise<number> {
  const others = themes.filter((theme) => theme.id !== id)
  const place = placeBefore(others, before)
  if (place !== null) return place
  await sql`update theme set position = numbered.number from (
      select id, row_number() over (order by position, id) as number from theme where study_id = ${context.study}) numbered
    where theme.study_id = ${context.study} and theme.id = numbered.id`.execute(context.transaction)
  const renumbered = await readThemes(context.transaction, context.study)
  return placeOfTheme(context, renumbered, id, before)
}

/** What a change of a theme enters into the history. */
export interface Change {
  theme: string
  what: ThemeChange['what']
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string
  undoing?: boolean
}

/** Enters a change into the history of the themes. */
export async function enterChange(
  { transaction, study, account, key }: StepContext,
  { theme, what, before, after, reason, undoing = false }: Change,
): Promise<void> {
  await sql`insert into theme_history (study_id, theme_id, what, before, after, reason, undoing, by, step)
    values (${study}, ${theme}, ${what}, ${before && JSON.stringify(before)}::jsonb,
      ${after && JSON.stringify(after)}::jsonb, ${reason}, ${undoing}, ${account}, ${key})`.execute(
    transaction,
  )
}

/** The event by which browsers and later rooms hear of a change of a theme. */
export function themeChanged(theme: string) {
  return { name: 'theme.changed', may: 'read transcripts', data: { theme } }
}
