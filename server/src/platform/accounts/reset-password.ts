import {
  askForReset,
  changePassword,
  getResetLink,
  makeResetLink,
  resetPassword,
} from '@throughline/contract/accounts'
import { isAPIError } from 'better-auth/api'
import { sql } from 'kysely'
import { setTimeout as wait } from 'node:timers/promises'
import type { Account, AnyTransaction } from '../database/database.ts'
import { answerAnyone, performWithSecret } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import { resetLink } from './accounts.ts'
import { passwordChangeLimits, resetLimits } from './attempts.ts'
import { noteInTrail } from './audit.ts'
import { passwordChangedLetter, resetLetter } from './letters.ts'
import { newToken, resetIdentifier } from './links.ts'
import { requireStrong } from './password-strength.ts'
import { signInWith } from './sign-in.ts'

/** By mail it is there at once; handed over by a person it may take a day. */
const hoursByMail = 1
const hoursByHand = 24
/** Milliseconds. Every answer takes at least so long, so that its time does not tell whether there is an account. */
const answerAfter = 300

const badLink = () =>
  Problem.notFound('This link does not work, or no longer: it works once. Ask for a new one.')

export const resetEndpoints = [
  performWithSecret(askForReset, async ({ platform, address }, { email }) => {
    await platform.accounts.inside.attempts.count(resetLimits(email, address))
    const token = newToken()
    const hours = platform.mail.sends ? hoursByMail : hoursByHand
    const asked = platform.database.aboveStudies(null, null, async (transaction) => {
      const { rows } = await sql<{ id: string | null; name: string | null }>`
        select * from ask_for_reset(${resetIdentifier(token)}, ${email}, make_interval(hours => ${hours}))`.execute(
        transaction,
      )
      const { id = null, name = null } = rows[0] ?? {}
      if (id === null || name === null) return
      const link = resetLink(platform.settings.origin, token)
      await platform.mail.queue(transaction, resetLetter({ to: email, name, link, hours }))
      await noteInTrail(transaction, null, 'ask-for-reset', id)
    })
    await Promise.all([asked, wait(answerAfter)])
    return {}
  }),

  answerAnyone(getResetLink, async ({ transaction }, { params }) => {
    const person = await personOf(transaction, params.token)
    if (!person) throw badLink()
    return { name: person.name, email: person.email }
  }),

  performWithSecret(resetPassword, async (context, { token, password }) => {
    const { platform } = context
    const { auth, signIns } = platform.accounts.inside
    const person = await platform.database.aboveStudies(null, null, (transaction) =>
      personOf(transaction, token),
    )
    if (!person) throw badLink()
    await requireStrong(password, person)
    try {
      await auth.api.resetPassword({ body: { newPassword: password, token } })
    } catch (error) {
      if (isAPIError(error) && error.statusCode < 500) throw badLink()
      throw error
    }
    signIns.forget()
    await noteChange(platform, 'reset-password', person)
    return { account: await signInWith(context, person.email, password) }
  }),

  performWithSecret(changePassword, async (context, { current, password }) => {
    const { platform, account } = context
    const { auth, attempts, signIns } = platform.accounts.inside
    if (!account) throw Problem.signIn()
    const limits = passwordChangeLimits(account.id)
    await attempts.count(limits)
    await requireStrong(password, account)
    try {
      const { headers } = await auth.api.changePassword({
        body: { currentPassword: current, newPassword: password, revokeOtherSessions: true },
        headers: new Headers({
          cookie: context.headers.cookie ?? '',
          'user-agent': context.headers['user-agent'] ?? '',
        }),
        returnHeaders: true,
      })
      context.setCookies(headers.getSetCookie())
    } catch (error) {
      if (isAPIError(error) && error.statusCode < 500)
        throw Problem.invalid('wrong-password', 'The present password is not this one.', [
          { path: 'body.current', message: 'This is not your present password.' },
        ])
      throw error
    }
    signIns.forget()
    await attempts.forget(limits)
    await noteChange(platform, 'change-password', account)
    return {}
  }),

  performWithSecret(makeResetLink, async ({ platform, account }, { account: whose }) => {
    if (!account) throw Problem.signIn()
    if (!account.owner)
      throw Problem.notAllowed('Only an owner of this installation makes reset links.')
    const token = newToken()
    const made = await platform.database.aboveStudies(account.id, null, async (transaction) => {
      const { rows } = await sql<{ made: boolean }>`
        select make_reset_link(${resetIdentifier(token)}, ${whose}, make_interval(hours => ${hoursByHand})) as made`.execute(
        transaction,
      )
      if (rows[0]?.made) await noteInTrail(transaction, account.id, 'make-reset-link', whose)
      return rows[0]?.made === true
    })
    if (!made) throw Problem.notFound('There is no such account.')
    return {
      link: resetLink(platform.settings.origin, token),
      expiresAt: new Date(Date.now() + hoursByHand * 3600_000).toISOString(),
    }
  }),
]

async function personOf(transaction: AnyTransaction, token: string) {
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    select * from reset_link_of(${resetIdentifier(token)})`.execute(transaction)
  return rows[0] ?? null
}

/** Enters it in the audit trail, and tells whose password it is: they notice if it was somebody else. */
async function noteChange(
  platform: Platform,
  action: string,
  person: Pick<Account, 'id' | 'name' | 'email'>,
): Promise<void> {
  const { mail, settings, database } = platform
  await database.aboveStudies(person.id, null, async (transaction) => {
    await noteInTrail(transaction, person.id, action, person.id)
    if (!mail.sends) return
    const { name, email: to } = person
    await mail.queue(transaction, passwordChangedLetter({ to, name, origin: settings.origin }))
  })
}
