import {
  invite,
  type MoveReason,
  moveSignUps,
  type SignUpRow,
  type SignUpState,
} from '@throughline/contract/recruitment'
import { useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { outbox } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Menu, MenuItem, Modal, RadioGroup } from '../../design/index.ts'
import { act } from '../../study/study-data.ts'
import { messages } from '../messages.ts'

export interface MoveBarProps {
  study: string
  people: readonly Pick<SignUpRow, 'id' | 'state'>[]
  moves: Partial<Record<SignUpState, SignUpState[]>>
  reasons: Partial<Record<SignUpState, MoveReason[]>>
  onMoved: () => void
}

/** Where the chosen may go from here, with a look ahead before it is done. */
export function MoveBar({ study, people, moves, reasons, onMoved }: MoveBarProps) {
  const t = useWords(messages)
  const [to, setTo] = useState<SignUpState | null>(null)
  const states = new Set(people.map(({ state }) => state))
  const [state] = states
  if (people.length === 0 || state === undefined) return null
  const possible = states.size === 1 ? (moves[state] ?? []) : []
  const signUps = people.map(({ id }) => id)
  return (
    <div className="recruitment-move" role="group" aria-label={t('recruitment.move')}>
      <span>{t('recruitment.people.count', { count: people.length })}</span>
      {states.size > 1 && <span className="recruitment-faint">{t('recruitment.move.mixed')}</span>}
      {state === 'selected' && states.size === 1 && (
        <Button
          tone="primary"
          onPress={() => {
            outbox.enqueue({
              command: invite,
              study,
              body: { signUps },
              describe: t('recruitment.invite.done', { count: signUps.length }),
            })
            onMoved()
          }}
        >
          {t('recruitment.invite')}
        </Button>
      )}
      {possible.length > 0 && (
        <MenuTrigger>
          <Button>{t('recruitment.move')}</Button>
          <Menu>
            {possible.map((one) => (
              <MenuItem key={one} onAction={() => setTo(one)}>
                {t(`recruitment.state.${one}`)}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      )}
      <Modal
        size="small"
        isOpen={to !== null}
        onOpenChange={(open) => !open && setTo(null)}
        title={t('recruitment.move')}
      >
        {to !== null && (
          <MoveForm
            count={people.length}
            to={to}
            reasons={reasons[to] ?? []}
            onCancel={() => setTo(null)}
            onMove={(reason) => {
              act(moveSignUps, {
                study,
                body: { signUps, to, reason },
                describe: t('recruitment.move.done', {
                  count: signUps.length,
                  state: t(`recruitment.state.${to}`),
                }),
              })
              setTo(null)
              onMoved()
            }}
          />
        )}
      </Modal>
    </div>
  )
}

function MoveForm({
  count,
  to,
  reasons,
  onMove,
  onCancel,
}: {
  count: number
  to: SignUpState
  reasons: readonly MoveReason[]
  onMove: (reason: MoveReason | null) => void
  onCancel: () => void
}) {
  const t = useWords(messages)
  const [reason, setReason] = useState<MoveReason | null>(null)
  const needsReason = reasons.length > 0
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!needsReason || reason !== null) onMove(reason)
      }}
    >
      <p>{t('recruitment.move.preview', { count, state: t(`recruitment.state.${to}`) })}</p>
      {needsReason && (
        <RadioGroup
          label={t('recruitment.move.reason')}
          choices={reasons.map((id) => ({ id, label: t(`recruitment.reason.${id}`) }))}
          value={reason}
          onChange={setReason}
        />
      )}
      <footer className="study-form-foot">
        <Button onPress={onCancel}>{t('recruitment.cancel')}</Button>
        <Button tone="primary" type="submit" isDisabled={needsReason && reason === null}>
          {t('recruitment.move.do')}
        </Button>
      </footer>
    </form>
  )
}
