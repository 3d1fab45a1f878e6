import { z } from 'zod'
import type { InstanceVault } from './mail.ts'

/** A message to one person. */
export interface Letter {
  to: string
  subject: string
  text: string
  html?: string
}

const envelope = z.object({ to: z.string(), subject: z.string() })
const content = z.object({ text: z.string(), html: z.string().optional() })

// Bound to its row: parts of one message cannot be put in the place of another's.
const asEnvelope = (id: string) => `mail envelope ${id}`
const asContent = (id: string) => `mail content ${id}`

/** Address and subject apart from the text, because the text is forgotten once it was sent. */
export function sealLetter(
  vault: InstanceVault,
  id: string,
  letter: Letter,
): { envelope: Uint8Array; content: Uint8Array } {
  const { to, subject, ...rest } = letter
  const sealed = (value: unknown, context: string) =>
    vault.sealForInstance(Buffer.from(JSON.stringify(value)), context)
  return { envelope: sealed({ to, subject }, asEnvelope(id)), content: sealed(rest, asContent(id)) }
}

/** @throws SealBroken when it was changed, or sealed for another instance */
export function openEnvelope(
  vault: InstanceVault,
  id: string,
  sealed: Uint8Array,
): z.output<typeof envelope> {
  return envelope.parse(parsed(vault.openForInstance(sealed, asEnvelope(id))))
}

/** @throws SealBroken when it was changed, or sealed for another instance */
export function openContent(
  vault: InstanceVault,
  id: string,
  sealed: Uint8Array,
): z.output<typeof content> {
  return content.parse(parsed(vault.openForInstance(sealed, asContent(id))))
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'))
}
