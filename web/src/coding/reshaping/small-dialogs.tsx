import { duplicateCode, groupCodes, moveCodes } from '@throughline/contract/code-reshaping'
import type { Code } from '@throughline/contract/coding'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import { Checkbox, ComboBox, Stripe, TextField, toast } from '../../design/index.ts'
import { messages } from './messages.ts'
import { StepForm } from './step-form.tsx'

const told = (study: string, key: string, describe: string) =>
  toast({ text: describe, onUndo: () => undoStep(study, key) })

/** Makes a code of the same meaning beside this one. */
export function DuplicateDialog({
  study,
  code,
  onClose,
  onMade,
}: {
  study: string
  code: Code
  onClose: () => void
  onMade: (id: string) => void
}) {
  const t = useWords(messages)
  const [name, setName] = useState(t('duplicate.copyOf', { name: code.name }).slice(0, 200))
  const [withCodings, setWithCodings] = useState(false)
  const [reason, setReason] = useState('')
  const take = () => {
    const id = uuidv7()
    const describe = t('duplicate.did', { name: code.name })
    const { key } = outbox.enqueue({
      command: duplicateCode,
      study,
      body: { code: code.id, id, name, withCodings, reason },
      describe,
    })
    told(study, key, describe)
    onMade(id)
  }
  return (
    <StepForm
      title={t('duplicate.title', { name: code.name })}
      action={t('duplicate.do')}
      isReady={name.trim() !== ''}
      reason={reason}
      onReason={setReason}
      onTake={take}
      onClose={onClose}
    >
      <TextField label={t('duplicate.name')} value={name} maxLength={200} onChange={setName} />
      {code.codings > 0 && (
        <Checkbox
          isSelected={withCodings}
          onChange={setWithCodings}
          hint={t('duplicate.codings.hint', { count: code.codings })}
        >
          {t('duplicate.codings')}
        </Checkbox>
      )}
    </StepForm>
  )
}

/** Makes a code above several others; it stands where the first of them stood. */
export function GroupDialog({
  study,
  chosen,
  onClose,
  onMade,
}: {
  study: string
  chosen: readonly Code[]
  onClose: () => void
  onMade: (id: string) => void
}) {
  const t = useWords(messages)
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const take = () => {
    const id = uuidv7()
    const [first] = chosen
    const describe = t('group.did', { codes: chosen.length, name: name.trim() })
    const { key } = outbox.enqueue({
      command: groupCodes,
      study,
      body: {
        newCode: {
          id,
          name,
          parent: first?.parent ?? null,
          ...(first ? { position: first.position, colour: first.colour } : {}),
        },
        codes: chosen.map((code) => code.id),
        reason,
      },
      describe,
    })
    told(study, key, describe)
    onMade(id)
  }
  return (
    <StepForm
      title={t('group.title', { codes: chosen.length })}
      action={t('group.do')}
      isReady={name.trim() !== ''}
      reason={reason}
      onReason={setReason}
      onTake={take}
      onClose={onClose}
    >
      <TextField label={t('group.name')} value={name} maxLength={200} onChange={setName} />
      <p>{t('group.text')}</p>
      <ol className="reshape-codes">
        {chosen.map(({ id, name: its, colour }) => (
          <li key={id}>
            <Stripe colour={colour} /> {its}
          </li>
        ))}
      </ol>
    </StepForm>
  )
}

const top = 'top'

/** Puts several codes under another one. */
export function MoveDialog({
  study,
  chosen,
  codes,
  onClose,
}: {
  study: string
  chosen: readonly Code[]
  codes: readonly Code[]
  onClose: () => void
}) {
  const t = useWords(messages)
  const [under, setUnder] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const take = () => {
    const describe = t('move.did', { codes: chosen.length })
    const { key } = outbox.enqueue({
      command: moveCodes,
      study,
      body: { codes: chosen.map(({ id }) => id), parent: under === top ? null : under, reason },
      describe,
    })
    told(study, key, describe)
  }
  return (
    <StepForm
      title={t('move.title', { codes: chosen.length })}
      action={t('move.do')}
      isReady={under !== null}
      reason={reason}
      onReason={setReason}
      onTake={take}
      onClose={onClose}
    >
      <ComboBox
        label={t('move.under')}
        hint={t('move.text')}
        choices={[
          { id: top, label: t('reshape.top') },
          ...codes
            .filter(({ id, retired }) => !retired && chosen.every((one) => one.id !== id))
            .map(({ id, name, colour }) => ({ id, label: name, colour })),
        ]}
        value={under}
        onChange={setUnder}
      />
    </StepForm>
  )
}
