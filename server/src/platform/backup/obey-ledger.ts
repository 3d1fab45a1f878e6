import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../database/database.ts'
import { type ErasureHook, sealedKinds } from '../vault/index.ts'

const erasedSubject = z.object({
  study: z.string(),
  subject: z.string(),
  kinds: z.array(z.enum(sealedKinds)),
})

/**
 * Removes whatever the ledger says was erased: removed studies whole, and of everybody else what the rooms keep of
 * the erased kinds. Gives how many people and studies that reached.
 */
export async function obeyLedger(
  transaction: AnyTransaction,
  removeErased: ErasureHook,
): Promise<{ studies: number; subjects: number }> {
  const { rows: studies } = await sql<{ study: string }>`
    select distinct study_id as study from vault.erasure where subject is null`.execute(transaction)
  const removed = studies.map((row) => row.study)
  await sql`delete from step where study_id = any(${removed}::uuid[])`.execute(transaction)
  await sql`delete from event where study_id = any(${removed}::uuid[])`.execute(transaction)
  await sql`delete from study_key where study_id = any(${removed}::uuid[])`.execute(transaction)

  const { rows } = await sql`
    select study_id as study, subject, array_agg(distinct kind) as kinds from vault.erasure
    where subject is not null and study_id <> all(${removed}::uuid[]) group by 1, 2`.execute(
    transaction,
  )
  for (const row of rows) {
    const gone = erasedSubject.parse(row)
    await sql`select set_config('throughline.study', ${gone.study}, true)`.execute(transaction)
    await removeErased(transaction, gone)
  }
  await sql`select set_config('throughline.study', '', true)`.execute(transaction)
  return { studies: removed.length, subjects: rows.length }
}
