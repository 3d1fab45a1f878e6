import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { StepContext } from '../commands/step.ts'
import type { AnyTransaction } from '../database/database.ts'
import type { Platform } from '../platform.ts'
import { invitationLetter } from './letters.ts'
import { hashOfToken, invitationToken } from './links.ts'

/** An invitation as those see it who manage members. */
export interface Invitation {
  id: string
  state: 'open' | 'accepted' | 'withdrawn' | 'expired'
  email: string
  role: string
  site: string | null
  initials: string
  invitedBy: string
  madeAt: Date
  expiresAt: Date
  /** To be handed over as often as needed while it is open; null afterwards. */
  link: string | null
}

const days = 14

/**
 * Invites somebody to this study, by mail where a mail server is set; the link can always be handed over by hand.
 * The room study checks `role` and `site`; row-level security demands the permission "manage members".
 *
 * A command's answer is kept in the step log, so give `id` in it and show the link by `listInvitations`.
 */
export async function createInvitation(
  context: Pick<StepContext, 'transaction' | 'platform' | 'account' | 'study'>,
  invited: {
    email: string
    role: string
    site: string | null
    initials: string
    studyTitle: string
  },
): Promise<{ id: string; link: string; mailed: boolean }> {
  const { transaction, platform, account, study } = context
  const { role, site, initials, studyTitle } = invited
  const email = invited.email.trim().toLowerCase()
  const id = uuidv7()
  const { secret } = platform.accounts.inside
  await sql`insert into invitation
      (study_id, id, token_hash, email, role, site_id, initials, study_title, invited_by, expires_at)
    values (${study}, ${id}, ${hashOfToken(invitationToken(secret, id))}, ${email}, ${role}, ${site}, ${initials},
      ${studyTitle}, ${account}, now() + make_interval(days => ${days}))`.execute(transaction)
  const link = linkOf(platform, id)
  if (platform.mail.sends)
    await platform.mail.queue(
      transaction,
      invitationLetter({
        to: email,
        study: studyTitle,
        invitedBy: await nameOf(transaction, account),
        link,
        days,
      }),
    )
  return { id, link, mailed: platform.mail.sends }
}

/** All invitations to this study, the newest first; empty for who may not manage members. */
export async function listInvitations(
  context: Pick<StepContext, 'transaction' | 'platform' | 'study'>,
): Promise<Invitation[]> {
  const { transaction, platform, study } = context
  const { rows } = await sql<Omit<Invitation, 'link'>>`
    select id, invitation_state(invitation) as state, email, role, site_id as site, initials, invited_by as "invitedBy",
      made_at as "madeAt", expires_at as "expiresAt"
    from invitation where study_id = ${study} order by made_at desc, id desc`.execute(transaction)
  return rows.map((row) => ({
    ...row,
    link: row.state === 'open' ? linkOf(platform, row.id) : null,
  }))
}

/** Takes an open invitation back: its link no longer works. False when there was no open one. */
export async function withdrawInvitation(
  context: Pick<StepContext, 'transaction' | 'study'>,
  id: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update invitation set withdrawn_at = now()
    where study_id = ${context.study} and id = ${id} and invitation_state(invitation) = 'open'`.execute(
    context.transaction,
  )
  return numAffectedRows === 1n
}

function linkOf(platform: Platform, invitation: string): string {
  const token = invitationToken(platform.accounts.inside.secret, invitation)
  return `${platform.settings.origin}/invitation/${token}`
}

async function nameOf(transaction: AnyTransaction, account: string): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select name from person where id = ${account}`.execute(transaction)
  return rows[0]?.name ?? ''
}
