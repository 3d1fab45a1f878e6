import { changeProtocol, type StudyProtocol } from '@throughline/contract/protocol'
import type { Member } from '@throughline/contract/study'
import { useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, ErrorNotice, Select, Skeleton, TextArea } from '../../design/index.ts'
import { act, useMay } from '../study-data.ts'
import { messages } from './messages.ts'
import { useProtocol, useTeam } from './protocol-data.ts'

/** Who hears of a serious concern, who stands in for them, and what is said when neither is there. */
export function ContactsPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useProtocol(study)
  const team = useTeam(study)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data || !team.data) return <Skeleton lines={5} />
  const { contact, deputy, outOfHours } = data
  return (
    <div className="study-settings">
      <p className="study-settings-lede">{t('protocol.contacts.lede')}</p>
      <ContactsForm
        key={JSON.stringify([contact, deputy, outOfHours])}
        study={study}
        protocol={data}
        members={team.data.members.filter(({ leftAt }) => leftAt === null)}
      />
    </div>
  )
}

function ContactsForm({
  study,
  protocol,
  members,
}: {
  study: string
  protocol: StudyProtocol
  members: readonly Member[]
}) {
  const t = useWords(messages)
  const may = useMay(study)('change the protocol')
  const before = {
    contact: protocol.contact,
    deputy: protocol.deputy,
    outOfHours: protocol.outOfHours,
  }
  const [next, setNext] = useState(before)
  const isChanged = JSON.stringify(next) !== JSON.stringify(before)
  const choices = [
    { id: '', label: t('protocol.contacts.nobody') },
    ...members.map(({ account, name }) => ({ id: account, label: name })),
  ]
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged) act(changeProtocol, { study, body: next, describe: t('protocol.saved') })
      }}
    >
      {(['contact', 'deputy'] as const).map((who) => (
        <Select
          key={who}
          label={t(`protocol.contacts.${who}`)}
          isDisabled={!may}
          choices={choices}
          value={next[who] ?? ''}
          onChange={(account) => setNext({ ...next, [who]: account === '' ? null : account })}
        />
      ))}
      <TextArea
        label={t('protocol.contacts.outOfHours')}
        hint={t('protocol.contacts.outOfHours.hint')}
        value={next.outOfHours}
        maxLength={2_000}
        isReadOnly={!may}
        onChange={(outOfHours) => setNext({ ...next, outOfHours })}
      />
      {may ? (
        <footer className="study-form-foot">
          <Button tone="primary" type="submit" isDisabled={!isChanged}>
            {t('protocol.save')}
          </Button>
        </footer>
      ) : (
        <p className="study-faint">{t('protocol.readOnly')}</p>
      )}
    </form>
  )
}
