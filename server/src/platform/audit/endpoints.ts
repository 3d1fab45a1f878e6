import { listAudit } from '@throughline/contract/platform'
import { sql } from 'kysely'
import { answer, type BoundEndpoint } from '../http/endpoints.ts'

interface Row {
  id: number
  at: Date
  account: string | null
  action: string
  subjectKind: string
  subject: string | null
  sealed: boolean
}

export const auditEndpoints: readonly BoundEndpoint[] = [
  answer(listAudit, 'see the audit trail', async ({ transaction, study }, { search }) => {
    const { rows } = await sql<Row>`
      select id, at, account_id as account, action, subject_kind as "subjectKind", subject_id as subject,
        block is not null as sealed
      from audit_entry
      where study_id = ${study} and (${search.before ?? null}::bigint is null or id < ${search.before ?? null})
      order by id desc limit ${search.limit}`.execute(transaction)
    return { entries: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
  }),
]
