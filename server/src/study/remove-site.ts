import * as contract from '@throughline/contract/study'
import { programme } from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

const removed = z.object({
  name: z.string(),
  years: z.number(),
  position: z.number(),
  programmes: z.array(programme),
  /** Who had left the team while this was their site. */
  formerMembers: z.array(z.string()),
})

export const removeSite = useCase({
  command: contract.removeSite,
  may: 'change the study' satisfies Action,
  sharedUndo: true,
  memory: removed,
  async run(context, { id }) {
    const memory = await deleteSite(context, id)
    return {
      answer: { id },
      subject: { kind: 'site', id },
      memory,
      events: [{ name: 'site.removed', may: '', data: { site: id } }],
    }
  },
  async undo({ transaction, study }, { name, years, position, programmes, formerMembers }, { id }) {
    await sql`insert into site (study_id, id, name, years, position, programmes)
      values (${study}, ${id}, ${name}, ${years}, ${position}, ${JSON.stringify(programmes)}::jsonb)`.execute(
      transaction,
    )
    await sql`update member set site_id = ${id} where study_id = ${study} and site_id is null
      and account_id = any(${formerMembers}::text[])`.execute(transaction)
    return {
      subject: { kind: 'site', id },
      events: [{ name: 'site.added', may: '', data: { site: id } }],
    }
  },
})

/** Deletes a site at which nobody is and gives back what it was. @throws Problem 404, 409 */
export async function deleteSite(
  { transaction, study, member }: StepContext,
  id: string,
): Promise<z.infer<typeof removed>> {
  const { rows } = await sql<{
    name: string
    years: number
    position: number
    programmes: unknown
  }>`
    select name, years, position, programmes from site where study_id = ${study} and id = ${id} for update`.execute(
    transaction,
  )
  const [site] = rows
  if (!site) throw Problem.notFound('There is no such site in this study.')
  const { rows: counts } = await sql<{
    members: number
    participants: number
    approvals: number
    debriefs: number
  }>`select
    (select count(*) from member where study_id = ${study} and site_id = ${id} and left_at is null) as members,
    (select count(*) from participant where study_id = ${study} and site_id = ${id}) as participants,
    (select count(*) from approval where study_id = ${study} and site_id = ${id}) as approvals,
    (select count(*) from document where study_id = ${study} and site_id = ${id}) as debriefs`.execute(
    transaction,
  )
  const { participants, members, approvals, debriefs } = counts[0] ?? {
    participants: 0,
    members: 0,
    approvals: 0,
    debriefs: 0,
  }
  const inTheWay = [
    some(participants, 'participant', 'participants'),
    some(approvals, 'ethics approval', 'ethics approvals'),
    some(debriefs, 'debrief message', 'debrief messages'),
    some(members, 'member of the team', 'members of the team'),
  ].filter((words) => words !== null)
  const verb = participants + members + approvals + debriefs === 1 ? 'belongs' : 'belong'
  if (inTheWay.length > 0)
    throw Problem.conflict(
      'in-use',
      `${inTheWay.join(' and ')} ${verb} to “${site.name}”. Give them another site, or remove them, first.`,
    )
  const mayMoveMembers = member.actions.has('manage members' satisfies Action)
  const { rows: former } = mayMoveMembers
    ? await sql<{ account_id: string }>`update member set site_id = null
        where study_id = ${study} and site_id = ${id} returning account_id`.execute(transaction)
    : { rows: [] }
  await sql`delete from site where study_id = ${study} and id = ${id}`.execute(transaction)
  return {
    ...site,
    programmes: removed.shape.programmes.parse(site.programmes),
    formerMembers: former.map(({ account_id }) => account_id),
  }
}

function some(count: number, one: string, several: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : several}`
}
