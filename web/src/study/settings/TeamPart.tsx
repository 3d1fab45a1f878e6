import { listMembers } from '@throughline/contract/study'
import type { Member } from '@throughline/contract/study'
import { useState } from 'react'
import { useAsk } from '../../app/queries.ts'
import { language, useWords } from '../../app/words.tsx'
import { Badge, Button, EmptyState, ErrorNotice, Skeleton } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { useMay, useSites, useStudy } from '../study-data.ts'
import { Invitations } from './Invitations.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { MemberDialog } from './MemberDialog.tsx'

/** Who works on the study, who is invited, and who has left. */
export function TeamPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    listMembers,
    { params: { study } },
    { live: ['member', 'site'] },
  )
  const me = useStudy(study).data?.me
  const sites = useSites(study).data?.sites ?? []
  const mayManage = useMay(study)('manage members')
  const [opened, setOpened] = useState<string | null>(null)
  const [isInviting, setInviting] = useState(false)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={5} />
  const team = data.members.filter(({ leftAt }) => leftAt === null)
  const former = data.members.filter(({ leftAt }) => leftAt !== null)
  const invite = mayManage && (
    <Button tone={team.length === 1 ? 'primary' : 'quiet'} onPress={() => setInviting(true)}>
      {t('study.team.invite')}
    </Button>
  )
  const siteName = (id: string | null) => sites.find((site) => site.id === id)?.name
  return (
    <div className="study-settings">
      <p className="study-settings-lede">{t('study.team.lede')}</p>
      <ul className="study-rows">
        {team.map((member) => (
          <li key={member.account}>
            <Initials member={member} />
            <div>
              <b>{member.name}</b> {member.account === me && <Badge>{t('study.team.you')}</Badge>}
              <p>
                {[t(`study.role.${member.role}`), siteName(member.site), member.email]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {mayManage && (
              <Button
                tone="plain"
                size="small"
                aria-label={t('study.team.edit', { name: member.name })}
                onPress={() => setOpened(member.account)}
              >
                {t('study.settings.change')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {team.length === 1 && mayManage ? (
        <EmptyState title={t('study.team.alone.title')} action={invite}>
          {t('study.team.alone')}
        </EmptyState>
      ) : (
        <div>{invite}</div>
      )}
      {mayManage && <Invitations study={study} sites={sites} />}
      {former.length > 0 && <Former members={former} />}
      <MemberDialog
        study={study}
        sites={sites}
        members={team}
        member={team.find(({ account }) => account === opened) ?? null}
        onClose={() => setOpened(null)}
      />
      <InviteDialog
        study={study}
        sites={sites}
        isOpen={isInviting}
        onClose={() => setInviting(false)}
      />
    </div>
  )
}

function Initials({ member }: { member: Pick<Member, 'initials' | 'colour'> }) {
  return (
    <span className={`study-initials colour-${member.colour}`} aria-hidden="true">
      {member.initials}
    </span>
  )
}

function Former({ members }: { members: readonly Member[] }) {
  const t = useWords(messages)
  const day = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' })
  return (
    <section>
      <h2>{t('study.team.former')}</h2>
      <ul className="study-rows">
        {members.map((member) => (
          <li key={member.account}>
            <Initials member={{ ...member, colour: 12 }} />
            <div>
              <b>{member.name}</b>
              <p>
                {t(`study.role.${member.role}`)} ·{' '}
                {t('study.team.left', { date: day.format(new Date(member.leftAt ?? 0)) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
