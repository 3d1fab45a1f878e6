import * as contract from '@throughline/contract/reporting'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { readQuotedWords } from '../coding/index.ts'
import { Problem } from '../platform/http/problem.ts'
import {
  chosenQuote,
  openReport,
  placeOfQuote,
  quotesOfTheme,
  reportChanged,
} from './open-report.ts'
import { hashOf } from './words.ts'

/**
 * Whether the participant consents to be quoted is not asked here: the table refuses the row itself, whoever writes it
 * (what always holds, 10).
 */
export const chooseQuote = useCase({
  command: contract.chooseQuote,
  may: 'change the report',
  sharedUndo: true,
  memory: z.object({ chosen: z.string() }),
  async run(context, { id, theme, coding, before }) {
    await openReport(context)
    await refuseOutsideTheme(context, theme, coding)
    const words = (await readQuotedWords(context.transaction, context.study, [coding])).get(coding)
    if (!words?.text)
      throw Problem.conflict('no-words', 'This passage holds no words of a speaker, only a label.')
    const position = await placeOfQuote(context, theme, id, before)
    await sql`insert into report_quote (study_id, id, theme_id, coding_id, position, words_hash, chosen_by)
      values (${context.study}, ${id}, ${theme}, ${coding}, ${position}, ${hashOf(words)}, ${context.account})`.execute(
      context.transaction,
    )
    return {
      answer: { id },
      subject: { kind: 'quote', id },
      detail: { theme, coding },
      memory: { chosen: id },
      events: [reportChanged(theme)],
    }
  },
  async undo(context, { chosen }, { theme }) {
    await openReport(context)
    const quote = await chosenQuote(context, chosen)
    if (z.array(z.unknown()).parse(quote.edits).length > 0)
      throw Problem.conflict(
        'changed-since',
        'This quote was shortened since. Undo that first, or take the quote out.',
      )
    await remove(context, chosen)
    return { subject: { kind: 'quote', id: chosen }, events: [reportChanged(theme)] }
  },
})

export const takeQuoteOut = useCase({
  command: contract.takeQuoteOut,
  may: 'change the report',
  sharedUndo: true,
  memory: z.object({ row: z.record(z.string(), z.unknown()), stoodBefore: z.string().nullable() }),
  async run(context, { id }) {
    await openReport(context)
    const { theme } = await chosenQuote(context, id)
    const quotes = await quotesOfTheme(context, theme)
    const stoodBefore = quotes[quotes.findIndex((quote) => quote.id === id) + 1]?.id ?? null
    const row = await remove(context, id)
    return {
      answer: { id },
      subject: { kind: 'quote', id },
      detail: { theme },
      memory: { row, stoodBefore },
      events: [reportChanged(theme)],
    }
  },
  async undo(context, { row, stoodBefore }, { id }) {
    await openReport(context)
    const { theme_id: theme } = z.looseObject({ theme_id: z.string() }).parse(row)
    const position = await placeOfQuote(context, theme, id, stoodBefore)
    const back = JSON.stringify({ ...row, position })
    await sql`insert into report_quote
      select * from jsonb_populate_record(null::report_quote, ${back}::jsonb)`.execute(
      context.transaction,
    )
    return { subject: { kind: 'quote', id }, events: [reportChanged(theme)] }
  },
})

async function remove(
  { transaction, study }: StepContext,
  id: string,
): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`delete from report_quote
    where study_id = ${study} and id = ${id} returning to_jsonb(report_quote) as row`.execute(
    transaction,
  )
  return rows[0]?.row ?? {}
}

async function refuseOutsideTheme(
  { transaction, study }: StepContext,
  theme: string,
  coding: string,
): Promise<void> {
  const { rows } = await sql<{ set_aside: boolean; code: string | null; inside: boolean }>`
    select theme.set_aside_at is not null as set_aside, c.code_id as code, tc.code_id is not null as inside
    from theme
    left join coding c on c.study_id = ${study} and c.id = ${coding}
    left join theme_code tc on tc.study_id = ${study} and tc.theme_id = theme.id and tc.code_id = c.code_id
    where theme.study_id = ${study} and theme.id = ${theme}`.execute(transaction)
  const [found] = rows
  if (!found) throw Problem.notFound('This theme does not exist, or no longer. Reload the report.')
  if (found.code === null)
    throw Problem.notFound('This coding does not exist, or no longer. Reload the report.')
  if (found.set_aside)
    throw Problem.conflict(
      'theme-set-aside',
      'This theme was set aside. Bring it back on the board first.',
    )
  if (!found.inside)
    throw Problem.conflict(
      'code-not-in-theme',
      'The code of this passage does not stand in this theme. Carry it in on the board first.',
    )
}
