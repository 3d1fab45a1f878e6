import * as contract from '@throughline/contract/quotes'
import { quoteQuestion, type QuoteView } from '@throughline/contract/quotes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Problem } from '../../platform/http/problem.ts'

const kept = z.object({
  id: z.string(),
  name: z.string(),
  question: quoteQuestion,
  by: z.string(),
  at: z.string(),
})
type Kept = z.infer<typeof kept>

/** Views are the team's: who may code may save, rename and remove any of them, and take that back. */
export const saveQuoteView = useCase({
  command: contract.saveQuoteView,
  may: 'code',
  sharedUndo: true,
  memory: z.object({}),
  async run(context, view) {
    await insertView(context, { ...view, by: context.account, at: new Date().toISOString() })
    return { answer: { id: view.id }, memory: {}, ...about(view.id) }
  },
  async undo(context, _, { id }) {
    await deleteView(context, id)
    return about(id)
  },
})

export const renameQuoteView = useCase({
  command: contract.renameQuoteView,
  may: 'code',
  sharedUndo: true,
  memory: z.object({ before: z.string() }),
  async run(context, { id, name }) {
    return { answer: { id }, memory: { before: await rename(context, id, name) }, ...about(id) }
  },
  async undo(context, { before }, { id, name }) {
    const was = await rename(context, id, before)
    if (was !== name)
      throw Problem.conflict(
        'changed-since',
        'This view was renamed again since. Rename it by hand.',
      )
    return about(id)
  },
})

export const removeQuoteView = useCase({
  command: contract.removeQuoteView,
  may: 'code',
  sharedUndo: true,
  memory: kept,
  async run(context, { id }) {
    return { answer: { id }, memory: await deleteView(context, id), ...about(id) }
  },
  async undo(context, view) {
    await insertView(context, view)
    return about(view.id)
  },
})

const about = (id: string) => ({
  subject: { kind: 'quote view', id },
  events: [{ name: 'quote-view.changed', may: 'read transcripts', data: { id } }],
})

/** The saved views of a study, by name. */
export async function listQuoteViews(
  transaction: AnyTransaction,
  study: string,
): Promise<QuoteView[]> {
  const { rows } = await sql<Omit<QuoteView, 'at'> & { at: Date }>`
    select id, name, question, by, at from quote_view where study_id = ${study} order by lower(name)`.execute(
    transaction,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

async function insertView(
  { transaction, study }: StepContext,
  { id, name, question, by, at }: Kept,
): Promise<void> {
  await sql`insert into quote_view (study_id, id, name, question, by, at)
    values (${study}, ${id}, ${name}, ${JSON.stringify(question)}::jsonb, ${by}, ${at})`.execute(
    transaction,
  )
}

/** Gives the name that it had. */
async function rename(
  { transaction, study }: StepContext,
  id: string,
  name: string,
): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from quote_view
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  const [before] = rows
  if (!before) throw noSuchView()
  await sql`update quote_view set name = ${name} where study_id = ${study} and id = ${id}`.execute(
    transaction,
  )
  return before.name
}

async function deleteView({ transaction, study }: StepContext, id: string): Promise<Kept> {
  const { rows } = await sql<Omit<Kept, 'at'> & { at: Date }>`delete from quote_view
    where study_id = ${study} and id = ${id} returning id, name, question, by, at`.execute(
    transaction,
  )
  const [view] = rows
  if (!view) throw noSuchView()
  return { ...view, at: view.at.toISOString() }
}

const noSuchView = () => Problem.notFound('There is no such view in this study, or no longer.')
