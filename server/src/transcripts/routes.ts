import * as sections from '@throughline/contract/sections'
import * as order from '@throughline/contract/transcript-order'
import * as parts from '@throughline/contract/transcript-parts'
import * as contract from '@throughline/contract/transcripts'
import { fileLimit } from '@throughline/transcripts'
import {
  answer,
  type BoundEndpoint,
  perform,
  performPrepared,
  receive,
} from '../platform/http/endpoints.ts'
import {
  changeTranscript,
  releaseTranscript,
  removeTranscript,
  setSpeakerRole,
} from './change-transcript.ts'
import { importTranscripts } from './import-transcripts.ts'
import {
  changeTranscripts,
  releaseTranscripts,
  removeTranscripts,
  setSpeakerRoles,
} from './order/change-many.ts'
import { addFolder, changeFolder, listFolders, removeFolder } from './order/folders.ts'
import { moveTranscripts } from './order/move-transcripts.ts'
import { countTranscripts, getTranscript, listSpeakers, listTranscripts } from './queries.ts'
import { mergeTranscripts } from './reshaping/merge-transcripts.ts'
import { findAcross, listStanding } from './reshaping/queries.ts'
import { readBefore, replaceTranscript } from './reshaping/replace-transcript.ts'
import { splitTranscript } from './reshaping/split-transcript.ts'
import { nameFrom } from './rules.ts'
import { findMarks } from './sections/find-marks.ts'
import { changeSection, markSections, removeSections } from './sections/mark-sections.ts'
import { listQuestions, listSections } from './sections/queries.ts'
import { setQuestions } from './sections/set-questions.ts'
import { keepUpload, openUpload, openUploads, previewOf } from './uploads.ts'

const read = 'read transcripts'
const bring = 'import transcripts'

export const transcriptEndpoints: readonly BoundEndpoint[] = [
  answer(contract.listTranscripts, read, async ({ transaction, study }) => ({
    transcripts: await listTranscripts(transaction, study),
  })),
  answer(contract.getTranscript, read, (context, { params }) =>
    getTranscript(context, params.transcript),
  ),
  receive(
    contract.uploadFile,
    bring,
    fileLimit,
    async ({ account, ...context }, { search }, bytes) => {
      const where = { ...context, account: account.id }
      const name = nameFrom(search.name)
      const { upload, hash } = await keepUpload(where, name, bytes)
      return previewOf(where, upload, { name, hash, bytes }, {})
    },
  ),
  answer(contract.previewFile, bring, async ({ account, ...context }, { params, search }) => {
    const where = { ...context, account: account.id }
    const first = await openUpload(where, params.upload)
    const joined = await openUploads(where, search.joined)
    return previewOf(where, params.upload, first, search.options, joined)
  }),
  perform(importTranscripts),
  perform(changeTranscript),
  perform(setSpeakerRole),
  perform(releaseTranscript),
  perform(removeTranscript),
  answer(sections.listSections, read, async ({ transaction, study }, { search }) => ({
    sections: await listSections(transaction, study, search.transcript ?? null),
  })),
  answer(sections.listQuestions, read, async ({ transaction, study }) => ({
    questions: await listQuestions(transaction, study),
  })),
  answer(sections.findMarks, read, ({ transaction, study }, { search }) =>
    findMarks(transaction, study, search),
  ),
  perform(setQuestions),
  perform(markSections),
  perform(changeSection),
  perform(removeSections),
  answer(order.listFolders, read, async ({ transaction, study }) => ({
    folders: await listFolders(transaction, study),
  })),
  perform(addFolder),
  perform(changeFolder),
  perform(removeFolder),
  perform(moveTranscripts),
  answer(order.listSpeakers, read, async ({ transaction, study }) => ({
    speakers: await listSpeakers(transaction, study),
  })),
  perform(changeTranscripts),
  perform(setSpeakerRoles),
  perform(releaseTranscripts),
  perform(removeTranscripts),
  answer(parts.listStanding, read, async (context) => ({
    transcripts: await listStanding(context),
  })),
  answer(parts.findAcross, read, async (context, { params, search }) => ({
    across: await findAcross(context, params.transcript, search.starts),
  })),
  perform(mergeTranscripts),
  perform(splitTranscript),
  performPrepared(replaceTranscript, readBefore),
  answer(contract.countTranscripts, read, async ({ transaction, study }) => {
    const { done, total } = await countTranscripts(transaction, study)
    return {
      done,
      total,
      caption:
        total === 0 ? 'none yet' : done === total ? 'released' : `released, ${total - done} raw`,
    }
  }),
  answer(contract.waitingTranscripts, null, async ({ transaction, study, member }) => {
    if (!member.actions.has(bring)) return { items: [] }
    const { done, total } = await countTranscripts(transaction, study)
    if (total === 0)
      return {
        items: [
          {
            id: 'import',
            sentence: 'Bring in your transcripts',
            detail:
              'Word, PDF, text, web pages, captions or tables: drop them all at once and see first what they become.',
            page: 'transcribe/import',
            action: 'Import',
            urgent: false,
          },
        ],
      }
    const raw = total - done
    return {
      items:
        raw === 0
          ? []
          : [
              {
                id: 'raw',
                sentence: `${raw === 1 ? 'One transcript is' : `${raw} transcripts are`} not pseudonymised yet`,
                detail: 'Nothing can be coded before it is released.',
                page: 'transcribe?stage=raw',
                action: 'See',
                urgent: false,
              },
            ],
    }
  }),
]
