import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'
import type { About } from './archive.ts'
import { BackupRefused } from './refused.ts'

const ringTables = ['instance', 'study_key', 'subject_key', 'erasure']

/** Keeps the present key ring aside while the schema is made anew; the ring is never older than this database. */
export async function saveRing(transaction: AnyTransaction): Promise<void> {
  for (const table of ringTables)
    await sql
      .raw(`create temporary table ring_${table} on commit drop as select * from vault.${table}`)
      .execute(transaction)
}

export async function putRingBack(transaction: AnyTransaction): Promise<void> {
  for (const table of ringTables)
    await sql
      .raw(`insert into vault.${table} overriding system value select * from ring_${table}`)
      .execute(transaction)
  await sql`select setval(pg_get_serial_sequence('vault.erasure', 'id'),
    (select coalesce(max(id), 0) + 1 from vault.erasure), false)`.execute(transaction)
}

/** Whether what the backup holds was sealed with another instance key than the one that is here. */
export async function isOtherInstance(
  transaction: AnyTransaction,
  backup: About,
): Promise<boolean> {
  const { rows } = await sql<{ instance: string | null }>`
    select (select fingerprint from vault.instance) as instance`.execute(transaction)
  return backup.instance !== null && rows[0]?.instance !== backup.instance
}

/** @throws BackupRefused when the ring that is here belongs to another instance or is older than the backup */
export async function requireRingFor(transaction: AnyTransaction, backup: About): Promise<void> {
  if (await isOtherInstance(transaction, backup))
    throw new BackupRefused(
      'The key ring of this backup is not here: names, recordings and raw transcripts could not be read, and what was ' +
        'erased since would come back. Run "throughline keys import RING" first. If the ring is lost for good, restore ' +
        'with --without-keys: everything encrypted stays unreadable then.',
    )
  const { rows } = await sql<{ erasures: number }>`
    select count(*)::int as erasures from vault.erasure`.execute(transaction)
  if ((rows[0]?.erasures ?? 0) < backup.erasures)
    throw new BackupRefused(
      'The key ring that is here is older than this backup: its erasure ledger is shorter. Import the newest ring with ' +
        '"throughline keys import RING" first.',
    )
}

export async function beginKeyNames(transaction: AnyTransaction): Promise<void> {
  await sql`create temporary table backup_key (study uuid, subject uuid, kind text) on commit drop`.execute(
    transaction,
  )
}

export async function addKeyNames(transaction: AnyTransaction, lines: string): Promise<void> {
  const json = `[${lines.trimEnd().replaceAll('\n', ',')}]`
  await sql`insert into backup_key select study, subject, kind
    from json_to_recordset(${json}::json) as line (study uuid, subject uuid, kind text)`.execute(
    transaction,
  )
}

/** @throws BackupRefused when the backup holds something whose key the ring does not know, not even as destroyed */
export async function requireKeys(transaction: AnyTransaction): Promise<void> {
  const { rows } = await sql<{ lacking: number }>`
    select count(*)::int as lacking from backup_key
    where case when subject is null
      then not exists (select from vault.study_key where study_id = study)
      else not exists (select from vault.subject_key key
        where key.study_id = study and key.subject = backup_key.subject and key.kind = backup_key.kind) end`.execute(
    transaction,
  )
  const lacking = rows[0]?.lacking ?? 0
  if (lacking > 0)
    throw new BackupRefused(
      `The key ring that is here is older than this backup: ${lacking} of its keys are lacking. Import the newest ring ` +
        'with "throughline keys import RING" first.',
    )
}
