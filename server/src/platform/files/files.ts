import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { AnyTransaction, Database } from '../database/database.ts'
import { Problem } from '../http/problem.ts'
import { type SealedKind, sealedKinds, type Vault } from '../vault/index.ts'
import type { BlobStore } from './blob-store.ts'
import { openDiskStore } from './disk-store.ts'
import { decryptSegments, encryptSegments } from './segments.ts'
import { sweep, type Swept } from './sweep.ts'

/** A file to keep. `subject` and `kind` say with whose keys it is erased; `name` is the name it came under. */
export interface FileDraft {
  content: Uint8Array | AsyncIterable<Uint8Array>
  subject: string
  kind: SealedKind
  mediaType: string
  name: string
}

/** A file that is kept. `bytes` is the length of its content. */
export interface StoredFile {
  id: string
  subject: string
  kind: SealedKind
  mediaType: string
  name: string
  bytes: number
  /** The keyed hash of its content, by which the study's duplicates are found. */
  keyedHash: string
  at: Date
  /**
   * The content, decrypted as it is read; it needs no transaction any longer.
   * It ends with SealBroken where the stored bytes were changed, and with BlobMissing where they are gone.
   */
  content(): Promise<Readable>
  /** The whole content at once: for small files. */
  wholeContent(): Promise<Uint8Array>
}

/** Keeps files encrypted, each under a key of its own that is sealed in the vault. */
export interface Files {
  /** The file's bytes are on disk when it answers; the file is there once the transaction commits. */
  put(
    transaction: AnyTransaction,
    study: string,
    draft: FileDraft,
  ): Promise<{ id: string; bytes: number; keyedHash: string }>
  /**
   * @throws Problem 404 when the study has no such file, 410 when it was erased
   */
  read(transaction: AnyTransaction, study: string, id: string): Promise<StoredFile>
  /** The study's files with exactly this content, oldest first. */
  findSame(transaction: AnyTransaction, study: string, content: Uint8Array): Promise<string[]>
  /** The bytes on disk are removed by the next sweep. */
  remove(transaction: AnyTransaction, study: string, id: string): Promise<void>
  /** Removes blobs that no file names any longer and uploads that were never finished. */
  sweep(): Promise<Swept>
  /** Sweeps now and then, until `close`. */
  start(): void
  close(): Promise<void>
  /** Where the ciphertext lies. */
  store: BlobStore
}

const sweepEvery = 60 * 60_000
/** How much is hashed and encrypted before others have their turn. */
const pieceLength = 256 * 1024

function* inPieces(content: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < content.length; from += pieceLength)
    yield content.subarray(from, from + pieceLength)
}

const fileRow = z.object({
  id: z.string(),
  subject: z.string(),
  kind: z.enum(sealedKinds),
  blob: z.string(),
  bytes: z.number(),
  media_type: z.string(),
  keyed_hash: z.string(),
  sealed_key: z.instanceof(Uint8Array),
  sealed_name: z.instanceof(Uint8Array),
  at: z.date(),
})

/** Opens the files of an installation in `directory`, or in another store. */
export function openFiles(choice: {
  database: Database
  vault: Vault
  directory: string
  store?: BlobStore
}): Files {
  const { database, vault } = choice
  const store = choice.store ?? openDiskStore(choice.directory)
  let timer: NodeJS.Timeout | null = null
  let sweeping: Promise<unknown> = Promise.resolve()

  vault.onErase(async (transaction, { study, subject, kinds }) => {
    await sql`delete from file where study_id = ${study} and subject = ${subject}
      and kind = any(${kinds}::text[])`.execute(transaction)
  })

  return {
    store,
    async put(transaction, study, { content, subject, kind, mediaType, name }) {
      const id = uuidv7()
      const secret = randomBytes(32)
      const sealedKey = await vault.seal(transaction, study, subject, kind, secret, keyContext(id))
      const sealedName = await vault.seal(
        transaction,
        study,
        subject,
        kind,
        Buffer.from(name),
        nameContext(id),
      )
      const hasher = await vault.keyedHasher(transaction, study)
      let bytes = 0
      async function* measured() {
        for await (const piece of content instanceof Uint8Array ? inPieces(content) : content) {
          bytes += piece.length
          hasher.update(piece)
          yield piece
        }
      }
      const blob = await store.put(encryptSegments(secret, measured()))
      const keyedHash = hasher.digest('base64url')
      await sql`insert into file (study_id, id, subject, kind, blob, bytes, media_type, keyed_hash, sealed_key, sealed_name)
        values (${study}, ${id}, ${subject}, ${kind}, ${blob}, ${bytes}, ${mediaType}, ${keyedHash}, ${sealedKey},
          ${sealedName})`.execute(transaction)
      return { id, bytes, keyedHash }
    },
    async read(transaction, study, id) {
      const { rows } = await sql`
        select id, subject, kind, blob, bytes, media_type, keyed_hash, sealed_key, sealed_name, at from file
        where study_id = ${study} and id = ${id}`.execute(transaction)
      if (rows.length === 0) throw Problem.notFound('There is no such file in this study.')
      const row = fileRow.parse(rows[0])
      const open = (sealed: Uint8Array, context: string) =>
        vault.open(transaction, study, row.subject, row.kind, sealed, context)
      const secret = await open(row.sealed_key, keyContext(row.id))
      const name = Buffer.from(await open(row.sealed_name, nameContext(row.id))).toString()
      const content = async () =>
        Readable.from(decryptSegments(secret, await store.get(row.blob)), { objectMode: false })
      return {
        id: row.id,
        subject: row.subject,
        kind: row.kind,
        mediaType: row.media_type,
        name,
        bytes: row.bytes,
        keyedHash: row.keyed_hash,
        at: row.at,
        content,
        wholeContent: async () => buffer(await content()),
      }
    },
    async findSame(transaction, study, content) {
      const hash = await vault.keyedHash(transaction, study, content)
      const { rows } = await sql<{ id: string }>`
        select id from file where study_id = ${study} and keyed_hash = ${hash} order by id`.execute(
        transaction,
      )
      return rows.map((row) => row.id)
    },
    async remove(transaction, study, id) {
      await sql`delete from file where study_id = ${study} and id = ${id}`.execute(transaction)
    },
    sweep: () => sweep(database, store),
    start() {
      timer ??= setInterval(() => {
        // A sweep that fails leaves everything as it was; the next one tries again.
        sweeping = sweep(database, store).catch(() => undefined)
      }, sweepEvery)
      timer.unref()
    },
    async close() {
      if (timer) clearInterval(timer)
      await sweeping
    },
  }
}

const keyContext = (id: string) => `key of file ${id}`
const nameContext = (id: string) => `name of file ${id}`
