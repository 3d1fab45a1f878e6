import type { Database } from '../database/database.ts'
import type { Address, BlobStore } from './blob-store.ts'

/** What a sweep removed. */
export interface Swept {
  blobs: number
  uploads: number
}

/** The lock that a backup shares while it copies blobs, so that none vanishes under it. */
export const blobLock = `hashtext('throughline blobs')`

/** A blob lies on disk before the transaction that names it commits: the young ones are spared. */
const spared = 60 * 60_000
const abandonedAfter = 24 * 60 * 60_000
const batch = 1000

/** Removes blobs that no file names and uploads that were never finished. Does nothing while a backup runs. */
export async function sweep(database: Database, store: BlobStore): Promise<Swept> {
  const uploads = await store.removeAbandoned(new Date(Date.now() - abandonedAfter))
  const client = await database.pool.connect()
  try {
    const { rows } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_lock(${blobLock}) as alone`,
    )
    if (!rows[0]?.alone) return { blobs: 0, uploads }
    try {
      return { blobs: await removeUnnamed(), uploads }
    } finally {
      await client.query(`select pg_advisory_unlock(${blobLock})`)
    }
  } finally {
    client.release()
  }

  async function removeUnnamed(): Promise<number> {
    const before = new Date(Date.now() - spared)
    let removed = 0
    let waiting: Address[] = []
    const look = async () => {
      const { rows } = await client.query<{ blob: Address }>(
        'select blobs_named($1::text[]) as blob',
        [waiting],
      )
      const named = new Set(rows.map((row) => row.blob))
      for (const address of waiting) {
        if (named.has(address)) continue
        await store.remove(address)
        removed += 1
      }
      waiting = []
    }
    for await (const { address, at } of store.list()) {
      if (at >= before) continue
      waiting.push(address)
      if (waiting.length === batch) await look()
    }
    await look()
    return removed
  }
}
