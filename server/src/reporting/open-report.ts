import { sql } from 'kysely'
import type { StepContext } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { placeBefore } from '../themes/index.ts'

/** Changes of the report wait for each other, so that each stands on what the one before it left. */
export async function openReport({ transaction, study }: StepContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('report ' || ${study}::text, 0))`.execute(
    transaction,
  )
}

/** A chosen quote as its table keeps it, in the order of the report. */
export interface ChosenQuote {
  id: string
  theme: string
  coding: string
  position: number
  edits: unknown
  wordsHash: string
}

/** @throws Problem 404 */
export async function chosenQuote(
  { transaction, study }: StepContext,
  id: string,
): Promise<ChosenQuote> {
  const { rows } =
    await sql<ChosenQuote>`select id, theme_id as theme, coding_id as coding, position, edits,
      words_hash as "wordsHash"
    from report_quote where study_id = ${study} and id = ${id}`.execute(transaction)
  const [quote] = rows
  if (!quote)
    throw Problem.notFound('This quote is not in the report, or no longer. Reload the report.')
  return quote
}

/** The quotes of a theme in their order. */
export async function quotesOfTheme({ transaction, study }: StepContext, theme: string) {
  const { rows } = await sql<{ id: string; position: number }>`select id, position from report_quote
    where study_id = ${study} and theme_id = ${theme} order by position, id`.execute(transaction)
  return rows
}

/** The place before another quote of the theme; its quotes are numbered anew when no place is left. */
export async function placeOfQuote(
  context: StepContext,
  theme: string,
  id: string,
  before: string | null,
): Promise<number> {
  const quotes = await quotesOfTheme(context, theme)
  const place = placeBefore(
    quotes.filter((quote) => quote.id !== id),
    before,
  )
  if (place !== null) return place
  await sql`update report_quote set position = numbered.number from (
      select id, row_number() over (order by position, id) as number from report_quote
      where study_id = ${context.study} and theme_id = ${theme}) numbered
    where report_quote.study_id = ${context.study} and report_quote.id = numbered.id`.execute(
    context.transaction,
  )
  return placeOfQuote(context, theme, id, before)
}

/** The event by which browsers hear of a change of the report. */
export function reportChanged(theme: string | null) {
  return { name: 'report.changed', may: 'read transcripts', data: { theme } }
}
