import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type pg from 'pg'
import { Problem } from '../http/problem.ts'

/** How often something may be tried, and within which time. */
interface Limit {
  /** What is counted: `sign-in`, together with whom it is counted for. */
  by: readonly string[]
  most: number
  minutes: number
}

/** Counts attempts in the database, so that all processes on it share the count. */
export interface Attempts {
  /** @throws Problem 429 that says when to come back. */
  count(limits: readonly Limit[]): Promise<void>
  forget(limits: readonly Limit[]): Promise<void>
}

export function createAttempts(pool: pg.Pool, secret: string): Attempts {
  // Addresses are not kept, only what they hash to under our secret.
  const keyOf = (limit: Limit) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['attempt', ...limit.by]))
      .digest()

  return {
    async count(limits) {
      for (const limit of limits) {
        const { rows } = await pool.query<{ count: number; wait: number }>(
          `insert into accounts.attempt as a (key, count, since, until)
             values ($1, 1, now(), now() + $2 * interval '1 minute')
           on conflict (key) do update set
             count = case when a.until <= now() then 1 else a.count + 1 end,
             since = case when a.until <= now() then now() else a.since end,
             until = case when a.until <= now() then now() + $2 * interval '1 minute' else a.until end
           returning count, ceil(extract(epoch from until - now()) / 60)::int as wait`,
          [keyOf(limit), limit.minutes],
        )
        const [row] = rows
        if (row && row.count > limit.most) throw tooMany(Math.max(1, row.wait))
      }
    },
    async forget(limits) {
      await pool.query('delete from accounts.attempt where key = any($1)', [limits.map(keyOf)])
    },
  }
}

function tooMany(minutes: number): Problem {
  return new Problem(
    429,
    'too-many-attempts',
    `This was tried too often. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
  )
}

/**
 * Limits for one who tries passwords: strict for one address from one network, loose for a network (a university may
 * stand behind one address) and for an address (so that nobody locks somebody else out with a few wrong passwords).
 */
export function signInLimits(address: string, network: string): Limit[] {
  return [
    { by: ['sign-in', address, networkOf(network)], most: 8, minutes: 10 },
    { by: ['sign-in of', address], most: 60, minutes: 60 },
    { by: ['sign-in from', networkOf(network)], most: 100, minutes: 10 },
  ]
}

/** Limits for who asks for mail to an address. */
export function resetLimits(address: string, network: string): Limit[] {
  return [
    { by: ['reset of', address], most: 3, minutes: 15 },
    { by: ['reset from', networkOf(network)], most: 30, minutes: 15 },
  ]
}

/** Limits for who names the present password of an account that is signed in. */
export function passwordChangeLimits(account: string): Limit[] {
  return [{ by: ['password of', account], most: 8, minutes: 10 }]
}

/** One household or office holds a /64 of IPv6 addresses. */
function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip
  const [head = '', tail] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: gap }, () => '0'), ...right].slice(0, 4).join(':')
}
