import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import type { AnyTransaction } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'
import { exportInstanceKey, importInstanceKey, type ErasureHook } from '../vault/index.ts'
import { explainLocked, type Lock, readLocked, type Unlock, writeLocked } from './locked-file.ts'
import { obeyLedger } from './obey-ledger.ts'
import { asOwner } from './owner-transaction.ts'
import { dropEverything, takeSteps } from './rebuild-schema.ts'
import { BackupRefused } from './refused.ts'

const bytes = z.string().nullable()
const keyRing = z.object({
  throughlineKeyRing: z.literal(1),
  madeAt: z.iso.datetime(),
  instance: z.string(),
  instanceKey: z.string().nullable(),
  studies: z.array(
    z.object({ study: z.uuid(), id: z.uuid(), wrapped: bytes, destroyedAt: z.string().nullable() }),
  ),
  subjects: z.array(
    z.object({
      study: z.uuid(),
      subject: z.uuid(),
      kind: z.string(),
      id: z.uuid(),
      wrapped: bytes,
      destroyedAt: z.string().nullable(),
    }),
  ),
  erasures: z.array(
    z.object({
      study: z.uuid(),
      subject: z.uuid().nullable(),
      kind: z.string().nullable(),
      account: z.string().nullable(),
      at: z.string(),
    }),
  ),
})

export interface KeysDone {
  path: string
  studies: number
  subjects: number
  erasures: number
  /** Whether the instance's key is in the file as well. */
  instanceKey: boolean
}

/**
 * Writes the key ring, wrapped by the instance's key, and the erasure ledger into one encrypted file. An older ring
 * knows less of what was erased: keep the newest, and no other.
 */
export async function exportKeys(choice: {
  owner: pg.ClientConfig
  path: string
  lock: Lock
  /** The directory of the instance's key, when it shall go into the file. */
  withInstanceKeyOf: string | null
}): Promise<KeysDone> {
  const { path, withInstanceKeyOf } = choice
  const instanceKey = withInstanceKeyOf === null ? null : await exportInstanceKey(withInstanceKeyOf)
  const ring = await asOwner(choice.owner, 'snapshot', async (transaction) => {
    const { rows } = await sql<{ ring: unknown }>`select json_build_object(
      'throughlineKeyRing', 1,
      'madeAt', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'instance', (select fingerprint from vault.instance),
      'instanceKey', ${instanceKey}::text,
      'studies', (select coalesce(json_agg(json_build_object('study', study_id, 'id', id,
        'wrapped', encode(wrapped, 'base64'), 'destroyedAt', destroyed_at)), '[]') from vault.study_key),
      'subjects', (select coalesce(json_agg(json_build_object('study', study_id, 'subject', subject, 'kind', kind,
        'id', id, 'wrapped', encode(wrapped, 'base64'), 'destroyedAt', destroyed_at)), '[]') from vault.subject_key),
      'erasures', (select coalesce(json_agg(json_build_object('study', study_id, 'subject', subject, 'kind', kind,
        'account', account_id, 'at', at) order by id), '[]') from vault.erasure)) as ring`.execute(
      transaction,
    )
    return keyRing.parse(rows[0]?.ring)
  })
  const content = Readable.from([gzipSync(JSON.stringify(ring))], { objectMode: false })
  await writeLocked(path, choice.lock, content)
  return counted(path, ring)
}

/**
 * Adds a key ring to those that the database has. What was erased here or there stays erased, and what the rooms
 * still keep of it is removed. All or nothing.
 *
 * @throws BackupRefused when the ring is unreadable or belongs to another instance
 */
export async function importKeys(choice: {
  owner: pg.ClientConfig
  path: string
  unlock: Unlock
  /** The directory of the instance's key: it is put there when the file holds it and none is there. */
  keys: string
  removeErased: ErasureHook
  /** As for a restore: an installation that nobody used yet is made anew when it becomes another instance. */
  migrations: readonly Migration[]
  grants: string
}): Promise<KeysDone> {
  const ring = await readKeyRing(choice.path, choice.unlock)
  await asOwner(choice.owner, 'change', async (transaction) => {
    const unused = await takeOverInstance(transaction, ring.instance, choice)
    await merge(transaction, ring)
    await obeyLedger(transaction, choice.removeErased)
    if (ring.instanceKey !== null)
      await importInstanceKey(choice.keys, ring.instanceKey, unused).catch((error: unknown) => {
        throw new BackupRefused(error instanceof Error ? error.message : String(error))
      })
  })
  return counted(choice.path, ring)
}

