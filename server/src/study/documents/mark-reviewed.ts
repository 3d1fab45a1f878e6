import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { useCase } from '../../platform/commands/step.ts'
import type { Action } from '../rules.ts'
import { documentEvent, lockDocument, versionOrRefuse } from './store.ts'

export const markReviewed = useCase({
  command: contract.markReviewed,
  may: 'approve documents' satisfies Action,
  async run(context, { document, number }) {
    const { transaction, study } = context
    await lockDocument(context, document)
    await versionOrRefuse(context, document, number)
    await sql`update document_version set machine_made = false
      where study_id = ${study} and document_id = ${document} and number = ${number}`.execute(
      transaction,
    )
    return {
      answer: {},
      subject: { kind: 'document', id: document },
      detail: { version: number },
      events: [documentEvent(document)],
    }
  },
})
