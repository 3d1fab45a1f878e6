import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import pg from 'pg'
import { type Account, outliveBrokenConnections } from '../database/database.ts'
import type { InstanceVault, Mail } from '../mail/index.ts'
import type { Log } from '../platform.ts'
import type { Settings } from '../settings.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type Auth, createAuth } from './auth.ts'
import { hashOfToken, newToken, resetIdentifier } from './links.ts'
import { createSignIns, longestPauseDays, type SignIn, type SignIns } from './sign-ins.ts'

/** Who may come in, as the rest of the house sees it. */
export interface Accounts {
  /** Who sends this request; null when nobody is signed in. Fast: it is asked at every request. */
  accountOf(headers: IncomingHttpHeaders): Promise<Account | null>
  /** The same with the id of the sign-in. */
  signInOf(headers: IncomingHttpHeaders): Promise<SignIn | null>
  /** A one-time link to the set-up page while there is no account; a new one each time. Null once there is one. */
  firstRunLink(): Promise<string | null>
  /** A link to a new password for this address, for the operator's shell; null when it has no account. */
  resetLinkFor(email: string): Promise<string | null>
  /** What the use cases of this room share. */
  inside: Inside
  close(): Promise<void>
}

/** What the use cases of this room share; nobody else uses it. */
export interface Inside {
  auth: Auth
  attempts: Attempts
  signIns: SignIns
  /** Signs cookies and links. */
  secret: string
  mail: Mail
}

/** The few connections that sign people in; everything else goes through the app's own pool. */
const connections = 4
const tidyEvery = 6 * 3600_000

/**
 * Opens the accounts. The migrations must have run.
 *
 * @param choice.owner how the owner of the tables connects: the app's role does not see sign-ins and credentials
 */
export async function createAccounts(choice: {
  owner: pg.ClientConfig
  settings: Pick<Settings, 'origin'>
  vault: InstanceVault
  mail: Mail
  log: Log
}): Promise<Accounts> {
  const { owner, settings, vault, mail, log } = choice
  const pool = new pg.Pool({
    ...owner,
    options: [owner.options, '-c search_path=public,accounts'].filter(Boolean).join(' '),
    max: connections,
    statement_timeout: 30_000,
    allowExitOnIdle: true,
    application_name: 'throughline accounts',
  })
  outliveBrokenConnections(pool)
  const secret = await readSecret(pool, vault)
  const auth = createAuth({ pool, origin: settings.origin, secret, log })
  const signIns = createSignIns(auth, pool)
  const attempts = createAttempts(pool, secret)

  let tidying: Promise<void> = tidy(pool)
  const timer = setInterval(() => {
    tidying = tidy(pool)
  }, tidyEvery).unref()

  return {
    async accountOf(headers) {
      return (await signIns.of(headers))?.account ?? null
    },
    signInOf: (headers) => signIns.of(headers),
    async firstRunLink() {
      const { rows } = await pool.query('select from person limit 1')
      if (rows.length > 0) return null
      const token = newToken()
      await pool.query(
        `insert into accounts.set_up_link (token_hash) values ($1)
         on conflict (single) do update set token_hash = excluded.token_hash`,
        [hashOfToken(token)],
      )
      return `${settings.origin}/set-up/${token}`
    },
    async resetLinkFor(email) {
      const token = newToken()
      const { rowCount } = await pool.query(
        `select accounts.keep_reset_link($1, id, '1 day') from person where email = $2`,
        [resetIdentifier(token), email.trim().toLowerCase()],
      )
      return rowCount === 0 ? null : resetLink(settings.origin, token)
    },
    inside: { auth, attempts, signIns, secret, mail },
    async close() {
      clearInterval(timer)
      await Promise.all([tidying, signIns.close()])
      await pool.end()
    },
  }

  /** The secret is made once and the same for every process on this database; only the vault can open it. */
  async function readSecret(from: pg.Pool, seals: InstanceVault): Promise<string> {
    const fresh = seals.sealForInstance(randomBytes(32), 'accounts secret')
    await from.query('insert into accounts.secret (sealed) values ($1) on conflict do nothing', [
      fresh,
    ])
    const { rows } = await from.query<{ sealed: Uint8Array }>('select sealed from accounts.secret')
    const [row] = rows
    if (!row) throw new Error('The secret of the accounts is missing.')
    return Buffer.from(seals.openForInstance(row.sealed, 'accounts secret')).toString('base64url')
  }
}

/** Where a reset link leads. */
export function resetLink(origin: string, token: string): string {
  return `${origin}/reset/${token}`
}

/** Removes what has run out. It does no harm when it fails: the next round does it again. */
async function tidy(pool: pg.Pool): Promise<void> {
  await pool
    .query(
      `with gone as (delete from accounts.session
         where expires_at < now() or updated_at < now() - make_interval(days => ${longestPauseDays})),
       used as (delete from accounts.verification where expires_at < now())
       delete from accounts.attempt where until < now()`,
    )
    .catch(() => undefined)
}
