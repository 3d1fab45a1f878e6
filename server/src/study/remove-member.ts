import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

/** Their codings and memos stay theirs, so the member's row stays too, with the time when they left. */
export const removeMember = useCase({
  command: contract.removeMember,
  may: 'manage members' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run({ transaction, study }, { account }) {
    const { numAffectedRows } = await sql`update member set left_at = clock_timestamp()
      where study_id = ${study} and account_id = ${account} and left_at is null`.execute(
      transaction,
    )
    if (numAffectedRows !== 1n)
      throw Problem.notFound('There is no such member in the team of this study.')
    return {
      answer: { account },
      subject: { kind: 'member', id: account },
      memory: {},
      events: [{ name: 'member.left', may: '', data: { account } }],
    }
  },
  async undo({ transaction, study }, _memory, { account }) {
    await sql`update member set left_at = null
      where study_id = ${study} and account_id = ${account}`.execute(transaction)
    return {
      subject: { kind: 'member', id: account },
      events: [{ name: 'member.joined', may: '', data: { account } }],
    }
  },
})
