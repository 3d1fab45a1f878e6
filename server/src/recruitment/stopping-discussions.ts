import * as contract from '@throughline/contract/sampling'
import { sql } from 'kysely'
import { z } from 'zod'
import { useCase } from '../platform/commands/step.ts'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import { type Action, membersOf } from '../study/index.ts'

export const recordStoppingDiscussion = useCase({
  command: contract.recordStoppingDiscussion,
  may: 'record discussions' satisfies Action,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, heldOn, present, weighed, decision, reason }) {
    const { transaction, study, account } = context
    const team = new Set((await membersOf(transaction, study)).map((member) => member.account))
    if (present.some((one) => !team.has(one)))
      throw Problem.invalid('not-a-member', 'Somebody who was present is not in the team.')
    await sql`insert into stopping_discussion (study_id, id, held_on, present, weighed, decision, reason, recorded_by)
      values (${study}, ${id}, ${heldOn}, ${present}::text[], ${weighed}, ${decision}, ${reason}, ${account})`.execute(
      transaction,
    )
    return { answer: { id }, memory: {}, ...recorded(id) }
  },
  async undo({ transaction, study }, _memory, { id }) {
    await sql`delete from stopping_discussion where study_id = ${study} and id = ${id}`.execute(
      transaction,
    )
    return recorded(id)
  },
})

const recorded = (id: string) => ({
  subject: { kind: 'stopping-discussion', id },
  events: [{ name: 'stopping-discussion.recorded', may: '', data: { discussion: id } }],
})

export async function stoppingDiscussionsOf({
  transaction,
  study,
}: ReadContext): Promise<contract.StoppingDiscussion[]> {
  const { rows } =
    await sql`select id, to_char(held_on, 'YYYY-MM-DD') as "heldOn", present, weighed, decision, reason,
      recorded_by as "recordedBy", to_json(at at time zone 'UTC')#>>'{}' || 'Z' as at
    from stopping_discussion where study_id = ${study} order by held_on desc, at desc`.execute(
      transaction,
    )
  return z.array(contract.stoppingDiscussion).parse(rows)
}
