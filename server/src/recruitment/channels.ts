import * as contract from '@throughline/contract/recruitment'
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../platform/database/database.ts'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from '../study/index.ts'

const may = 'recruit' satisfies Action

export const addChannel = useCase({
  command: contract.addChannel,
  may,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, name, kind, site }) {
    const { transaction, study, platform } = context
    const token = newWord()
    await sql`insert into channel (study_id, id, name, kind, site_id, token, position)
      select ${study}, ${id}, ${name}, ${kind}, ${site}, ${token}, coalesce(max(position), 0) + 1 from channel
      where study_id = ${study}`.execute(transaction)
    await platform.visits.openCommon(transaction, { study, id, token, may: ['sign up'] })
    return { answer: { id }, memory: {}, ...changed(id) }
  },
  async undo(context, _memory, { id }) {
    const { transaction, study, platform } = context
    const { rows } =
      await sql`select from sign_up where study_id = ${study} and channel_id = ${id} limit 1`.execute(
        transaction,
      )
    if (rows.length > 0)
      throw Problem.conflict(
        'in-use',
        'Somebody signed up by this channel since. Close it instead.',
      )
    await platform.visits.close(transaction, study, id)
    await sql`delete from channel where study_id = ${study} and id = ${id}`.execute(transaction)
    return changed(id)
  },
})

export const changeChannel = useCase({
  command: contract.changeChannel,
  may,
  sharedUndo: true,
  memory: z.object({ name: z.string(), closed: z.boolean() }),
  async run(context, { id, name, closed }) {
    const before = await lock(context, id)
    await write(context, id, { name: name ?? before.name, closed: closed ?? before.closed })
    return { answer: { id }, memory: before, ...changed(id) }
  },
  async undo(context, before, { id }) {
    await lock(context, id)
    await write(context, id, before)
    return changed(id)
  },
})

const changed = (id: string) => ({
  subject: { kind: 'channel', id },
  events: [{ name: 'channel.changed', may: 'see recruitment counts', data: { channel: id } }],
})

async function lock({ transaction, study }: StepContext, id: string) {
  const { rows } = await sql<{ name: string; closed: boolean }>`
    select name, closed_at is not null as closed from channel
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such channel in this study.')
  return rows[0]
}

async function write(
  { transaction, study, platform }: StepContext,
  id: string,
  { name, closed }: { name: string; closed: boolean },
): Promise<void> {
  await sql`update channel set name = ${name}, closed_at = case when ${closed} then coalesce(closed_at, now()) end
    where study_id = ${study} and id = ${id}`.execute(transaction)
  await (closed
    ? platform.visits.close(transaction, study, id)
    : platform.visits.reopen(transaction, study, id))
}

/** Without letters and digits that are taken for each other; 40 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
function newWord(): string {
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
}

/** The channels in their order. */
export async function channelsOf({
  transaction,
  study,
  platform,
}: ReadContext): Promise<contract.Channel[]> {
  const counts = await signUpsByChannel(transaction)
  const { rows } = await sql<Omit<contract.Channel, 'address' | 'signUps'>>`
    select id, name, kind, site_id as site, token, closed_at is not null as closed from channel
    where study_id = ${study} order by position, name`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    address: `${platform.settings.origin}/join/${row.token}`,
    signUps: counts.get(row.id) ?? 0,
  }))
}

async function signUpsByChannel(transaction: AnyTransaction): Promise<Map<string, number>> {
  const { rows } = await sql<{ channel_id: string; count: number }>`
    select channel_id, sum(count)::int8 as count from sign_up_counts() group by 1`.execute(
    transaction,
  )
  return new Map(rows.map(({ channel_id, count }) => [channel_id, count]))
}
