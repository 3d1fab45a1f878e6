import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { accountUseCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

const needed = 'remove the study' satisfies Action

/** Stands above studies, since its step must outlive the study: sent again, it gives the same answer. */
export const removeStudy = accountUseCase({
  command: contract.removeStudy,
  async run({ transaction, account }, { study, title }) {
    const { rows: members } = await sql<{ role: string | null; may: string | null }>`
      select role, may from begin_step(${account}, ${study}, null)`.execute(transaction)
    const [member] = members
    if (!member?.role) throw Problem.notFound('This study does not exist, or you are not in it.')
    if (!member.may?.split(',').includes(needed))
      throw Problem.notAllowed(
        `Your role in this study (${member.role}) does not include "${needed}". Ask a lead.`,
      )
    const { rows: studies } = await sql<{ title: string }>`
      select title from study where study_id = ${study}`.execute(transaction)
    if (studies[0]?.title.trim() !== title.trim())
      throw Problem.invalid(
        'title-differs',
        'This is not the title of the study, so nothing was removed. Type the title exactly as it stands.',
      )
    await sql`select remove_study(${study})`.execute(transaction)
    return { answer: {}, subject: { kind: 'study', id: study } }
  },
})
