import { changeMember, removeMember, role as roles } from '@throughline/contract/study'
import type { Member, Role, Site } from '@throughline/contract/study'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, Modal, RadioGroup, Select, TextField } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act } from '../study-data.ts'

interface MemberDialogProps {
  study: string
  sites: readonly Site[]
  /** Who is in the team now. */
  members: readonly Member[]
  member: Member | null
  onClose: () => void
}

export function MemberDialog(props: MemberDialogProps) {
  const t = useWords(messages)
  const { member, onClose } = props
  return (
    <Modal
      isOpen={member !== null}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={false}
      title={t('study.team.edit', { name: member?.name ?? '' })}
    >
      {member && <MemberForm key={member.account} {...props} member={member} />}
    </Modal>
  )
}

function MemberForm({
  study,
  sites,
  members,
  member,
  onClose,
}: MemberDialogProps & { member: Member }) {
  const t = useWords(messages)
  const [role, setRole] = useState<Role>(member.role)
  const [site, setSite] = useState(member.site)
  const [initials, setInitials] = useState(member.initials)
  const [colour, setColour] = useState(member.colour)
  const isLastLead =
    member.role === 'lead' && members.filter((one) => one.role === 'lead').length === 1
  const areInitialsBad = !areInitials(initials)

  function save() {
    if (areInitialsBad) return
    const change = {
      ...(role === member.role ? {} : { role }),
      ...(site === member.site ? {} : { site }),
      ...(initials.trim() === member.initials ? {} : { initials: initials.trim() }),
      ...(colour === member.colour ? {} : { colour }),
    }
    if (Object.keys(change).length > 0)
      act(changeMember, {
        study,
        body: { account: member.account, ...change },
        describe: t('study.team.changed', { name: member.name }),
      })
    onClose()
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <RoleChoice
        value={role}
        onChange={setRole}
        isDisabled={isLastLead}
        {...(isLastLead ? { hint: t('study.team.lastLead') } : {})}
      />
      <SiteChoice sites={sites} value={site} onChange={setSite} />
      <div className="study-form-pair">
        <TextField
          label={t('study.team.initials')}
          hint={t('study.team.initialsHint')}
          error={areInitialsBad ? t('study.team.initialsBad') : undefined}
          value={initials}
          onChange={setInitials}
          maxLength={4}
        />
        <Select
          label={t('study.team.colour')}
          choices={Array.from({ length: 12 }, (_, index) => ({
            id: String(index + 1),
            label: t('study.team.colourN', { number: index + 1 }),
            colour: index + 1,
          }))}
          value={String(colour)}
          onChange={(id) => setColour(Number(id))}
        />
      </div>
      <p className="study-faint">{t('study.team.removeText')}</p>
      <footer className="study-form-foot">
        <Button
          tone="plain"
          className="study-form-first study-danger"
          isDisabled={isLastLead}
          onPress={() => {
            act(removeMember, {
              study,
              body: { account: member.account },
              describe: t('study.team.removed', { name: member.name }),
            })
            onClose()
          }}
        >
          {t('study.team.remove', { name: member.name })}
        </Button>
        <Button onPress={onClose}>{t('study.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('study.save')}
        </Button>
      </footer>
    </form>
  )
}

export function areInitials(text: string): boolean {
  return /^[\p{L}\p{N}]{1,4}$/u.test(text.trim())
}

/** The roles, each with what it is for. */
export function RoleChoice({
  value,
  onChange,
  hint,
  isDisabled = false,
}: {
  value: Role
  onChange: (role: Role) => void
  hint?: string
  isDisabled?: boolean
}) {
  const t = useWords(messages)
  return (
    <RadioGroup
      label={t('study.team.role')}
      {...(hint === undefined ? {} : { hint })}
      isDisabled={isDisabled}
      choices={roles.options.map((id) => ({
        id,
        label: t(`study.role.${id}`),
        hint: t(`study.role.${id}.hint`),
      }))}
      value={value}
      onChange={onChange}
    />
  )
}

/** The site that is a member's own: there they neither interview nor, as welfare contact, look beyond it. */
export function SiteChoice({
  sites,
  value,
  onChange,
}: {
  sites: readonly Site[]
  value: string | null
  onChange: (site: string | null) => void
}) {
  const t = useWords(messages)
  return (
    <Select
      label={t('study.team.site')}
      hint={t('study.team.siteHint')}
      choices={[
        { id: 'none', label: t('study.team.noSite') },
        ...sites.map(({ id, name }) => ({ id, label: name })),
      ]}
      value={value ?? 'none'}
      onChange={(id) => onChange(id === 'none' ? null : id)}
    />
  )
}
