import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { createInvitation, withdrawInvitation } from '../platform/accounts/index.ts'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

export const inviteMember = useCase({
  command: contract.inviteMember,
  may: 'manage members' satisfies Action,
  sharedUndo: true,
  memory: z.object({ invitation: z.string() }),
  async run(context, { email, role, site, initials }) {
    const { transaction, study } = context
    const { rows: studies } = await sql<{
      title: string
      site_known: boolean
      member: boolean
    }>`select title,
        ${site}::uuid is null or exists (select from site where study_id = ${study} and id = ${site}) as site_known,
        exists (select from member join person on person.id = account_id
          where study_id = ${study} and left_at is null and lower(email) = ${email}) as member
      from study where study_id = ${study}`.execute(transaction)
    const [found] = studies
    if (!found?.site_known)
      throw Problem.invalid('no-such-site', 'This site does not exist, or no longer. Choose again.')
    if (found.member)
      throw Problem.conflict('member-already', `${email} is in the team of this study already.`)
    const { id, mailed } = await createInvitation(context, {
      email,
      role,
      site,
      initials,
      studyTitle: found.title,
    })
    return {
      answer: { id, mailed },
      subject: { kind: 'invitation', id },
      detail: { role },
      memory: { invitation: id },
      events: [event],
    }
  },
  async undo(context, { invitation }) {
    if (!(await withdrawInvitation(context, invitation)))
      throw Problem.conflict(
        'not-open',
        'This invitation is no longer open: it was accepted, taken back, or has expired.',
      )
    return { subject: { kind: 'invitation', id: invitation }, events: [event] }
  },
})

const event = { name: 'invitation.changed', may: 'manage members' satisfies Action, data: {} }
