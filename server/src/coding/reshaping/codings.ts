import { sql } from 'kysely'
import { z } from 'zod'
import type { StepContext } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { heldCodings } from './holders.ts'
import { fold, type Folded, type Twin } from './rules.ts'

/** Code → its codings that got another one. */
export const recoded = z.array(z.object({ code: z.string(), codings: z.array(z.string()) }))
export type Recoded = z.infer<typeof recoded>

/** Those of these codings that stand on a passage together, by one coder, folded. */
export async function foldsOf(
  {
    transaction,
    platform,
    study,
  }: { transaction: AnyTransaction; platform: Platform; study: string },
  from: readonly string[],
  into: string,
): Promise<Folded[]> {
  const { rows } = await sql<{ twins: Omit<Twin, 'held'>[] }>`
    select jsonb_agg(jsonb_build_object('id', id, 'code', code_id, 'weight', weight, 'comment', comment)
      order by made_at, id) as twins
    from coding where study_id = ${study} and code_id = any(${[...from, into]}::uuid[])
    group by transcript_id, starts, ends, coder_id having count(*) > 1
    order by min(id::text)`.execute(transaction)
  const all = rows.flatMap(({ twins }) => twins.map(({ id }) => id))
  const held = all.length === 0 ? new Set() : await heldCodings(platform, transaction, study, all)
  return rows.flatMap(({ twins }) => {
    const [first, ...others] = twins.map((twin) => ({ ...twin, held: held.has(twin.id) }))
    return first ? [fold([first, ...others], into)] : []
  })
}

/** All codings of these codes but some, by code. */
export async function codingsOf(
  transaction: AnyTransaction,
  study: string,
  codes: readonly string[],
  but: readonly string[],
): Promise<Recoded> {
  const { rows } = await sql<{ code: string; codings: string[] }>`
    select code_id as code, array_agg(id) as codings from coding
    where study_id = ${study} and code_id = any(${codes}::uuid[]) and id <> all(${but}::uuid[])
    group by 1 order by 1`.execute(transaction)
  return rows
}

/** Gives codings another code, whoever made them; how many there were that had one of the old ones. */
export async function recode(
  { transaction }: StepContext,
  codings: readonly string[],
  old: readonly string[],
  code: string,
): Promise<number> {
  if (codings.length === 0) return 0
  const { rows } = await sql<{ recoded: number }>`
    select recode_codings(${codings}::uuid[], ${old}::uuid[], ${code}) as recoded`.execute(
    transaction,
  )
  return rows[0]?.recoded ?? 0
}

/** Gives each its old code back, where it still has the new one. */
export async function recodeBack(
  context: StepContext,
  memory: Recoded,
  code: string,
): Promise<void> {
  for (const { code: old, codings } of memory) await recode(context, codings, [code], old)
}

/** The event by which browsers hear that many codings have another code, or are no more. */
export function codingsRecoded(codes: readonly string[]) {
  return { name: 'codings.recoded', may: 'read transcripts', data: { codes: [...codes] } }
}
