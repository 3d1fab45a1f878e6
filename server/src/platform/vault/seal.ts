import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** A key of 256 bits. Its id, 16 bytes, stands in everything that it sealed and tells nothing of it. */
export interface Key {
  id: Uint8Array
  secret: Uint8Array
}

/** What was to be opened was changed, was sealed for something else, or under another key. */
export class SealBroken extends Error {
  override name = 'SealBroken'

  constructor(message = 'This was sealed for something else, or was changed since.') {
    super(message)
  }
}

const version = 1
const idLength = 16
const nonceLength = 12
const tagLength = 16
const headerLength = 1 + idLength + nonceLength

/** How many bytes a sealed text has more than the plain one. */
export const sealOverhead = headerLength + tagLength

export function newSecret(): Uint8Array {
  return randomBytes(32)
}

/** A name for a secret that tells nothing of it: 16 bytes. */
export function fingerprintOf(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update('throughline key id').update(secret).digest().subarray(0, 16)
}

/** A further secret of 256 bits for one purpose, so that no secret serves two. */
export function derived(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), purpose, 32))
}

/**
 * Encrypts with AES-256-GCM. The result describes itself: version (1 byte), key id (16), nonce (12), ciphertext, tag
 * (16). `binding` says what it belongs to: it is not stored, and must be the same at opening.
 */
export function seal(key: Key, bytes: Uint8Array, binding: readonly string[]): Uint8Array {
  const header = Buffer.concat([Buffer.of(version), key.id, randomBytes(nonceLength)])
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonceOf(header), {
    authTagLength: tagLength,
  })
  cipher.setAAD(associatedData(header, binding))
  return Buffer.concat([header, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** @throws SealBroken when a bit was changed, or key or binding are not those of the sealing. */
export function unseal(key: Key, sealed: Uint8Array, binding: readonly string[]): Uint8Array {
  if (sealed.length < sealOverhead || sealed[0] !== version) throw new SealBroken()
  const header = sealed.subarray(0, headerLength)
  if (Buffer.compare(keyIdOf(sealed), key.id) !== 0) throw new SealBroken()
  const decipher = createDecipheriv('aes-256-gcm', key.secret, nonceOf(header), {
    authTagLength: tagLength,
  })
  decipher.setAAD(associatedData(header, binding))
  decipher.setAuthTag(sealed.subarray(-tagLength))
  try {
    const opened = decipher.update(sealed.subarray(headerLength, -tagLength))
    return Buffer.concat([opened, decipher.final()])
  } catch {
    throw new SealBroken()
  }
}

function keyIdOf(sealed: Uint8Array): Uint8Array {
  return sealed.subarray(1, 1 + idLength)
}

function nonceOf(header: Uint8Array): Uint8Array {
  return header.subarray(1 + idLength)
}

/** JSON keeps the parts apart: no two bindings read alike. */
function associatedData(header: Uint8Array, binding: readonly string[]): Uint8Array {
  return Buffer.concat([header, Buffer.from(JSON.stringify(binding))])
}
