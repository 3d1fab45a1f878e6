import { Readable } from 'node:stream'
import type pg from 'pg'
import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'
import { blobLock, type BlobStore } from '../files/index.ts'
import { withClient } from '../postgres/index.ts'
import { type About, archiveFormat, ArchiveWriter, type Manifest } from './archive.ts'
import { type Lock, writeLocked } from './locked-file.ts'
import { asOwner } from './owner-transaction.ts'
import {
  Digester,
  fixTextForms,
  fullName,
  listTables,
  readLines,
  schemasOf,
  type Table,
  type TableDigest,
} from './tables.ts'

export interface BackupDone {
  path: string
  tables: number
  rows: number
  blobs: number
  /** Addresses of encrypted files that were gone: they are in no backup from now on. */
  missing: string[]
}

/**
 * Writes everything but keys, sign-ins and the queue of jobs into one encrypted file, as it stood at one moment. The
 * app may run meanwhile.
 *
 * @throws BackupRefused with a sentence for the person at the terminal
 */
export async function makeBackup(choice: {
  owner: pg.ClientConfig
  store: BlobStore
  migrations: readonly Migration[]
  path: string
  lock: Lock
}): Promise<BackupDone> {
  const { owner, store, path } = choice
  const schemas = schemasOf(choice.migrations)
  return withClient(owner, async (keeper) => {
    // No blob is swept away while this connection lives.
    await keeper.query('set statement_timeout = 0')
    await keeper.query(`select pg_advisory_lock_shared(${blobLock})`)
    return asOwner(owner, 'snapshot', async (transaction) => {
      await fixTextForms(transaction)
      const archive = new ArchiveWriter()
      const writing = writeLocked(
        path,
        choice.lock,
        Readable.from(archive.stream, { objectMode: false }),
      )
      const filling = fill(transaction, archive, store, schemas)
      // A failure here reaches the file through the stream, and one of the file ends the stream.
      filling.catch((error: unknown) => {
        archive.stream.destroy(error instanceof Error ? error : new Error(String(error)))
      })
      try {
        await writing
      } finally {
        await filling.catch(() => undefined)
      }
      const { tables, blobs, missing } = await filling
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
      return { path, tables: Object.keys(tables).length, rows, blobs: blobs.length, missing }
    })
  })
}

async function fill(
  transaction: AnyTransaction,
  archive: ArchiveWriter,
  store: BlobStore,
  schemas: readonly string[],
): Promise<Manifest> {
  const tables = await listTables(transaction, schemas)
  await archive.json('about.json', await readAbout(transaction, tables))
  const digests: Record<string, TableDigest> = {}
  for (const table of tables)
    digests[fullName(table)] = await writeTable(transaction, archive, table)
  await writeKeyNames(transaction, archive)
  const manifest: Manifest = {
    tables: digests,
    sequences: await readSequences(transaction, schemas),
    auditHead: await readAuditHead(transaction),
    ...(await measureBlobs(transaction, store)),
  }
  await archive.json('manifest.json', manifest)
  for (const { address, bytes } of manifest.blobs)
    await archive.blob(address, bytes, await store.get(address))
  await archive.end()
  return manifest
}

async function readAbout(transaction: AnyTransaction, tables: Table[]): Promise<About> {
  const { rows: migrations } = await sql<{ name: string; digest: string }>`
    select name, digest from migration order by applied_at, name`.execute(transaction)
  const { rows } = await sql<{ instance: string | null; erasures: number }>`
    select (select fingerprint from vault.instance) as instance,
      (select count(*)::int from vault.erasure) as erasures`.execute(transaction)
  const vault = rows[0] ?? { instance: null, erasures: 0 }
  return { format: archiveFormat, madeAt: new Date().toISOString(), migrations, tables, ...vault }
}

async function writeTable(
  transaction: AnyTransaction,
  archive: ArchiveWriter,
  table: Table,
): Promise<TableDigest> {
  const digester = new Digester()
  let number = 0
  for await (const lines of readLines(transaction, table)) {
    for (const line of lines) digester.add(line)
    number += 1
    const part = String(number).padStart(6, '0')
    await archive.lines(`tables/${fullName(table)}/${part}.ndjson.gz`, lines)
  }
  return digester.result()
}

/** Which keys what is in here needs: a restore asks the key ring for them. */
async function writeKeyNames(transaction: AnyTransaction, archive: ArchiveWriter): Promise<void> {
  const { rows } = await sql<{ line: string }>`
    select json_build_object('study', study_id, 'subject', null, 'kind', null)::text as line from vault.study_key
    union all
    select json_build_object('study', study_id, 'subject', subject, 'kind', kind)::text from vault.subject_key`.execute(
    transaction,
  )
  const batch = 20_000
  for (let start = 0; start < rows.length; start += batch) {
    const lines = rows.slice(start, start + batch).map((row) => row.line)
    await archive.lines(`keys/${String(start).padStart(9, '0')}.ndjson.gz`, lines)
  }
}

async function readSequences(transaction: AnyTransaction, schemas: readonly string[]) {
  const { rows } = await sql<{ schema: string; name: string; last: string; called: boolean }>`
    select schemaname as schema, sequencename as name, coalesce(last_value, start_value)::text as last,
      last_value is not null as called
    from pg_sequences where schemaname = any(${schemas}::text[]) and schemaname not in ('vault', 'job_queue')
    order by 1, 2`.execute(transaction)
  return rows
}

async function readAuditHead(transaction: AnyTransaction): Promise<Manifest['auditHead']> {
  const { rows } = await sql<{ number: number; hash: string }>`
    select number::float8 as number, encode(hash, 'hex') as hash from audit_block
    order by audit_block.number desc limit 1`.execute(transaction)
  return rows[0] ?? null
}

async function measureBlobs(transaction: AnyTransaction, store: BlobStore) {
  const { rows } = await sql<{
    blob: string
  }>`select distinct blob from file order by blob`.execute(transaction)
  const blobs: Manifest['blobs'] = []
  const missing: string[] = []
  for (const { blob: address } of rows) {
    const bytes = await store.size(address)
    if (bytes === null) missing.push(address)
    else blobs.push({ address, bytes })
  }
  return { blobs, missing }
}
