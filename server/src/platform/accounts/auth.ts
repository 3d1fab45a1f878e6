import { betterAuth } from 'better-auth'
import { PostgresDialect } from 'kysely'
import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { longestPassword, shortestPassword } from '@throughline/contract/accounts'
import type { Log } from '../platform.ts'
import { hashOfIdentifier } from './links.ts'

/** A sign-in ends after so long, used or not. */
export const longestSignInDays = 90

/** The length of a sign-in, its cookie and its token. */
const seconds = (days: number) => days * 24 * 3600

/**
 * better-auth over our own tables. It is called from our endpoints and never mounted, so nothing of it is reachable
 * that the contract does not name; accounts are made by `set_up` and `accept_invitation` alone.
 */
export function createAuth(choice: { pool: pg.Pool; origin: string; secret: string; log: Log }) {
  const { pool, origin, secret, log } = choice
  return betterAuth({
    appName: 'Throughline',
    baseURL: origin,
    secret,
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
    },
    user: {
      modelName: 'person',
      fields: {
        emailVerified: 'email_verified',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      additionalFields: { owner: { type: 'boolean', required: true, input: false } },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: seconds(longestSignInDays),
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'credential',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      storeIdentifier: { hash: async (identifier) => hashOfIdentifier(identifier) },
    },
    // Attempts are counted in `attempts.ts`: here they would count only requests to its own routes, of which none is mounted.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'throughline',
      useSecureCookies: false,
      defaultCookieAttributes: {
        httpOnly: true,
        sameSite: 'lax',
        secure: origin.startsWith('https:'),
        path: '/',
      },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7(), joins: true, validateSchema: false },
    },
    // Its messages may hold what somebody typed.
    logger: {
      level: 'error',
      log: (level) => {
        if (level === 'error') log.error({ part: 'accounts' }, 'the accounts library has a problem')
      },
    },
  })
}

export type Auth = ReturnType<typeof createAuth>
