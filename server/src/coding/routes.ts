import * as files from '@throughline/contract/code-import'
import * as reshaping from '@throughline/contract/code-reshaping'
import * as contract from '@throughline/contract/coding'
import { answer, type BoundEndpoint, perform, receive, send } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from '../study/index.ts'
import { addCode } from './add-code.ts'
import { addCoding, removeCoding } from './add-coding.ts'
import { bringBackCode, changeCode, moveCode, retireCode } from './change-code.ts'
import { changeCoding } from './change-coding.ts'
import { importCodes } from './code-book/import-codes.ts'
import { previewCodes } from './code-book/preview-codes.ts'
import { exportCodes, exportCodings, exportQuotes } from './exports.ts'
import { changeCodings } from './quotes/change-codings.ts'
import { countQuotes, findQuotes } from './quotes/find-quotes.ts'
import { ask } from './quotes/matching.ts'
import {
  codeUses,
  codingStrips,
  countCodings,
  listCodeChanges,
  listCodes,
  listCodings,
  transcriptExists,
  uncodedTranscripts,
} from './queries.ts'
import { listQuoteViews, removeQuoteView, renameQuoteView, saveQuoteView } from './quotes/views.ts'
import { duplicateCode } from './reshaping/duplicate-code.ts'
import { mergeCodes, previewMerge } from './reshaping/merge-codes.ts'
import { groupCodes, moveCodes } from './reshaping/move-codes.ts'
import { splitCode } from './reshaping/split-code.ts'
import { readWeightScale, setWeightScale } from './weight-scale.ts'

const read = 'read transcripts'

export const codingEndpoints: readonly BoundEndpoint[] = [
  answer(contract.listCodes, read, ({ transaction, study }) => listCodes(transaction, study)),
  answer(contract.listCodeChanges, read, async ({ transaction, study }, { search }) => ({
    changes: await listCodeChanges(transaction, study, search),
  })),
  answer(contract.codeUses, read, ({ transaction, study }, { params }) =>
    codeUses(transaction, study, params.code),
  ),
  perform(addCode),
  perform(changeCode),
  perform(moveCode),
  perform(retireCode),
  perform(bringBackCode),
  answer(reshaping.previewMerge, read, (context, { params, search }) =>
    previewMerge(context, search.from, params.code),
  ),
  perform(mergeCodes),
  perform(splitCode),
  perform(duplicateCode),
  perform(groupCodes),
  perform(moveCodes),
  receive(files.previewCodes, 'change the code list', files.largestCodeFile, (context, _, file) =>
    previewCodes(context, file),
  ),
  perform(importCodes),

  answer(contract.listCodings, read, async ({ transaction, study }, { params }) => {
    const codings = await listCodings(transaction, study, params.transcript)
    if (codings.length === 0 && !(await transcriptExists(transaction, study, params.transcript)))
      throw Problem.notFound('There is no such transcript in this study.')
    return { codings }
  }),
  perform(addCoding),
  perform(changeCoding),
  perform(removeCoding),
  perform(changeCodings),
  answer(contract.getWeightScale, read, async ({ transaction, study }) => ({
    scale: await readWeightScale(transaction, study),
  })),
  perform(setWeightScale),
  answer(contract.codingStrips, read, async ({ transaction, study }) => ({
    strips: await codingStrips(transaction, study),
  })),

  answer(contract.findQuotes, read, async ({ transaction, study }, { search }) => {
    const asked = await ask(transaction, study, search)
    const counted = await countQuotes(transaction, study, asked)
    const { groups } = counted
    return { ...counted, ...(await findQuotes(transaction, study, asked, { ...search, groups })) }
  }),
  answer(contract.listQuoteViews, read, async ({ transaction, study }) => ({
    views: await listQuoteViews(transaction, study),
  })),
  perform(saveQuoteView),
  perform(renameQuoteView),
  perform(removeQuoteView),
  send(contract.exportQuotes, 'export', (context, { search }) =>
    exportQuotes(context, search, search.as, search.view),
  ),
  send(contract.exportCodings, 'export', (context, { search }) =>
    exportCodings(context, search.as),
  ),
  send(contract.exportCodes, 'export', (context, { search }) => exportCodes(context, search.as)),

  answer(contract.countCodings, read, async ({ transaction, study }) => {
    const { coded, released, codings } = await countCodings(transaction, study)
    return {
      done: coded,
      total: released,
      caption: codings === 0 ? 'not begun' : `coded, ${codings} codings`,
    }
  }),
  answer(contract.waitingCoding, null, async ({ transaction, study, member }) => ({
    // nothing waits for who may not do it, and a page that asks is not refused
    items: (member.actions.has('code' satisfies Action)
      ? await uncodedTranscripts(transaction, study)
      : []
    ).map(({ id, title, words }) => ({
      id: `code ${id}`,
      sentence: `Code ${title}`,
      detail: `Nobody has coded it yet. ${words} words.`,
      page: `code/${id}`,
      action: 'Start',
      urgent: false,
    })),
  })),
]
