import {
  changeProfile,
  creditRole,
  listProfiles,
  type Profile,
  writePositionality,
} from '@throughline/contract/protocol'
import { useState } from 'react'
import { perform } from '../../app/client.ts'
import { refresh } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Checkbox,
  CheckboxGroup,
  ErrorNotice,
  Modal,
  Select,
  Skeleton,
  TextArea,
  TextField,
  toast,
} from '../../design/index.ts'
import { act, useMay, useStudy } from '../study-data.ts'
import { messages } from './messages.ts'
import { useProfiles, useTeam } from './protocol-data.ts'
import { Rows } from './Rows.tsx'

/** Where each of the team stands, what they contributed, and whether they interview. */
export function TeamPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useProfiles(study)
  const team = useTeam(study).data?.members
  const me = useStudy(study).data?.me
  const may = useMay(study)('manage members')
  const [opened, setOpened] = useState<string | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data || !team) return <Skeleton lines={5} />
  const nameOf = (account: string) => team.find((one) => one.account === account)?.name ?? ''
  const mine = data.profiles.find(({ account }) => account === me)
  const shown = data.profiles.find(({ account }) => account === opened)
  return (
    <div className="study-settings">
      {mine && <Positionality key={mine.account} study={study} mine={mine} />}
      <section>
        <h2>{t('protocol.team.members')}</h2>
        <ul className="study-rows">
          {data.profiles.map((profile) => (
            <li key={profile.account}>
              <div>
                <b>{nameOf(profile.account)}</b>
                <p>
                  {t(`protocol.team.interviews.${profile.interviews}`)}
                  {profile.credit.length > 0 && ` · ${profile.credit.join(', ')}`}
                  {profile.trainings.length > 0 &&
                    ` · ${t('protocol.team.trainings')}: ${profile.trainings.map(({ name }) => name).join(', ')}`}
                </p>
                {profile.positionality && profile.account !== me && <p>{profile.positionality}</p>}
              </div>
              {may && (
                <Button tone="plain" size="small" onPress={() => setOpened(profile.account)}>
                  {t('protocol.team.change', { name: nameOf(profile.account) })}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <Modal
        isDismissable={false}
        isOpen={shown !== undefined}
        onOpenChange={(open) => !open && setOpened(null)}
        title={shown ? t('protocol.team.change', { name: nameOf(shown.account) }) : ''}
      >
        {shown && (
          <ProfileForm
            study={study}
            profile={shown}
            name={nameOf(shown.account)}
            onEnd={() => setOpened(null)}
          />
        )}
      </Modal>
    </div>
  )
}

/** Sent at once, past the outbox: what somebody thinks of where they stand is kept in no browser. */
function Positionality({ study, mine }: { study: string; mine: Profile }) {
  const t = useWords(messages)
  const [text, setText] = useState(mine.positionality ?? '')
  const [published, setPublished] = useState(mine.positionalityPublished)
  const [error, setError] = useState<unknown>(null)
  const isChanged = text !== (mine.positionality ?? '') || published !== mine.positionalityPublished
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        perform(writePositionality, { study, body: { text, published } })
          .then(() => {
            setError(null)
            toast({ text: t('protocol.team.saved') })
            return refresh(listProfiles, { params: { study } })
          })
          .catch(setError)
      }}
    >
      <TextArea
        label={t('protocol.team.mine')}
        hint={t('protocol.team.mine.hint')}
        value={text}
        maxLength={10_000}
        onChange={setText}
      />
      <Checkbox isSelected={published} onChange={setPublished}>
        {t('protocol.team.publish')}
      </Checkbox>
      {error !== null && <ErrorNotice error={error} />}
      <footer className="study-form-foot">
        <Button tone="primary" type="submit" isDisabled={!isChanged}>
          {t('protocol.save')}
        </Button>
      </footer>
    </form>
  )
}

const interviewing = ['no', 'supports', 'leads and supports'] as const

function ProfileForm({
  study,
  profile,
  name,
  onEnd,
}: {
  study: string
  profile: Profile
  name: string
  onEnd: () => void
}) {
  const t = useWords(messages)
  const [next, setNext] = useState(profile)
  const [most, setMost] = useState(
    profile.mostSessions === null ? '' : String(profile.mostSessions),
  )
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        act(changeProfile, {
          study,
          body: {
            account: profile.account,
            credit: next.credit,
            trainings: next.trainings.filter((one) => one.name.trim() !== '' && one.on !== ''),
            interviews: next.interviews,
            mostSessions: /^\d{1,3}$/.test(most.trim()) ? Number(most) : null,
          },
          describe: t('protocol.team.changed', { name }),
        })
        onEnd()
      }}
    >
      <div className="study-form-pair">
        <Select
          label={t('protocol.team.interviews')}
          choices={interviewing.map((id) => ({ id, label: t(`protocol.team.interviews.${id}`) }))}
          value={next.interviews}
          onChange={(interviews) => setNext({ ...next, interviews })}
        />
        <TextField
          label={t('protocol.team.most')}
          hint={t('protocol.cellMost.hint')}
          inputMode="numeric"
          value={most}
          onChange={setMost}
        />
      </div>
      <CheckboxGroup
        label={t('protocol.team.credit')}
        choices={creditRole.options.map((id) => ({ id, label: id }))}
        value={next.credit}
        onChange={(credit) => setNext({ ...next, credit })}
      />
      <Rows
        label={t('protocol.team.trainings')}
        items={next.trainings}
        onChange={(trainings) => setNext({ ...next, trainings })}
        make={() => ({ name: '', on: '' })}
        nameOf={(one) => one.name}
      >
        {(training, change) => (
          <div className="study-form-pair">
            <TextField
              label={t('protocol.team.training')}
              value={training.name}
              maxLength={200}
              onChange={(text) => change({ ...training, name: text })}
            />
            <TextField
              type="date"
              label={t('protocol.team.on')}
              value={training.on}
              onChange={(on) => change({ ...training, on })}
            />
          </div>
        )}
      </Rows>
      <footer className="study-form-foot">
        <Button onPress={onEnd}>{t('protocol.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('protocol.save')}
        </Button>
      </footer>
    </form>
  )
}
