import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Address, BlobMissing, type BlobStore } from './blob-store.ts'

/**
 * Blobs on disk: `blobs/ab/ab12…`, and `incoming/` for what is on its way. A blob is written under another name,
 * synced, and renamed; then its directory is synced. Half a blob never stands under an address.
 */
export function openDiskStore(directory: string): BlobStore {
  const incoming = join(directory, 'incoming')
  const blobs = join(directory, 'blobs')
  const folderOf = (address: Address) => join(blobs, address.slice(0, 2))
  const pathOf = (address: Address) => join(folderOf(address), address)

  async function place(draft: string, address: Address): Promise<void> {
    const folder = folderOf(address)
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(draft, pathOf(address))
    await syncDirectory(folder)
    if (made !== undefined) await syncDirectory(blobs)
  }

  return {
    async put(content) {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const draft = join(incoming, randomUUID())
      const hash = createHash('sha256')
      const handle = await open(draft, 'wx', 0o600)
      try {
        try {
          for await (const piece of content) {
            hash.update(piece)
            await writeAll(handle, piece)
          }
          await handle.sync()
        } finally {
          await handle.close()
        }
        const address = hash.digest('hex')
        await place(draft, address)
        return address
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    async get(address) {
      const handle = await openOrNull(pathOf(address))
      if (!handle) throw new BlobMissing(address)
      const stream: Readable = handle.createReadStream()
      return stream
    },
    async size(address) {
      return (await unlessMissing(() => stat(pathOf(address))))?.size ?? null
    },
    remove: (address) => rm(pathOf(address), { force: true }),
    async *list() {
      for await (const folder of entriesOf(blobs))
        for await (const name of entriesOf(join(blobs, folder))) {
          const found = await unlessMissing(() => stat(join(blobs, folder, name)))
          if (found && isAddress(name)) yield { address: name, at: found.mtime }
        }
    },
    async removeAbandoned(before) {
      let removed = 0
      for await (const name of entriesOf(incoming)) {
        const found = await unlessMissing(() => stat(join(incoming, name)))
        if (!found || found.mtime >= before) continue
        await rm(join(incoming, name), { force: true })
        removed += 1
      }
      return removed
    },
  }
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let written = 0
  while (written < piece.length)
    written += (await handle.write(piece, written, piece.length - written)).bytesWritten
}

async function* entriesOf(directory: string): AsyncIterable<string> {
  const opened = await unlessMissing(() => opendir(directory))
  if (!opened) return
  for await (const entry of opened) yield entry.name
}

function openOrNull(path: string): Promise<FileHandle | null> {
  return unlessMissing(() => open(path))
}

/** Null where there is no such file or directory. */
async function unlessMissing<Found>(look: () => Promise<Found>): Promise<Found | null> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function isAddress(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name)
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; it keeps names in its journal.
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
