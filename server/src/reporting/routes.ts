import * as contract from '@throughline/contract/reporting'
import { answer, type BoundEndpoint, perform, send } from '../platform/http/endpoints.ts'
import { chooseQuote, takeQuoteOut } from './choose-quote.ts'
import { countReport, waitingForReport } from './counts.ts'
import { readDraft } from './draft.ts'
import { exportReport } from './export-report.ts'
import { moveQuote } from './move-quote.ts'
import { shortenQuote } from './shorten-quote.ts'
import { changeReport, writeSection } from './write-texts.ts'

const read = 'read transcripts'

export const reportingEndpoints: readonly BoundEndpoint[] = [
  answer(contract.getReport, read, ({ transaction, study }) => readDraft(transaction, study)),
  answer(contract.countReport, read, ({ transaction, study }) => countReport(transaction, study)),
  answer(contract.waitingForReport, null, async ({ transaction, study, member }) => ({
    items: member.actions.has('change the report')
      ? await waitingForReport(transaction, study)
      : [],
  })),
  send(contract.exportReport, 'export', (context, { search }) => exportReport(context, search.as)),
  perform(changeReport),
  perform(writeSection),
  perform(chooseQuote),
  perform(takeQuoteOut),
  perform(moveQuote),
  perform(shortenQuote),
]
