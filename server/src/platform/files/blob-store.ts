import type { Readable } from 'node:stream'

/** The address of a blob: the SHA-256 of its bytes, 64 hexadecimal digits in lower case. */
export type Address = string

/** Keeps bytes under their hash. It sees ciphertext only and knows nothing of studies. */
export interface BlobStore {
  /** Keeps the bytes durably before it answers; whoever is killed on the way leaves nothing that has an address. */
  put(content: AsyncIterable<Uint8Array>): Promise<Address>
  /** @throws BlobMissing */
  get(address: Address): Promise<Readable>
  /** The number of its bytes; null where there is no such blob. */
  size(address: Address): Promise<number | null>
  /** Removes it; nothing happens where there is none. */
  remove(address: Address): Promise<void>
  /** All blobs, and since when each is kept. */
  list(): AsyncIterable<{ address: Address; at: Date }>
  /** Removes what was begun before this moment and never finished; gives how many. */
  removeAbandoned(before: Date): Promise<number>
}

export class BlobMissing extends Error {
  override name = 'BlobMissing'

  constructor(address: Address) {
    super(
      `The encrypted file ${address} is missing from the files of this installation. Restore it from a backup.`,
    )
  }
}
