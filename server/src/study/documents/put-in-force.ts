import * as contract from '@throughline/contract/documents'
import { sql } from 'kysely'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { inForceOf } from './rules.ts'
import { lockDocument, versionOrRefuse, versionsOf } from './store.ts'

export const putInForce = useCase({
  command: contract.putInForce,
  may: 'approve documents' satisfies Action,
  async run(context, { document, number, from }) {
    const { transaction, study } = context
    const { kind } = await lockDocument(context, document)
    const version = await versionOrRefuse(context, document, number)
    const now = new Date()
    const begins = from === null ? now : new Date(from)
    if (version.approvedAt === null)
      throw Problem.conflict('not-approved', 'Only an approved version can be in force.')
    if (version.inForceFrom !== null && version.inForceFrom <= now)
      throw Problem.conflict('in-force', 'This version came into force already.')
    if (begins < new Date(now.getTime() - clockDifference))
      throw Problem.invalid(
        'in-the-past',
        'A version comes into force now or later: what people saw before stays what they saw.',
      )
    const later = inForceOf(await versionsOf(context, document), now)
    if (later && later.number > number)
      throw Problem.conflict('superseded', 'A later version is in force already.')
    await sql`update document_version set in_force_from = ${begins}
      where study_id = ${study} and document_id = ${document} and number = ${number}`.execute(
      transaction,
    )
    return {
      answer: { from: begins.toISOString() },
      subject: { kind: 'document', id: document },
      detail: { version: number, from: begins.toISOString() },
      events: [{ name: 'document.in-force', may: '', data: { document, number, kind } }],
    }
  },
})

/** Milliseconds by which a browser's clock may be behind ours. */
const clockDifference = 5 * 60_000
