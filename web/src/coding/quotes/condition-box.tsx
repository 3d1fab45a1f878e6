import { type ReactNode, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Chip, ComboBox, Icon, IconButton, TextField } from '../../design/index.ts'
import { messages } from './messages.ts'
import type { Choice } from './use-choices.ts'

/** A condition with its name, what it means, and a button that takes it away. */
export function ConditionBox({
  title,
  hint,
  onTake,
  children,
}: {
  title: string
  hint: string | null
  onTake: () => void
  children: ReactNode
}) {
  const t = useWords(messages)
  return (
    <section className="quotes-condition" aria-label={title}>
      <div className="quotes-condition-head">
        <div>
          <h3>{title}</h3>
          {hint !== null && <p>{hint}</p>}
        </div>
        <IconButton
          size="small"
          aria-label={t('quotes.take', { condition: title })}
          onPress={onTake}
        >
          <Icon name="close" />
        </IconButton>
      </div>
      {children}
    </section>
  )
}

/** What is chosen of a list, and a field that adds to it. */
export function Chosen({
  title,
  choices,
  chosen,
  onChange,
}: {
  title: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (ids: string[]) => void
}) {
  const t = useWords(messages)
  return (
    <>
      <ComboBox
        key={chosen.length}
        label={title}
        isLabelHidden
        placeholder={t('quotes.add')}
        choices={choices.filter(({ id }) => !chosen.includes(id))}
        value={null}
        onChange={(id) => {
          if (id !== null) onChange([...chosen, id])
        }}
      />
      <div className="quotes-chosen">
        {chosen.map((id) => {
          const choice = choices.find((one) => one.id === id)
          return (
            <Chip
              key={id}
              {...(choice?.colour === undefined ? {} : { colour: choice.colour })}
              onRemove={() => onChange(chosen.filter((one) => one !== id))}
            >
              {choice?.label ?? '…'}
            </Chip>
          )
        })}
      </div>
    </>
  )
}

/** A bound that is asked once it is whole and within what may be asked; until then it stands as typed. */
export function Bound({
  label,
  type,
  value,
  least = -Infinity,
  most = Infinity,
  onChange,
}: {
  label: string
  type: 'date' | 'number'
  value: string | number | undefined
  least?: number
  most?: number
  onChange: (value: string | undefined) => void
}) {
  const [typed, setTyped] = useState(String(value ?? ''))
  return (
    <TextField
      label={label}
      type={type}
      value={typed}
      onChange={(text) => {
        setTyped(text)
        const whole = type === 'date' ? /^\d{4}-\d\d-\d\d$/.test(text) : /^-?\d+$/.test(text)
        if (text === '') onChange(undefined)
        else if (whole && (type === 'date' || (Number(text) >= least && Number(text) <= most)))
          onChange(text)
      }}
    />
  )
}
