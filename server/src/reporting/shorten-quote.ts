import * as contract from '@throughline/contract/reporting'
import { checkQuoteEdits } from '@throughline/text'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { readQuotedWords } from '../coding/index.ts'
import { Problem } from '../platform/http/problem.ts'
import { chosenQuote, openReport, reportChanged } from './open-report.ts'
import { hashOf } from './words.ts'

const edits = z.array(contract.quoteEdit)

export const shortenQuote = useCase({
  command: contract.shortenQuote,
  may: 'change the report',
  sharedUndo: true,
  memory: z.object({
    before: z.object({ edits, wordsHash: z.string() }),
    after: z.object({ edits, wordsHash: z.string() }),
  }),
  async run(context, { id, edits: wanted }) {
    await openReport(context)
    const quote = await chosenQuote(context, id)
    const { coding, theme } = quote
    const words = (await readQuotedWords(context.transaction, context.study, [coding])).get(coding)
    const checked = checkQuoteEdits(words?.text ?? '', wanted)
    if (!words || !checked.ok)
      throw Problem.invalid(
        'not-verbatim',
        checked.ok ? 'The words of this quote cannot be read. Reload the report.' : checked.reason,
      )
    const before = { edits: edits.parse(quote.edits), wordsHash: quote.wordsHash }
    const after = { edits: [...checked.edits], wordsHash: hashOf(words) }
    await write(context, id, after)
    return {
      answer: { id },
      subject: { kind: 'quote', id },
      detail: {
        omissions: after.edits.filter(({ kind }) => kind === 'omit').length,
        insertions: after.edits.filter(({ kind }) => kind === 'insert').length,
      },
      memory: { before, after },
      events: [reportChanged(theme)],
    }
  },
  async undo(context, { before, after }, { id }) {
    await openReport(context)
    const quote = await chosenQuote(context, id)
    if (JSON.stringify(edits.parse(quote.edits)) !== JSON.stringify(after.edits))
      throw Problem.conflict(
        'changed-since',
        'This quote was shortened again since. Undo that first, or change it by hand.',
      )
    await write(context, id, before)
    return { subject: { kind: 'quote', id }, events: [reportChanged(quote.theme)] }
  },
})

async function write(
  { transaction, study }: StepContext,
  id: string,
  shortened: { edits: z.infer<typeof edits>; wordsHash: string },
): Promise<void> {
  await sql`update report_quote set edits = ${JSON.stringify(shortened.edits)}::jsonb, words_hash = ${shortened.wordsHash}
    where study_id = ${study} and id = ${id}`.execute(transaction)
}
