import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from './changed-since.ts'
import type { Action } from './rules.ts'

const place = z.object({
  role: contract.role,
  site: z.string().nullable(),
  initials: z.string(),
  colour: z.number(),
})
type Place = z.infer<typeof place>

export const changeMember = useCase({
  command: contract.changeMember,
  may: 'manage members' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: place.partial(), after: place.partial() }),
  async run(context, { account, ...change }) {
    const now = await lockMember(context, account)
    const memory = differences(now, change)
    const done = await write(context, account, { ...now, ...memory.after })
    return { answer: { account }, memory, ...done, detail: { fields: Object.keys(memory.after) } }
  },
  async undo(context, { before, after }, { account }) {
    const now = await lockMember(context, account)
    refuseIfChangedSince('This member', now, after)
    return write(context, account, { ...now, ...before })
  },
})

/** @throws Problem 404 when they are not, or no longer, in the team. */
async function lockMember({ transaction, study }: StepContext, account: string): Promise<Place> {
  const { rows } = await sql`select role, site_id as site, initials, colour from member
    where study_id = ${study} and account_id = ${account} and left_at is null for update`.execute(
    transaction,
  )
  if (!rows[0]) throw Problem.notFound('There is no such member in the team of this study.')
  return place.parse(rows[0])
}

async function write({ transaction, study }: StepContext, account: string, is: Place) {
  await sql`update member set role = ${is.role}, site_id = ${is.site}, initials = ${is.initials},
    colour = ${is.colour} where study_id = ${study} and account_id = ${account}`.execute(
    transaction,
  )
  // A site that does not exist is refused here, with its sentence, and not only at the commit.
  await sql`set constraints member_site immediate`.execute(transaction)
  return {
    subject: { kind: 'member', id: account },
    events: [{ name: 'member.changed', may: '', data: { account } }],
  }
}