async function readKeyRing(path: string, unlock: Unlock): Promise<z.output<typeof keyRing>> {
  try {
    const content = await buffer(await readLocked(path, unlock))
    const parsed = keyRing.safeParse(JSON.parse(String(gunzipSync(content))))
    if (parsed.success) return parsed.data
  } catch (error) {
    const explained = explainLocked(path, error)
    if (explained instanceof BackupRefused) throw explained
  }
  throw new BackupRefused(
    `${path} is no key ring of this version. "throughline keys export" makes one; a backup is something else.`,
  )
}

/**
 * A database that was made a moment ago, and keeps nothing yet, takes on the instance of the ring.
 *
 * @returns whether nothing was kept with the instance key that was here
 */
async function takeOverInstance(
  transaction: AnyTransaction,
  instance: string,
  { migrations, grants }: { migrations: readonly Migration[]; grants: string },
): Promise<boolean> {
  const { rows } = await sql<{ known: string | null; used: boolean }>`
    select (select fingerprint from vault.instance) as known,
      exists (select from public.person) or exists (select from vault.study_key) as used`.execute(
    transaction,
  )
  const { known, used } = rows[0] ?? { known: null, used: false }
  if (known === instance) return !used
  if (known !== null && used)
    throw new BackupRefused(
      'This key ring belongs to another installation: its keys are wrapped by another instance key. Import it where ' +
        'it was exported, or into a new, empty installation.',
    )
  if (known !== null) {
    // What it sealed for itself at its first start cannot be read any longer.
    await dropEverything(transaction, migrations)
    await takeSteps(transaction, migrations)
    await sql.raw(grants).execute(transaction)
  }
  await sql`insert into vault.instance (fingerprint) values (${instance})`.execute(transaction)
  return true
}

async function merge(transaction: AnyTransaction, ring: z.output<typeof keyRing>): Promise<void> {
  await sql`
    insert into vault.study_key (study_id, id, wrapped, destroyed_at)
    select study, id, decode(wrapped, 'base64'), "destroyedAt"
    from json_to_recordset(${JSON.stringify(ring.studies)}::json)
      as ring (study uuid, id uuid, wrapped text, "destroyedAt" timestamptz)
    on conflict (study_id) do update set wrapped = null, destroyed_at = excluded.destroyed_at
      where excluded.wrapped is null and study_key.wrapped is not null`.execute(transaction)
  await sql`
    insert into vault.subject_key (study_id, subject, kind, id, wrapped, destroyed_at)
    select study, subject, kind, id, decode(wrapped, 'base64'), "destroyedAt"
    from json_to_recordset(${JSON.stringify(ring.subjects)}::json)
      as ring (study uuid, subject uuid, kind text, id uuid, wrapped text, "destroyedAt" timestamptz)
    on conflict (study_id, subject, kind) do update set wrapped = null, destroyed_at = excluded.destroyed_at
      where excluded.wrapped is null and subject_key.wrapped is not null`.execute(transaction)
  await sql`
    insert into vault.erasure (study_id, subject, kind, account_id, at)
    select study, subject, kind, account, at
    from json_to_recordset(${JSON.stringify(ring.erasures)}::json)
      as ring (study uuid, subject uuid, kind text, account text, at timestamptz)
    where not exists (select from vault.erasure known where known.study_id = study
      and known.subject is not distinct from ring.subject and known.kind is not distinct from ring.kind)
    order by at`.execute(transaction)
}

function counted(path: string, ring: z.output<typeof keyRing>): KeysDone {
  return {
    path,
    studies: ring.studies.length,
    subjects: ring.subjects.length,
    erasures: ring.erasures.length,
    instanceKey: ring.instanceKey !== null,
  }
}
