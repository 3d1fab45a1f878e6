import * as contract from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from '../changed-since.ts'
import { cleanText, isDate } from '../participants/rules.ts'
import type { Place } from '../participants/store.ts'
import type { Action } from '../rules.ts'

/** What a member thinks of where they stand is theirs: it is kept by no step, so nobody undoes it for them. */
export const writePositionality = useCase({
  command: contract.writePositionality,
  may: null,
  isSecret: true,
  async run({ transaction, study, account }, { text, published }) {
    const statement = cleanText(text)
    if (published && statement === '')
      throw Problem.invalid('empty', 'Write something before you publish it.')
    await sql`insert into positionality (study_id, account_id, statement, published_at)
      values (${study}, ${account}, ${statement}, case when ${published} then now() end)
      on conflict (study_id, account_id) do update set statement = excluded.statement,
        published_at = case when ${published} then coalesce(positionality.published_at, now()) end`.execute(
      transaction,
    )
    return {
      answer: {},
      subject: { kind: 'member', id: account },
      events: [{ name: 'member.changed', may: '', data: { account } }],
    }
  },
})

const fields = contract.profile.pick({
  credit: true,
  trainings: true,
  interviews: true,
  mostSessions: true,
})
type Fields = z.infer<typeof fields>
const nothingYet: Fields = { credit: [], trainings: [], interviews: 'no', mostSessions: null }

export const changeProfile = useCase({
  command: contract.changeProfile,
  may: 'manage members' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: fields.partial(), after: fields.partial() }),
  async run(context, { account, ...change }) {
    const bad = change.trainings?.find(({ on }) => !isDate(on))
    if (bad) throw Problem.invalid('bad-date', `“${bad.on}” is no day of the calendar.`)
    const now = await lock(context, account)
    const memory = differences(now, change)
    return { answer: {}, memory, ...(await write(context, account, { ...now, ...memory.after })) }
  },
  async undo(context, { before, after }, { account }) {
    const now = await lock(context, account)
    refuseIfChangedSince('This profile', now, after)
    return write(context, account, { ...now, ...before })
  },
})

async function lock({ transaction, study }: StepContext, account: string): Promise<Fields> {
  const { rows: members } = await sql`select from member
    where study_id = ${study} and account_id = ${account} for update`.execute(transaction)
  if (members.length === 0) throw Problem.notFound('There is no such member in this study.')
  const { rows } =
    await sql`select credit, trainings, interviews, most_sessions as "mostSessions" from profile
    where study_id = ${study} and account_id = ${account}`.execute(transaction)
  return rows[0] ? fields.parse(rows[0]) : nothingYet
}

async function write({ transaction, study }: StepContext, account: string, to: Fields) {
  await sql`insert into profile (study_id, account_id, credit, trainings, interviews, most_sessions)
    values (${study}, ${account}, ${to.credit}::text[], ${JSON.stringify(to.trainings)}::jsonb, ${to.interviews},
      ${to.mostSessions})
    on conflict (study_id, account_id) do update set credit = excluded.credit, trainings = excluded.trainings,
      interviews = excluded.interviews, most_sessions = excluded.most_sessions`.execute(transaction)
  return {
    subject: { kind: 'member', id: account },
    events: [{ name: 'member.changed', may: '', data: { account } }],
  }
}

/** Everybody who is in the team; row-level security hides what is private. */
export async function profilesOf({ transaction, study }: Place): Promise<contract.Profile[]> {
  const { rows } = await sql`select member.account_id as account, statement as positionality,
      published_at is not null as "positionalityPublished", coalesce(credit, '{}') as credit,
      coalesce(trainings, '[]') as trainings, coalesce(interviews, 'no') as interviews, most_sessions as "mostSessions"
    from member left join positionality using (study_id, account_id) left join profile using (study_id, account_id)
    where study_id = ${study} and left_at is null order by joined_at, member.account_id`.execute(
    transaction,
  )
  return z.array(contract.profile).parse(rows)
}
