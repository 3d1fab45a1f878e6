import { sql } from 'kysely'
import type pg from 'pg'
import { verifyAuditWithin } from '../audit/index.ts'
import type { AnyTransaction } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'
import type { BlobStore } from '../files/index.ts'
import type { ErasureHook } from '../vault/index.ts'
import { type About, type Manifest, type Part, readArchive } from './archive.ts'
import { explainLocked, readLocked, type Unlock } from './locked-file.ts'
import { obeyLedger } from './obey-ledger.ts'
import { asOwner } from './owner-transaction.ts'
import {
  dropEverything,
  makeForeignTables,
  stepsOf,
  takeSteps,
  withoutGuards,
} from './rebuild-schema.ts'
import { BackupRefused } from './refused.ts'
import {
  addKeyNames,
  beginKeyNames,
  isOtherInstance,
  putRingBack,
  requireKeys,
  requireRingFor,
  saveRing,
} from './saved-ring.ts'
import { settle } from './settle.ts'
import {
  digestOfTable,
  fixTextForms,
  fullName,
  insertLines,
  quotedName,
  type Table,
} from './tables.ts'

export interface RestoreDone {
  madeAt: string
  tables: number
  rows: number
  blobs: number
  /** How many studies and people the erasure ledger removed again. */
  erased: { studies: number; subjects: number }
  auditEntries: number
  /** Encrypted files that the backup lacked already. */
  missing: string[]
}

export interface RestoreChoice {
  owner: pg.ClientConfig
  store: BlobStore
  /** All steps of the schema, in their order. */
  migrations: readonly Migration[]
  /** Run as the owner after the last step: what the app's role may touch. */
  grants: string
  path: string
  unlock: Unlock
  removeErased: ErasureHook
  /** Puts the backup in the place of what is there; otherwise a database that holds anything is refused. */
  replace: boolean
  /** Goes on although the key ring is lost. */
  withoutKeys: boolean
}

/**
 * Puts the state of a backup into the database and the files: everything, verified by counts and hashes, or nothing.
 * What was erased since the backup is removed again before anybody can see it. Nobody else may use the database
 * meanwhile; whoever calls has brought the schema up to date.
 *
 * @throws BackupRefused with a sentence for the person at the terminal
 */
export async function restoreBackup(choice: RestoreChoice): Promise<RestoreDone> {
  const content = await readLocked(choice.path, choice.unlock)
  try {
    const done = await asOwner(choice.owner, 'change', async (transaction) => {
      await fixTextForms(transaction)
      await refuseIfUsed(transaction, choice.replace)
      return new Restoring(transaction, choice).run(readArchive(content))
    })
    await asOwner(choice.owner, 'change', (transaction) => sql`analyze`.execute(transaction))
    return done
  } catch (error) {
    throw explainLocked(choice.path, error)
  } finally {
    content.destroy()
  }
}

/** The state of one restore as its archive is read, part by part. */
class Restoring {
  readonly #transaction: AnyTransaction
  readonly #choice: RestoreChoice
  readonly #tables = new Map<string, Table>()
  #later: Migration[] = []
  #otherInstance = false
  #putGuardsBack: () => Promise<void> = async () => undefined

  constructor(transaction: AnyTransaction, choice: RestoreChoice) {
    this.#transaction = transaction
    this.#choice = choice
  }

