import type { QuotedWords } from '@throughline/text'
import { createHash } from 'node:crypto'

/** A fingerprint of a quote's words, by which a later correction of the transcript is noticed. */
export function hashOf({ text }: QuotedWords): string {
  return createHash('sha256').update(text).digest('base64url')
}
