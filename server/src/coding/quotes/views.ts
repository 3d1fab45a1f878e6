import * as contract from '@throughline/contract/quotes'
import { quoteQuestion, type QuoteView } from '@throughline/contract/quotes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { CodeHolder } from '../reshaping/holders.ts'

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

/** One view, or undefined where there is none of this id. */
export async function readQuoteView(
  transaction: AnyTransaction,
  study: string,
  id: string,
): Promise<QuoteView | undefined> {
  return (await listQuoteViews(transaction, study)).find((view) => view.id === id)
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

const followed = z.array(z.object({ id: z.string(), before: quoteQuestion, after: quoteQuestion }))

/** A view that asks for a code asks for the one into which it was merged. It is no place in which a code stands. */
export const codesInViews: CodeHolder = {
  count: () => Promise.resolve(0),
  async replace({ transaction, study }, codes, by) {
    const views = await listQuoteViews(transaction, study)
    const memory = views.flatMap(({ id, question }) => {
      const before = quoteQuestion.parse(question)
      const after = quoteQuestion.parse(
        Object.fromEntries(
          Object.entries(before).map(([key, value]) => [key, withCode(value, codes, by)]),
        ),
      )
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ id, before, after }]
    })
    for (const { id, after } of memory) await ask({ transaction, study }, id, after)
    return { memory, events: memory.flatMap(({ id }) => about(id).events) }
  },
  async putBack({ transaction, study }, memory) {
    const views = new Map(
      (await listQuoteViews(transaction, study)).map(({ id, question }) => [
        id,
        JSON.stringify(quoteQuestion.parse(question)),
      ]),
    )
    // What somebody asked anew since stays.
    const standing = followed
      .parse(memory)
      .filter(({ id, after }) => views.get(id) === JSON.stringify(after))
    for (const { id, before } of standing) await ask({ transaction, study }, id, before)
    return standing.flatMap(({ id }) => about(id).events)
  },
}

/** A list of codes with another in the place of some. */
function withCode(value: unknown, codes: readonly string[], by: string): unknown {
  if (!Array.isArray(value)) return value
  const named = value.map((one: unknown) =>
    typeof one === 'string' && codes.includes(one) ? by : one,
  )
  return [...new Set(named)]
}

async function ask(
  { transaction, study }: Pick<StepContext, 'transaction' | 'study'>,
  id: string,
  question: z.infer<typeof quoteQuestion>,
): Promise<void> {
  await sql`update quote_view set question = ${JSON.stringify(question)}::jsonb
    where study_id = ${study} and id = ${id}`.execute(transaction)
}
