import { checkPassword, getMe, signIn, signOut } from '@throughline/contract/accounts'
import { isAPIError } from 'better-auth/api'
import { sql } from 'kysely'
import type { Account } from '../database/database.ts'
import { answerAnyone, performWithSecret, type SecretContext } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import { signInLimits } from './attempts.ts'
import { strengthOf } from './password-strength.ts'

export const signInEndpoints = [
  answerAnyone(getMe, async ({ transaction, platform, account }) => {
    const { rows } = await sql<{ done: boolean }>`select is_set_up() as done`.execute(transaction)
    return { account, firstRun: rows[0]?.done !== true, sendsMail: platform.mail.sends }
  }),
  performWithSecret(checkPassword, (_context, { password, ...person }) =>
    strengthOf(password, person),
  ),
  performWithSecret(signIn, async (context, { email, password }) => {
    const { attempts } = context.platform.accounts.inside
    const limits = signInLimits(email, context.address)
    await attempts.count(limits)
    const account = await signInWith(context, email, password)
    await attempts.forget(limits.slice(0, 1))
    return { account }
  }),
  performWithSecret(signOut, async (context) => {
    const { auth, signIns } = context.platform.accounts.inside
    const { headers } = await auth.api.signOut({
      headers: new Headers({ cookie: context.headers.cookie ?? '' }),
      returnHeaders: true,
    })
    signIns.forget()
    context.setCookies(headers.getSetCookie())
    return {}
  }),
]

/**
 * Begins a sign-in and sets its cookie.
 * @throws Problem 401, the same for a wrong address and a wrong password
 */
export async function signInWith(
  context: SecretContext,
  email: string,
  password: string,
): Promise<Account> {
  const { auth } = context.platform.accounts.inside
  try {
    const { headers, response } = await auth.api.signInEmail({
      body: { email, password },
      headers: new Headers({ 'user-agent': context.headers['user-agent'] ?? '' }),
      returnHeaders: true,
    })
    context.setCookies(headers.getSetCookie())
    const { id, name, owner } = response.user
    return { id, name, email, owner }
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500)
      throw new Problem(
        401,
        'wrong-sign-in',
        'No account has this address and this password. Check both, or ask for a new password.',
      )
    throw error
  }
}

/** What is kept of a password, by better-auth's own method (scrypt). */
export async function hashOf(platform: Platform, password: string): Promise<string> {
  const { password: method } = await platform.accounts.inside.auth.$context
  return method.hash(password)
}
