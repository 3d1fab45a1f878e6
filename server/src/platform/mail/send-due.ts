import { sql } from 'kysely'
import type { Transporter } from 'nodemailer'
import type { Database } from '../database/database.ts'
import type { Log } from '../platform.ts'
import { openContent, openEnvelope } from './letter.ts'
import type { InstanceVault } from './mail.ts'

interface Claimed {
  id: string
  envelope: Uint8Array
  content: Uint8Array
  attempts: number
}

interface Post {
  database: Database
  transport: Transporter
  from: string
  vault: InstanceVault
  log: Log
}

/** A message whose sender died is taken up by another after so long: it may then arrive twice, but never not at all. */
const leaseMinutes = 5
/** With the waits below, about two days. */
const mostAttempts = 12

/** How long to wait after an attempt that failed: 30 s, 1, 2, 4 … minutes, at most 6 hours. */
export function waitAfter(attempts: number): number {
  return Math.min(30_000 * 2 ** (attempts - 1), 6 * 3600_000)
}

/** Sends every message that is due, one after the other; gives how many were tried. */
export async function sendDue(post: Post): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    const message = await claim(post.database)
    if (!message) return tried
    await send(post, message)
  }
}

async function claim(database: Database): Promise<Claimed | null> {
  const { rows } =
    await sql<Claimed>`select * from claim_mail(make_interval(mins => ${leaseMinutes}))`.execute(
      database.kysely,
    )
  return rows[0] ?? null
}

async function send(post: Post, message: Claimed): Promise<void> {
  const { database, transport, from, vault, log } = post
  const { id } = message
  try {
    const { to, subject } = openEnvelope(vault, id, message.envelope)
    const { text, html } = openContent(vault, id, message.content)
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      text,
      ...(html === undefined ? {} : { html }),
      // The same message has the same id each time, so that a mail server or reader may drop a second one.
      messageId: `<${id}@${domainOf(from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    const code = codeOf(error)
    const lasting = isLasting(error) || message.attempts >= mostAttempts
    log.warn({ mail: id, code, attempt: message.attempts, lasting }, 'a message was not sent')
    const next = lasting ? null : new Date(Date.now() + waitAfter(message.attempts))
    return settle(database, id, lasting ? 'failed' : 'waiting', next, code)
  }
  return settle(database, id, 'sent', null, null)
}

async function settle(
  database: Database,
  id: string,
  state: 'sent' | 'failed' | 'waiting',
  next: Date | null,
  code: string | null,
): Promise<void> {
  await sql`select settle_mail(${id}, ${state}, ${next}, ${code})`.execute(database.kysely)
}

/** 5xx at the recipient or the text is for good; at sign-in it is our own setting, which somebody will mend. */
function isLasting(error: unknown): boolean {
  return (
    error instanceof Error &&
    'responseCode' in error &&
    typeof error.responseCode === 'number' &&
    error.responseCode >= 500 &&
    codeOf(error) !== 'EAUTH'
  )
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function domainOf(from: string): string {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
}
