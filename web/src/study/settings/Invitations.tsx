import { listInvitations, withdrawInvitation } from '@throughline/contract/study'
import type { Invitation, Site } from '@throughline/contract/study'
import { outbox } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import { language, useWords } from '../../app/words.tsx'
import { Button, Icon, IconButton, toast, Tooltip } from '../../design/index.ts'
import { messages } from '../messages.ts'

/** Invitations that are open, each with its link to hand over. */
export function Invitations({ study, sites }: { study: string; sites: readonly Site[] }) {
  const t = useWords(messages)
  const { data } = useAsk(
    listInvitations,
    { params: { study } },
    { live: ['invitation', 'member'] },
  )
  const open = (data?.invitations ?? []).filter(({ state }) => state === 'open')
  if (open.length === 0) return null
  return (
    <section>
      <h2>{t('study.team.invitations')}</h2>
      <ul className="study-rows">
        {open.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            study={study}
            invitation={invitation}
            site={sites.find(({ id }) => id === invitation.site)?.name}
          />
        ))}
      </ul>
    </section>
  )
}

function InvitationRow({
  study,
  invitation: { id, email, role, initials, expiresAt, link },
  site,
}: {
  study: string
  invitation: Invitation
  site: string | undefined
}) {
  const t = useWords(messages)
  const until = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' })
  const copy = () => {
    if (link === null) return
    navigator.clipboard.writeText(link).then(
      () => toast({ text: t('study.team.copied', { email }) }),
      () => toast({ text: t('study.team.copyFailed', { link }), tone: 'bad' }),
    )
  }
  const takeBack = t('study.team.withdraw', { email })
  return (
    <li>
      <span className="study-initials" aria-hidden="true">
        {initials}
      </span>
      <div>
        <b>{email}</b>
        <p>
          {[
            t(`study.role.${role}`),
            site,
            t('study.team.expires', { date: until.format(new Date(expiresAt)) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <span className="study-rows-actions">
        <Button size="small" onPress={copy}>
          <Icon name="link" /> {t('study.team.copy')}
        </Button>
        <Tooltip text={takeBack}>
          <IconButton
            size="small"
            aria-label={takeBack}
            onPress={() =>
              outbox.enqueue({
                command: withdrawInvitation,
                study,
                body: { id },
                describe: t('study.team.withdrawn', { email }),
                undoable: false,
              })
            }
          >
            <Icon name="remove" />
          </IconButton>
        </Tooltip>
      </span>
    </li>
  )
}
