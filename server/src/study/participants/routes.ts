import * as contract from '@throughline/contract/participants'
import {
  answer,
  type BoundEndpoint,
  perform,
  receive,
  send,
} from '../../platform/http/endpoints.ts'
import type { Action } from '../rules.ts'
import { addAttribute } from './add-attribute.ts'
import { addParticipant } from './add-participant.ts'
import { changeAttribute } from './change-attribute.ts'
import { changeParticipant } from './change-participant.ts'
import { importParticipants } from './import-participants.ts'
import { orderAttributes } from './order-attributes.ts'
import { recordQuoteConsent } from './record-quote-consent.ts'
import { removeAttribute } from './remove-attribute.ts'
import { removeParticipant } from './remove-participant.ts'
import { nextLabel } from './rules.ts'
import { exportParticipants, previewParticipants } from './spreadsheet/index.ts'
import { attributesOf, participantsOf, usesOfAttributes } from './store.ts'

const largestSpreadsheet = 5 * 1024 * 1024
const manage = 'manage participants' satisfies Action

export const participantRoutes: readonly BoundEndpoint[] = [
  answer(contract.listAttributes, null, async (context) => {
    const uses = await usesOfAttributes(context)
    const attributes = await attributesOf(context)
    return {
      attributes: attributes.map((attribute) => ({
        ...attribute,
        choices: [...attribute.choices],
        used: uses.get(attribute.id) ?? 0,
      })),
    }
  }),
  perform(addAttribute),
  perform(changeAttribute),
  perform(orderAttributes),
  perform(removeAttribute),

  answer(contract.listParticipants, null, async (context) => {
    const participants = await participantsOf(context)
    return { participants, nextLabel: nextLabel(participants.map(({ label }) => label)) }
  }),
  perform(addParticipant),
  perform(changeParticipant),
  perform(recordQuoteConsent),
  perform(removeParticipant),

  receive(
    contract.previewParticipants,
    manage,
    largestSpreadsheet,
    (context, { search: { columns } }, file) => previewParticipants(context, file, columns),
  ),
  perform(importParticipants),
  send(contract.exportParticipants, 'export' satisfies Action, (context, { search }) =>
    exportParticipants(context, search.as),
  ),
]
