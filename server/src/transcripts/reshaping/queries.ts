import type { Standing } from '@throughline/contract/transcript-parts'
import { splitText } from '@throughline/text'
import { sql } from 'kysely'
import type { ReadContext } from '../../platform/http/endpoints.ts'
import { Problem } from '../../platform/http/problem.ts'
import { type HeldRange, holdersOf } from './holders.ts'

type Reading = Pick<ReadContext, 'transaction' | 'platform' | 'study'>

/** How much later rooms keep on the words of each transcript. */
export async function countHeld({
  transaction,
  platform,
  study,
}: Reading): Promise<ReadonlyMap<string, number>> {
  const total = new Map<string, number>()
  for (const holder of holdersOf(platform))
    for (const [transcript, count] of await holder.count(transaction, study))
      total.set(transcript, (total.get(transcript) ?? 0) + count)
  return total
}

/** What stands on each transcript. */
export async function listStanding(context: Reading): Promise<Standing[]> {
  const { transaction, study } = context
  const held = await countHeld(context)
  const { rows } = await sql<Omit<Standing, 'codings'>>`
    select t.id, coalesce(marks.count, 0)::int as sections, last.at as lasts,
      t.stage <> 'released' and not may_read_sealed(t.study_id, t.id) as kept
    from transcript t
    left join (select transcript_id, count(*) from section where study_id = ${study} group by 1) marks
      on marks.transcript_id = t.id
    left join (select transcript_id, max(greatest(starts_at, ends_at)) as at from turn where study_id = ${study} group by 1) last
      on last.transcript_id = t.id
    where t.study_id = ${study}`.execute(transaction)
  return rows.map((row) => ({ ...row, codings: held.get(row.id) ?? 0 }))
}

/** What stands across borders at these offsets of a released transcript. */
export async function findAcross(
  { transaction, platform, study }: Reading,
  transcript: string,
  starts: readonly number[],
): Promise<HeldRange[]> {
  const { rows } = await sql<{ text: string | null }>`select text from transcript_text
    where study_id = ${study} and transcript_id = ${transcript}`.execute(transaction)
  const [row] = rows
  if (!row) throw Problem.notFound('There is no such transcript in this study.')
  // On what is not released nothing stands.
  if (row.text === null) return []
  const rising = [...new Set([0, ...starts.filter((from) => from < (row.text?.length ?? 0))])]
  const pieces = splitText(
    row.text,
    rising.toSorted((a, b) => a - b),
  )
  const across: HeldRange[] = []
  for (const holder of holdersOf(platform))
    across.push(...(await holder.outside(transaction, study, transcript, pieces)))
  return across
}
