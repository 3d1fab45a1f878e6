import type { WaitingItem } from '@throughline/contract/study'
import type { AnyTransaction } from '../platform/database/database.ts'
import { readDraft } from './draft.ts'

/** How far the report has come: quotes that can be printed, of those chosen. */
export async function countReport(transaction: AnyTransaction, study: string) {
  const { themes, balance } = await readDraft(transaction, study)
  const chosen = themes.reduce((sum, { quotes }) => sum + quotes.length, 0)
  if (chosen === 0) return { done: 0, total: 0, caption: 'not begun' }
  return {
    done: balance.quotes,
    total: chosen,
    caption: `${balance.quotes === 1 ? 'quote' : 'quotes'} from ${balance.quoted} of ${balance.of} people`,
  }
}

/** Quotes of the draft that are kept back. */
export async function waitingForReport(
  transaction: AnyTransaction,
  study: string,
): Promise<WaitingItem[]> {
  const { withheld } = await readDraft(transaction, study)
  const count = (reasons: readonly string[]) =>
    withheld
      .filter(({ reason }) => reasons.includes(reason))
      .reduce((sum, { quotes }) => sum + quotes, 0)
  const changed = count(['words changed'])
  const consentMissing = count(['consent refused', 'consent not recorded', 'no participant'])
  return [
    ...item(
      changed,
      'to be looked at again',
      'Their transcript was corrected after they were shortened.',
    ),
    ...item(
      consentMissing,
      'without consent',
      'They stay in the draft, and no export shows their words.',
    ),
  ]
}

function item(quotes: number, what: string, detail: string): WaitingItem[] {
  if (quotes === 0) return []
  const sentence = `${quotes === 1 ? 'One quote of the report is' : `${quotes} quotes of the report are`} ${what}`
  return [{ id: what, sentence, detail, page: 'report', action: 'Open the report', urgent: false }]
}
