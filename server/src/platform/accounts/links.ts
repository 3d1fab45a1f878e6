import { createHash, createHmac, randomBytes } from 'node:crypto'

/** The secret part of a new link: 256 bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a link: who reads the database cannot rebuild it. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The token of an invitation follows from its id and our secret, so that who made it can be shown the link again. */
export function invitationToken(secret: string, invitation: string): string {
  return createHmac('sha256', secret).update(`invitation ${invitation}`).digest('base64url')
}

/** The key under which better-auth looks for a reset link; only this hash of it is kept. */
export function resetIdentifier(token: string): string {
  return hashOfIdentifier(`reset-password:${token}`)
}

/** How identifiers of verifications are kept. */
export function hashOfIdentifier(identifier: string): string {
  return createHash('sha256').update(identifier).digest('base64url')
}
