import * as contract from '@throughline/contract/reporting'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import {
  chosenQuote,
  openReport,
  placeOfQuote,
  quotesOfTheme,
  reportChanged,
} from './open-report.ts'

export const moveQuote = useCase({
  command: contract.moveQuote,
  may: 'change the report',
  sharedUndo: true,
  // The neighbour before which it stood, not a number: the quotes may be numbered anew in between.
  memory: z.object({ stoodBefore: z.string().nullable() }),
  async run(context, { id, before }) {
    await openReport(context)
    const { theme } = await chosenQuote(context, id)
    const quotes = await quotesOfTheme(context, theme)
    const stoodBefore = quotes[quotes.findIndex((quote) => quote.id === id) + 1]?.id ?? null
    return { ...(await move(context, theme, id, before)), memory: { stoodBefore } }
  },
  async undo(context, { stoodBefore }, { id }) {
    await openReport(context)
    const { theme } = await chosenQuote(context, id)
    return move(context, theme, id, stoodBefore)
  },
})

async function move(context: StepContext, theme: string, id: string, before: string | null) {
  const done = {
    answer: { id },
    subject: { kind: 'quote', id },
    events: [reportChanged(theme)],
  }
  if (before === id) return done
  const position = await placeOfQuote(context, theme, id, before)
  await sql`update report_quote set position = ${position}
    where study_id = ${context.study} and id = ${id}`.execute(context.transaction)
  return done
}
