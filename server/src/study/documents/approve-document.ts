import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { problemOfContent } from './rules.ts'
import { contentsOf, documentEvent, lockDocument, versionOrRefuse } from './store.ts'

/** It stays as it was approved, so it cannot be undone; the next version takes its place. */
export const approveDocument = useCase({
  command: contract.approveDocument,
  may: 'approve documents' satisfies Action,
  async run(context, { document, number, writtenAt }) {
    const { transaction, study, account } = context
    await lockDocument(context, document)
    const version = await versionOrRefuse(context, document, number)
    if (version.approvedAt !== null)
      throw Problem.conflict('approved', 'This version was approved already.')
    if (version.writtenAt.toISOString() !== writtenAt)
      throw Problem.conflict(
        'changed-since',
        'This draft was changed after you read it. Reload, read it again, then approve.',
      )
    const content = (await contentsOf(context, document)).get(number)
    const problem = content ? problemOfContent(content) : 'It is empty.'
    if (problem !== null)
      throw Problem.invalid('not-ready', `This draft is not ready to be approved. ${problem}`)
    await sql`update document_version set approved_by = ${account}, approved_at = clock_timestamp()
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
