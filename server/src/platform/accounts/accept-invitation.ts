import { acceptInvitation, getInvitation } from '@throughline/contract/accounts'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { AnyTransaction } from '../database/database.ts'
import { answerAnyone, performWithSecret } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import { hashOfToken } from './links.ts'
import { requireStrong } from './password-strength.ts'
import { hashOf, signInWith } from './sign-in.ts'

interface InvitationRow {
  state: 'open' | 'accepted' | 'withdrawn' | 'expired'
  study_title: string
  role: string
  email: string
  invited_by: string
  expires_at: Date
  has_account: boolean
}

export const invitationEndpoints = [
  answerAnyone(getInvitation, async ({ transaction }, { params }) => {
    const row = await invitationOf(transaction, params.token)
    if (!row) throw refusal('unknown')
    return {
      state: row.state,
      study: row.study_title,
      role: row.role,
      email: row.email,
      invitedBy: row.invited_by,
      expiresAt: row.expires_at.toISOString(),
      hasAccount: row.has_account,
    }
  }),

  performWithSecret(acceptInvitation, async (context, { token, newAccount }) => {
    const { platform, account } = context
    if (!newAccount && !account) throw Problem.signIn()
    if (newAccount && account)
      throw Problem.conflict(
        'signed-in-already',
        'You are signed in already: join with this account, or sign out first to make another.',
      )
    const hash = newAccount ? await hashOfNewPassword() : null
    const joining = account?.id ?? uuidv7()
    const { outcome, study, email } = await platform.database.aboveStudies(
      account?.id ?? null,
      null,
      async (transaction) => {
        const { rows } = await sql<{ outcome: string; study: string | null; email: string | null }>`
          select * from accept_invitation(${hashOfToken(token)}, ${joining}, ${newAccount?.name ?? null}, ${hash})`.execute(
          transaction,
        )
        return rows[0] ?? { outcome: 'unknown', study: null, email: null }
      },
    )
    if (outcome !== 'joined' || study === null || email === null) throw refusal(outcome)
    return {
      study,
      account: account ?? (await signInWith(context, email, newAccount?.password ?? '')),
    }

    async function hashOfNewPassword(): Promise<string> {
      const invitation = await platform.database.aboveStudies(null, null, (transaction) =>
        invitationOf(transaction, token),
      )
      if (invitation?.state !== 'open') throw refusal(invitation?.state ?? 'unknown')
      const { name = '', password = '' } = newAccount ?? {}
      await requireStrong(password, { name, email: invitation.email })
      return hashOf(platform, password)
    }
  }),
]

async function invitationOf(
  transaction: AnyTransaction,
  token: string,
): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`
    select * from invitation_of(${hashOfToken(token)})`.execute(transaction)
  return rows[0] ?? null
}

function refusal(outcome: string): Problem {
  switch (outcome) {
    case 'accepted':
      return new Problem(
        410,
        'invitation-used',
        'This invitation was accepted already. Sign in with the account that accepted it.',
      )
    case 'withdrawn':
      return new Problem(410, 'invitation-withdrawn', 'This invitation was taken back.')
    case 'expired':
      return new Problem(
        410,
        'invitation-expired',
        'This invitation has expired. Ask who invited you for a new one.',
      )
    case 'has account':
      return Problem.conflict(
        'has-account',
        'This address has an account already. Sign in first, then open the invitation again.',
      )
    case 'member already':
      return Problem.conflict('member-already', 'You are a member of this study already.')
    default:
      return Problem.notFound(
        'There is no such invitation. Check that the whole link was copied, or ask for a new one.',
      )
  }
}
