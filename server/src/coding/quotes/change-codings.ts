import * as contract from '@throughline/contract/quotes'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { refuseRetired } from '../add-coding.ts'
import { codeOf, readCodes } from '../code-list.ts'
import { codingsRecoded, recoded } from '../reshaping/codings.ts'

/** A coding as its table keeps it, for it to be put back. */
const row = z.record(z.string(), z.unknown())

/** Changes many codings at once, from the words that they are on. */
export const changeCodings = useCase({
  command: contract.changeCodings,
  may: 'code',
  memory: z.object({ added: z.array(z.string()), recoded, removed: z.array(row) }),
  async run(context, { codings, what, code }) {
    if (code !== null && codeOf(await readCodes(context.transaction, context.study), code).retired)
      await refuseRetired(context, code)
    const added = what === 'add' && code !== null ? await addTo(context, codings, code) : []
    const moved = what === 'recode' && code !== null ? await recodeOwn(context, codings, code) : []
    const removed = what === 'remove' ? await removeOwn(context, codings) : []
    const changed =
      added.length + removed.length + moved.reduce((sum, one) => sum + one.codings.length, 0)
    return {
      answer: { changed, left: new Set(codings).size - changed },
      subject: { kind: 'code', id: code },
      detail: { what, changed },
      memory: { added, recoded: moved, removed },
      events: [codingsRecoded(code === null ? [] : [code])],
    }
  },
  async undo(context, { added, recoded: moved, removed }, { code }) {
    const { transaction, study, account } = context
    // What got yet another code since stays.
    await sql`delete from coding where study_id = ${study} and id = any(${added}::uuid[]) and code_id = ${code}`.execute(
      transaction,
    )
    for (const { code: old, codings } of moved)
      await sql`update coding set code_id = ${old} where study_id = ${study} and id = any(${codings}::uuid[])
        and code_id = ${code}`.execute(transaction)
    if (removed.length > 0)
      await sql`insert into coding select c.* from jsonb_populate_recordset(null::coding, ${JSON.stringify(removed)}::jsonb) c
        where c.study_id = ${study} and c.coder_id = ${account} on conflict do nothing`.execute(
        transaction,
      )
    return {
      subject: { kind: 'code', id: code },
      events: [codingsRecoded([code, ...moved.map((one) => one.code)].filter((id) => id !== null))],
    }
  },
})

/** Puts a code on passages as this member's own; once on each, and not where they put it already. */
async function addTo(
  { transaction, study, account }: StepContext,
  codings: readonly string[],
  code: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id)
      select ${study}, gen_random_uuid(), transcript_id, ${code}, starts, ends, ${account}
      from (select distinct transcript_id, starts, ends from coding
        where study_id = ${study} and id = any(${codings}::uuid[])) passage
      on conflict do nothing returning id`.execute(transaction)
  return rows.map(({ id }) => id)
}

/** Gives one's own of these another code, but where one's passage has that code already. */
async function recodeOwn(
  { transaction, study, account }: StepContext,
  codings: readonly string[],
  code: string,
) {
  const { rows } = await sql<{ code: string; codings: string[] }>`
    with passage as (
      select id, code_id, row_number() over (partition by transcript_id, starts, ends order by made_at, id) as number
      from coding c where study_id = ${study} and id = any(${codings}::uuid[]) and coder_id = ${account}
        and not exists (select from coding o where o.study_id = ${study} and o.transcript_id = c.transcript_id
          and o.starts = c.starts and o.ends = c.ends and o.coder_id = ${account} and o.code_id = ${code})),
    moved as (
      update coding c set code_id = ${code} from passage
        where c.study_id = ${study} and c.id = passage.id and passage.number = 1
        returning c.id, passage.code_id)
    select code_id as code, array_agg(id) as codings from moved group by 1 order by 1`.execute(
    transaction,
  )
  return rows
}

async function removeOwn(
  { transaction, study, account }: StepContext,
  codings: readonly string[],
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ removed: Record<string, unknown> }>`
    delete from coding where study_id = ${study} and id = any(${codings}::uuid[]) and coder_id = ${account}
      returning to_jsonb(coding) as removed`.execute(transaction)
  return rows.map(({ removed }) => removed)
}
