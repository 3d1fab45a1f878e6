import { Decrypter, Encrypter } from 'age-encryption'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream } from 'node:stream/web'
import { BackupRefused, messageOf } from './refused.ts'

/** For whom a file is encrypted: whoever holds the identity of one of the recipients, or knows the passphrase. */
export type Lock = { recipients: readonly string[] } | { passphrase: string }

/** What opens it: identities (`AGE-SECRET-KEY-1…`) or the passphrase. */
export type Unlock = { identities: readonly string[] } | { passphrase: string }

/**
 * Writes one encrypted file in the age format (age-encryption.org/v1), readable by its owner only. It appears under
 * its name when it is whole and on disk.
 *
 * @throws BackupRefused when a file stands there already, or the lock is unfit
 */
export async function writeLocked(path: string, lock: Lock, content: Readable): Promise<void> {
  const draft = `${path}.part`
  try {
    if (await exists(path))
      throw new BackupRefused(
        `${path} exists already. Choose another name, or remove that file first.`,
      )
    const encrypter = encrypterFor(lock)
    const file = await open(draft, 'w', 0o600)
    const sealed = await encrypter.encrypt(ReadableStream.from<Uint8Array>(content))
    await pipeline(sealed, file.createWriteStream({ flush: true }))
    await rename(draft, path)
    await syncDirectory(dirname(path))
  } catch (error) {
    content.destroy()
    await rm(draft, { force: true })
    throw error
  }
}

function encrypterFor(lock: Lock): Encrypter {
  const encrypter = new Encrypter()
  if ('passphrase' in lock) {
    if (lock.passphrase.length < 12)
      throw new BackupRefused(
        'The passphrase is shorter than 12 characters. Take four or five random words.',
      )
    encrypter.setPassphrase(lock.passphrase)
    return encrypter
  }
  for (const recipient of lock.recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new BackupRefused(
        `"${recipient}" is no age recipient: one begins with age1, and "age-keygen" prints it.`,
      )
    }
  }
  return encrypter
}

/**
 * The content of an encrypted file. What comes out is authentic; where the file was changed or cut off the stream
 * ends with an error, for which `explainLocked` has the sentence.
 *
 * @throws BackupRefused when it cannot be opened
 */
export async function readLocked(path: string, unlock: Unlock): Promise<Readable> {
  if (!(await exists(path))) throw new BackupRefused(`There is no file ${path}.`)
  const decrypter = new Decrypter()
  if ('passphrase' in unlock) decrypter.addPassphrase(unlock.passphrase)
  else
    for (const identity of unlock.identities) {
      try {
        decrypter.addIdentity(identity)
      } catch {
        throw new BackupRefused(
          'The identity file holds something that is no age identity: one begins with AGE-SECRET-KEY-.',
        )
      }
    }
  const file = createReadStream(path)
  try {
    const opened = await decrypter.decrypt(ReadableStream.from<Uint8Array>(file))
    return Readable.from(opened, { objectMode: false })
  } catch (error) {
    file.destroy()
    throw new BackupRefused(explainOpening(path, messageOf(error)))
  }
}

function explainOpening(path: string, message: string): string {
  return /no identity matched/.test(message)
    ? `${path} does not open with this passphrase or identity. Use the one it was made for.`
    : `${path} is not an encrypted file of Throughline, or its beginning is damaged (${message}). Use another copy.`
}

/** The sentence for a file that breaks off or does not decrypt in the middle. */
export function explainLocked(path: string, error: unknown): unknown {
  if (error instanceof BackupRefused) return error
  // Errors of the decryption carry no code; those of PostgreSQL and of the disk do.
  if (!(error instanceof Error) || 'code' in error) return error
  return /chunk|tag|ciphertext|stream ended|end of data|tar/i.test(error.message)
    ? new BackupRefused(
        `${path} is damaged or incomplete (${error.message}). Nothing was changed; use another copy.`,
      )
    : error
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
