import * as documents from '@throughline/contract/documents'
import * as contract from '@throughline/contract/protocol'
import {
  answer,
  type BoundEndpoint,
  perform,
  receive,
  send,
} from '../../platform/http/endpoints.ts'
import { addDocument } from '../documents/add-document.ts'
import { approveDocument } from '../documents/approve-document.ts'
import { discardDraft } from '../documents/discard-draft.ts'
import { markReviewed } from '../documents/mark-reviewed.ts'
import { putInForce } from '../documents/put-in-force.ts'
import { documentOf, listDocuments } from '../documents/queries.ts'
import { writeDraft } from '../documents/write-draft.ts'
import type { Action } from '../rules.ts'
import { addApproval, changeApproval, keepLetter, readLetter, removeApproval } from './approvals.ts'
import { changeProtocol } from './change-protocol.ts'
import { closeRecruitment, openRecruitment } from './open-recruitment.ts'
import { changeProfile, profilesOf, writePositionality } from './profiles.ts'
import { protocolPage } from './queries.ts'
import { setProgrammes } from './set-programmes.ts'

const largestLetter = 20 * 1024 * 1024

export const protocolRoutes: readonly BoundEndpoint[] = [
  answer(contract.getProtocol, null, protocolPage),
  perform(changeProtocol),
  perform(setProgrammes),
  perform(addApproval),
  perform(changeApproval),
  perform(removeApproval),
  receive(
    contract.keepApprovalLetter,
    'change the protocol' satisfies Action,
    largestLetter,
    (context, { params, search }, body) => keepLetter(context, params.approval, search.name, body),
  ),
  send(contract.readApprovalLetter, null, (context, { params }) =>
    readLetter(context, params.approval),
  ),
  perform(openRecruitment),
  perform(closeRecruitment),

  answer(documents.listDocuments, null, async (context) => ({
    documents: await listDocuments(context),
  })),
  answer(documents.getDocument, null, (context, { params }) =>
    documentOf(context, params.document),
  ),
  perform(addDocument),
  perform(writeDraft),
  perform(discardDraft),
  perform(approveDocument),
  perform(putInForce),
  perform(markReviewed),

  answer(contract.listProfiles, null, async (context) => ({
    profiles: await profilesOf(context),
  })),
  perform(writePositionality),
  perform(changeProfile),
]
