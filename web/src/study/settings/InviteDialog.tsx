import { inviteMember, listInvitations } from '@throughline/contract/study'
import type { Role, Site } from '@throughline/contract/study'
import { useState } from 'react'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Modal, TextField } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act } from '../study-data.ts'
import { areInitials, RoleChoice, SiteChoice } from './MemberDialog.tsx'

interface InviteDialogProps {
  study: string
  sites: readonly Site[]
  isOpen: boolean
  onClose: () => void
}

export function InviteDialog(props: InviteDialogProps) {
  const t = useWords(messages)
  return (
    <Modal
      isOpen={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable={false}
      title={t('study.team.invite')}
    >
      <InviteForm {...props} />
    </Modal>
  )
}

function InviteForm({ study, sites, onClose }: InviteDialogProps) {
  const t = useWords(messages)
  const mailed = useAsk(listInvitations, { params: { study } }).data?.mailed ?? false
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('researcher')
  const [site, setSite] = useState<string | null>(null)
  const [typedInitials, setInitials] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const initials = typedInitials ?? initialsFrom(email)
  const isEmailBad = !inviteMember.body.shape.email.safeParse(email).success

  function invite() {
    setTried(true)
    if (isEmailBad || !areInitials(initials)) return
    act(inviteMember, {
      study,
      body: { email, role, site, initials: initials.trim() },
      describe: t('study.team.invited', { email: email.trim() }),
    })
    onClose()
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        invite()
      }}
    >
      <p className="study-form-intro">
        {t('study.team.inviteText')} {!mailed && t('study.team.inviteByHand')}
      </p>
      <div className="study-form-pair">
        <TextField
          label={t('study.team.email')}
          type="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={isTried && isEmailBad ? t('study.team.emailBad') : undefined}
          autoFocus
        />
        <TextField
          label={t('study.team.initials')}
          value={initials}
          onChange={setInitials}
          error={isTried && !areInitials(initials) ? t('study.team.initialsBad') : undefined}
          maxLength={4}
        />
      </div>
      <RoleChoice value={role} onChange={setRole} />
      <SiteChoice sites={sites} value={site} onChange={setSite} />
      <footer className="study-form-foot">
        <Button onPress={onClose}>{t('study.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('study.team.inviteDo')}
        </Button>
      </footer>
    </form>
  )
}

/** A first guess from an address: `hannah.ito@…` is HI. */
function initialsFrom(email: string): string {
  const parts = email.split('@')[0]?.split(/[._-]+/) ?? []
  return parts
    .flatMap((part) => part.match(/\p{L}/u) ?? [])
    .slice(0, 3)
    .join('')
    .toUpperCase()
}
