import { createCipheriv, createDecipheriv } from 'node:crypto'
import { SealBroken } from '../vault/index.ts'

const segmentLength = 64 * 1024
const tagLength = 16
const firstByte = 1

/**
 * Encrypts content of any length with a key that serves this file only: a version byte, then segments of 64 KiB,
 * each AES-256-GCM with its tag. The nonce counts the segments and marks the last, so that segments can be neither
 * swapped nor cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
export async function* encryptSegments(
  secret: Uint8Array,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.of(firstByte)
  let number = 0
  for await (const { bytes, last } of regrouped(content, segmentLength)) {
    const cipher = createCipheriv('aes-256-gcm', secret, nonceOf(number, last))
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    number += 1
  }
}

/** @throws SealBroken at the first segment that was changed, moved or cut off; all before it is right. */
export async function* decryptSegments(
  secret: Uint8Array,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let number = 0
  for await (const { bytes, last } of regrouped(
    withoutVersion(sealed),
    segmentLength + tagLength,
  )) {
    if (bytes.length < tagLength) throw new SealBroken()
    const decipher = createDecipheriv('aes-256-gcm', secret, nonceOf(number, last), {
      authTagLength: tagLength,
    })
    decipher.setAuthTag(bytes.subarray(-tagLength))
    try {
      yield Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()])
    } catch {
      throw new SealBroken()
    }
    number += 1
  }
}

async function* withoutVersion(sealed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let first = true
  for await (const piece of sealed) {
    if (piece.length === 0) continue
    if (first && piece[0] !== firstByte) throw new SealBroken()
    yield first ? piece.subarray(1) : piece
    first = false
  }
  if (first) throw new SealBroken()
}

/** The same bytes in pieces of `length`; the last may be shorter, and there is always a last one. */
async function* regrouped(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  length: number,
): AsyncIterable<{ bytes: Uint8Array; last: boolean }> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const piece of content) {
    waiting.push(piece)
    size += piece.length
    if (size <= length) continue
    const joined = Buffer.concat(waiting)
    let start = 0
    for (; joined.length - start > length; start += length)
      yield { bytes: joined.subarray(start, start + length), last: false }
    waiting = [joined.subarray(start)]
    size = joined.length - start
  }
  yield { bytes: Buffer.concat(waiting), last: true }
}

function nonceOf(number: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}
