import { isAPIError } from 'better-auth/api'
import type { IncomingHttpHeaders } from 'node:http'
import type pg from 'pg'
import type { Account } from '../database/database.ts'
import type { Auth } from './auth.ts'

/** A sign-in and whose it is. */
export interface SignIn {
  id: string
  account: Account
}

/** Looks up who sends a request, at every request. */
export interface SignIns {
  /** Null when nobody is signed in, or no longer. */
  of(headers: IncomingHttpHeaders): Promise<SignIn | null>
  /** After any sign-in ended: what this process remembers is forgotten at once. */
  forget(): void
  close(): Promise<void>
}

const cookieName = 'throughline.session_token'
/** Another process learns within this time that a sign-in ended; this one at once, by `forget`. */
const rememberedFor = 1_000
const mostRemembered = 5_000
/** A sign-in that is not used for so long ends. */
export const longestPauseDays = 14
const seenEvery = 5 * 60_000

export function createSignIns(auth: Auth, pool: pg.Pool): SignIns {
  let remembered = new Map<string, { until: number; signIn: Promise<SignIn | null> }>()
  const pending = new Set<Promise<unknown>>()

  async function lookUp(cookie: string): Promise<SignIn | null> {
    const found = await auth.api
      .getSession({ headers: new Headers({ cookie: `${cookieName}=${cookie}` }) })
      .catch((error: unknown) => {
        // A database that is away must look like one: browsers then keep what they have and come again.
        throw isAPIError(error) && error.cause ? error.cause : error
      })
    if (!found) return null
    const { session, user } = found
    const pause = Date.now() - session.updatedAt.getTime()
    if (pause > longestPauseDays * 24 * 3600_000) return null
    if (pause > seenEvery) noteSeen(session.id)
    const { id, name, email, owner } = user
    return { id: session.id, account: { id, name, email, owner } }
  }

  function noteSeen(signIn: string) {
    const written = pool
      .query('update accounts.session set updated_at = now() where id = $1', [signIn])
      // The next request tries again.
      .catch(() => undefined)
      .finally(() => pending.delete(written))
    pending.add(written)
  }

  return {
    async of(headers) {
      const cookie = sessionCookie(headers.cookie)
      if (cookie === null) return null
      const now = Date.now()
      const known = remembered.get(cookie)
      if (known && known.until > now) return known.signIn
      if (remembered.size >= mostRemembered) remembered = new Map()
      const signIn = lookUp(cookie)
      const memory = remembered
      memory.set(cookie, { until: now + rememberedFor, signIn })
      // Only who is signed in is remembered: made-up cookies shall not fill the memory, nor a fault stay in it.
      signIn.then(
        (found) => found ?? memory.delete(cookie),
        () => memory.delete(cookie),
      )
      return signIn
    },
    forget() {
      remembered = new Map()
    },
    async close() {
      await Promise.all(pending)
    },
  }
}

function sessionCookie(header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const equals = part.indexOf('=')
    if (part.slice(0, equals).trim() === cookieName) return part.slice(equals + 1).trim()
  }
  return null
}
