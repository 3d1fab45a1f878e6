import { listMySignIns, revokeOtherSignIns, revokeSignIn } from '@throughline/contract/accounts'
import { sql } from 'kysely'
import { answerAccount, performWithSecret } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import { noteInTrail } from './audit.ts'
import { deviceOf } from './device.ts'

/** Ending sign-ins depends on which one asks, so these do not go through the step log. */
export const mySignInEndpoints = [
  answerAccount(listMySignIns, async ({ transaction, platform, headers }) => {
    const current = await platform.accounts.signInOf(headers)
    const { rows } = await sql<{
      id: string
      user_agent: string | null
      since: Date
      last_seen: Date
    }>`select * from my_sign_ins()`.execute(transaction)
    return {
      signIns: rows.map((row) => ({
        id: row.id,
        device: deviceOf(row.user_agent),
        since: row.since.toISOString(),
        lastSeen: row.last_seen.toISOString(),
        current: row.id === current?.id,
      })),
    }
  }),

  performWithSecret(revokeSignIn, async ({ platform, account }, { signIn }) => {
    if (!account) throw Problem.signIn()
    await platform.database.aboveStudies(account.id, null, async (transaction) => {
      const { rows } = await sql<{ ended: number }>`
        select end_my_sign_in(${signIn}) as ended`.execute(transaction)
      // Sent twice, the second finds nothing to end: that is what was wanted.
      if (rows[0]?.ended === 1)
        await noteInTrail(transaction, account.id, 'revoke-sign-in', account.id)
    })
    platform.accounts.inside.signIns.forget()
    return {}
  }),

  performWithSecret(revokeOtherSignIns, async ({ platform, headers }) => {
    const current = await platform.accounts.signInOf(headers)
    if (!current) throw Problem.signIn()
    const { id } = current.account
    const ended = await platform.database.aboveStudies(id, null, async (transaction) => {
      const { rows } = await sql<{ ended: number }>`
        select end_my_other_sign_ins(${current.id}) as ended`.execute(transaction)
      await noteInTrail(transaction, id, 'revoke-other-sign-ins', id)
      return rows[0]?.ended ?? 0
    })
    platform.accounts.inside.signIns.forget()
    return { ended }
  }),
]
