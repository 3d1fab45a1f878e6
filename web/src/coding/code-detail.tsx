import { bringBackCode, changeCode, retireCode, type Code } from '@throughline/contract/coding'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { outbox, undoStep } from '../app/outbox/index.ts'
import { useWords } from '../app/words.tsx'
import { Button, Select, Stripe, TextArea, TextField, toast } from '../design/index.ts'
import { messages } from './codes-messages.ts'
import { ReshapeMenu, type Reshaping } from './reshaping/reshaping.tsx'

export interface CodeDetailProps {
  study: string
  code: Code
  codes: readonly Code[]
  may: boolean
  onAddUnder: () => void
  onMove: (id: string, parent: string | null, position: number) => void
  onReshape: (what: Reshaping) => void
}

const top = 'top'
const texts = ['definition', 'whenToUse', 'whenNotToUse', 'example'] as const

/** What a code means, to be read and changed. Nothing is written before Save. */
export function CodeDetail({
  study,
  code,
  codes,
  may,
  onAddUnder,
  onMove,
  onReshape,
}: CodeDetailProps) {
  const t = useWords(messages)
  const [draft, setDraft] = useState<Partial<Code>>({})
  const [reason, setReason] = useState('')
  const now = { ...code, ...draft }
  const changed = Object.entries(draft).some(([field, value]) => Reflect.get(code, field) !== value)
  const places = useMemo(
    () => [
      { id: top, label: t('codes.top') },
      ...codes
        .filter(({ id, retired }) => !retired && id !== code.id)
        .map(({ id, name, colour }) => ({ id, label: name, colour })),
    ],
    [codes, code.id, t],
  )
  const save = () => {
    const { name, colour, definition, whenToUse, whenNotToUse, example } = now
    outbox.enqueue({
      command: changeCode,
      study,
      body: { id: code.id, name, colour, definition, whenToUse, whenNotToUse, example, reason },
      describe: t('codes.did.changed', { name }),
    })
    setDraft({})
    setReason('')
  }
  const retire = () => {
    const describe = t(code.retired ? 'codes.did.broughtBack' : 'codes.did.retired', {
      name: code.name,
    })
    const { key } = outbox.enqueue({
      command: code.retired ? bringBackCode : retireCode,
      study,
      body: { id: code.id, reason },
      describe,
    })
    toast({ text: describe, onUndo: () => undoStep(study, key) })
  }

  return (
    <article className="codes-card">
      <header>
        <h2>
          <Stripe colour={now.colour} /> {code.name}
        </h2>
        <p>
          {t('codes.counts', { codings: code.codings, people: code.people })} ·{' '}
          <Link to="/studies/$study/quotes" params={{ study }} search={{ any: [code.id] }}>
            {t('codes.quotes')}
          </Link>{' '}
          ·{' '}
          <Link to="/studies/$study/codes/$code" params={{ study, code: code.id }}>
            {t('codes.page')}
          </Link>
        </p>
      </header>
      <TextField
        label={t('codes.name')}
        value={now.name}
        maxLength={200}
        isReadOnly={!may}
        onChange={(name) => setDraft({ ...draft, name })}
      />
      <fieldset className="codes-colours" disabled={!may}>
        <legend>{t('codes.colour')}</legend>
        {Array.from({ length: 12 }, (_, index) => index + 1).map((colour) => (
          <label key={colour} className={`colour-${colour}`}>
            <input
              type="radio"
              name={`colour-${code.id}`}
              checked={now.colour === colour}
              onChange={() => setDraft({ ...draft, colour })}
              aria-label={t('codes.colour.n', { n: colour })}
            />
            <span aria-hidden="true" />
          </label>
        ))}
      </fieldset>
      {texts.map((field) => (
        <TextArea
          key={field}
          label={t(`codes.${field}`)}
          {...(field === 'definition' ? { hint: t('codes.definition.hint') } : {})}
          rows={field === 'definition' ? 3 : 2}
          maxLength={10_000}
          isReadOnly={!may}
          value={now[field]}
          onChange={(value) => setDraft({ ...draft, [field]: value })}
        />
      ))}
      {may && (
        <>
          {changed && (
            <TextField
              label={t('codes.reason')}
              hint={t('codes.reason.hint')}
              value={reason}
              maxLength={2_000}
              onChange={setReason}
            />
          )}
          <footer>
            <Button tone="primary" onPress={save} isDisabled={!changed || now.name.trim() === ''}>
              {t('codes.save')}
            </Button>
            {changed && <Button onPress={() => setDraft({})}>{t('codes.cancel')}</Button>}
            <Button onPress={onAddUnder} isDisabled={code.retired}>
              {t('codes.newUnder')}
            </Button>
            {!code.retired && <ReshapeMenu onChoose={onReshape} />}
            <Button onPress={retire}>{t(code.retired ? 'codes.bringBack' : 'codes.retire')}</Button>
          </footer>
          <Select
            label={t('codes.moveTo')}
            choices={places}
            value={code.parent ?? top}
            onChange={(parent) => {
              const under = parent === top ? null : parent
              const last = Math.max(
                0,
                ...codes.filter((one) => one.parent === under).map(({ position }) => position),
              )
              if (under !== code.parent) onMove(code.id, under, last + 1)
            }}
          />
        </>
      )}
    </article>
  )
}
