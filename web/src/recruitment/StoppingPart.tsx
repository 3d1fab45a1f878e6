import { listStoppingDiscussions, recordStoppingDiscussion } from '@throughline/contract/sampling'
import { listMembers, type Member } from '@throughline/contract/study'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  CheckboxGroup,
  ErrorNotice,
  Modal,
  RadioGroup,
  Skeleton,
  TextArea,
  TextField,
} from '../design/index.ts'
import { act, useMay } from '../study/study-data.ts'
import { messages } from './messages.ts'
import { dayOf } from './recruitment-data.ts'

/** When the team talked about whether to go on inviting, and what it decided. */
export function StoppingPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useAsk(
    listStoppingDiscussions,
    { params: { study } },
    { live: ['stopping-discussion'] },
  )
  const team = useAsk(listMembers, { params: { study } }, { live: ['member'] }).data?.members
  const may = useMay(study)('record discussions')
  const [isAdding, setAdding] = useState(false)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data || !team) return <Skeleton lines={4} />
  const nameOf = (account: string) => team.find((one) => one.account === account)?.name ?? ''
  return (
    <div className="study-settings">
      <p className="study-settings-lede">{t('recruitment.stopping.lede')}</p>
      {data.discussions.length === 0 ? (
        <p>{t('recruitment.stopping.empty')}</p>
      ) : (
        <ul className="study-rows">
          {data.discussions.map(({ id, heldOn, decision, reason, present, weighed }) => (
            <li key={id}>
              <div>
                <b>{dayOf(heldOn)}</b>{' '}
                <Badge tone={decision === 'stop' ? 'warn' : 'good'}>
                  {t(`recruitment.stopping.${decision}`)}
                </Badge>
                <p>{reason}</p>
                {weighed !== '' && <p>{weighed}</p>}
                <p>{present.map(nameOf).join(', ')}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {may && (
        <div>
          <Button onPress={() => setAdding(true)}>{t('recruitment.stopping.add')}</Button>
        </div>
      )}
      <Modal
        isDismissable={false}
        isOpen={isAdding}
        onOpenChange={setAdding}
        title={t('recruitment.stopping.add')}
      >
        <DiscussionForm
          study={study}
          team={team.filter(({ leftAt }) => leftAt === null)}
          onEnd={() => setAdding(false)}
        />
      </Modal>
    </div>
  )
}

const decisions = ['go on', 'stop'] as const

function DiscussionForm({
  study,
  team,
  onEnd,
}: {
  study: string
  team: readonly Member[]
  onEnd: () => void
}) {
  const t = useWords(messages)
  const [heldOn, setHeldOn] = useState('')
  const [present, setPresent] = useState<string[]>([])
  const [weighed, setWeighed] = useState('')
  const [decision, setDecision] = useState<(typeof decisions)[number]>('go on')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isMissing = heldOn === '' || present.length === 0 || reason.trim() === ''
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isMissing) return
        act(recordStoppingDiscussion, {
          study,
          body: { id: uuidv7(), heldOn, present, weighed, decision, reason },
          describe: t('recruitment.stopping.recorded'),
        })
        onEnd()
      }}
    >
      <TextField
        type="date"
        label={t('recruitment.stopping.heldOn')}
        value={heldOn}
        onChange={setHeldOn}
      />
      <CheckboxGroup
        label={t('recruitment.stopping.present')}
        choices={team.map(({ account, name }) => ({ id: account, label: name }))}
        value={present}
        onChange={setPresent}
      />
      <TextArea
        label={t('recruitment.stopping.weighed')}
        value={weighed}
        maxLength={5_000}
        onChange={setWeighed}
      />
      <RadioGroup
        label={t('recruitment.stopping.decision')}
        choices={decisions.map((id) => ({ id, label: t(`recruitment.stopping.${id}`) }))}
        value={decision}
        onChange={setDecision}
      />
      <TextArea
        label={t('recruitment.stopping.reason')}
        rows={2}
        value={reason}
        maxLength={5_000}
        onChange={setReason}
      />
      {isTried && isMissing && (
        <p className="study-danger" role="alert">
          {t('recruitment.stopping.missing')}
        </p>
      )}
      <footer className="study-form-foot">
        <Button onPress={onEnd}>{t('recruitment.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('recruitment.save')}
        </Button>
      </footer>
    </form>
  )
}
