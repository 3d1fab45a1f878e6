import * as contract from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { missingIn } from './queries.ts'
import { protocolEvent, protocolOf } from './store.ts'

const may = 'change the protocol' satisfies Action

export const openRecruitment = useCase({
  command: contract.openRecruitment,
  may,
  async run(context) {
    const { transaction, study } = context
    const { openedAt, closedAt } = await protocolOf(context, true)
    if (openedAt !== null && closedAt === null)
      throw Problem.conflict('open-already', 'This study is open already.')
    const missing = await missingIn(context)
    if (missing.length > 0)
      throw Problem.conflict(
        'not-ready',
        `This study cannot open yet. ${missing.map(({ sentence }) => sentence).join(' ')}`,
      )
    await sql`update protocol set opened_at = coalesce(opened_at, now()), closed_at = null
      where study_id = ${study}`.execute(transaction)
    return { answer: {}, subject: { kind: 'study', id: study }, events: [protocolEvent] }
  },
})

export const closeRecruitment = useCase({
  command: contract.closeRecruitment,
  may,
  async run(context) {
    const { transaction, study } = context
    const { openedAt, closedAt } = await protocolOf(context, true)
    if (openedAt === null || closedAt !== null)
      throw Problem.conflict('not-open', 'This study is not open.')
    await sql`update protocol set closed_at = now() where study_id = ${study}`.execute(transaction)
    return { answer: {}, subject: { kind: 'study', id: study }, events: [protocolEvent] }
  },
})