  async run(parts: AsyncIterable<Part>): Promise<RestoreDone> {
    let about: About | null = null
    let finished: { manifest: Manifest; done: Omit<RestoreDone, 'madeAt'> } | null = null
    const wanted = new Set<string>()
    for await (const part of parts) {
      if (part.is === 'about') {
        about = part.about
        await this.#begin(about)
        continue
      }
      if (!about) throw new BackupRefused('This backup does not begin as one should.')
      switch (part.is) {
        case 'table':
          await this.#load(part.table, part.lines)
          break
        case 'keys':
          await addKeyNames(this.#transaction, part.lines)
          break
        case 'manifest':
          finished = { manifest: part.manifest, done: await this.#finishTables(part.manifest) }
          for (const blob of await this.#blobsNamed()) wanted.add(blob)
          break
        case 'blob':
          if (wanted.delete(part.address)) await this.#keepBlob(part.address, part.content)
          else part.content.resume()
      }
    }
    if (!about || !finished) throw new BackupRefused('This backup is incomplete. Use another copy.')
    for (const missing of finished.manifest.missing) wanted.delete(missing)
    if (wanted.size > 0)
      throw new BackupRefused(
        `${wanted.size} encrypted files are lacking in this backup. Use another copy.`,
      )
    return { madeAt: about.madeAt, ...finished.done }
  }

  async #begin(about: About): Promise<void> {
    const { migrations, withoutKeys } = this.#choice
    const steps = stepsOf(about.migrations, migrations)
    if (!withoutKeys) await requireRingFor(this.#transaction, about)
    this.#otherInstance = await isOtherInstance(this.#transaction, about)
    await saveRing(this.#transaction)
    await beginKeyNames(this.#transaction)
    await dropEverything(this.#transaction, migrations)
    await takeSteps(this.#transaction, steps.taken)
    this.#later = steps.later
    for (const table of about.tables) this.#tables.set(fullName(table), table)
    await makeForeignTables(this.#transaction, about.tables)
    const names = about.tables.map(quotedName)
    this.#putGuardsBack = await withoutGuards(this.#transaction, names)
    await sql.raw(`truncate ${names.join(', ')}`).execute(this.#transaction)
  }

  async #load(name: string, lines: string): Promise<void> {
    const table = this.#tables.get(name)
    if (!table) throw new BackupRefused(`This backup holds rows of an unknown table "${name}".`)
    await insertLines(this.#transaction, table, lines)
  }

  async #finishTables(manifest: Manifest): Promise<Omit<RestoreDone, 'madeAt'>> {
    const rows = await this.#verify(manifest)
    await this.#putGuardsBack()
    for (const { schema, name, last, called } of manifest.sequences)
      await sql`select setval(${quotedName({ schema, name })}::regclass, ${last}::bigint, ${called})`.execute(
        this.#transaction,
      )
    const auditEntries = await this.#verifyTrail(manifest)
    await takeSteps(this.#transaction, this.#later)
    await sql.raw(this.#choice.grants).execute(this.#transaction)
    await putRingBack(this.#transaction)
    if (!this.#choice.withoutKeys) await requireKeys(this.#transaction)
    const erased = await obeyLedger(this.#transaction, this.#choice.removeErased)
    await settle(this.#transaction, this.#otherInstance)
    const blobs = (await this.#blobsNamed()).length
    return {
      tables: this.#tables.size,
      rows,
      blobs,
      erased,
      auditEntries,
      missing: manifest.missing,
    }
  }

  /** Reads back what was written and compares it with what the backup says it holds. */
  async #verify(manifest: Manifest): Promise<number> {
    let rows = 0
    for (const [name, table] of this.#tables) {
      const expected = manifest.tables[name]
      const found = await digestOfTable(this.#transaction, table)
      if (expected?.rows !== found.rows || expected.digest !== found.digest)
        throw new BackupRefused(
          `The table ${name} does not hold after the restore what the backup says (${found.rows} rows of ` +
            `${expected?.rows ?? 0}). Nothing was changed; use another copy.`,
        )
      rows += found.rows
    }
    return rows
  }

  async #verifyTrail(manifest: Manifest): Promise<number> {
    const reader = {
      query: (statement: string) => sql.raw(statement).execute(this.#transaction),
    }
    const verdict = await verifyAuditWithin(reader, manifest.auditHead)
    if (!verdict.ok)
      throw new BackupRefused(`The audit trail in this backup is broken: ${verdict.sentence}`)
    return verdict.entries
  }

  async #blobsNamed(): Promise<string[]> {
    const { rows } = await sql<{ blob: string }>`select distinct blob from file`.execute(
      this.#transaction,
    )
    return rows.map((row) => row.blob)
  }

  async #keepBlob(address: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const kept = await this.#choice.store.put(content)
    if (kept !== address)
      throw new BackupRefused(
        `The encrypted file ${address} in this backup is damaged. Use another copy.`,
      )
  }
}

async function refuseIfUsed(transaction: AnyTransaction, replace: boolean): Promise<void> {
  const { rows } = await sql<{ people: number; studies: number; others: number }>`
    select (select count(*)::int from person) as people, (select count(*)::int from study_key) as studies,
      (select count(*)::int from pg_stat_activity where datname = current_database()
        and backend_type = 'client backend' and application_name = 'throughline jobs') as others`.execute(
    transaction,
  )
  const used = rows[0] ?? { people: 0, studies: 0, others: 0 }
  if (used.others > 0)
    throw new BackupRefused(
      'Throughline runs on this database, perhaps on another machine. Stop it everywhere, then restore.',
    )
  if (!replace && used.people + used.studies > 0)
    throw new BackupRefused(
      `This installation is in use: ${used.people} accounts, ${used.studies} studies. To put the backup in its place, ` +
        'say --replace; what is here now is lost then, so make a backup of it first.',
    )
}
