import type { Attribute, AttributeValue } from '@throughline/contract/participants'
import { useWords } from '../../app/words.tsx'
import { CheckboxGroup, Select, TextField } from '../../design/index.ts'
import { messages } from '../messages.ts'

/** What somebody is writing into an attribute's field. */
export type Draft = string | readonly string[]
export type Drafts = Readonly<Record<string, Draft>>

export function draftOf(value: AttributeValue | undefined): Draft {
  return typeof value === 'number' ? String(value) : (value ?? '')
}

/** What a draft stands for: a value, nothing recorded (null), or nothing that can be. */
export type Meant = { value: AttributeValue | null } | 'not possible'

export function valueOf({ kind }: Pick<Attribute, 'kind'>, draft: Draft): Meant {
  if (typeof draft !== 'string') return { value: draft.length > 0 ? [...draft] : null }
  const text = draft.trim()
  if (text === '') return { value: null }
  if (kind === 'several choices') return { value: [text] }
  if (kind !== 'number') return { value: text }
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? { value: number } : 'not possible'
}

export function AttributeField({
  attribute: { name, kind, choices },
  draft,
  isBad,
  onChange,
}: {
  attribute: Attribute
  draft: Draft
  isBad: boolean
  onChange: (draft: Draft) => void
}) {
  const t = useWords(messages)
  const text = typeof draft === 'string' ? draft : ''
  switch (kind) {
    case 'text':
      return <TextField label={name} value={text} onChange={onChange} maxLength={5_000} />
    case 'number':
      return (
        <TextField
          label={name}
          value={text}
          onChange={onChange}
          inputMode="decimal"
          error={isBad ? t('study.person.numberBad') : undefined}
        />
      )
    case 'date':
      return <TextField label={name} type="date" value={text} onChange={onChange} />
    case 'one choice':
      return (
        <Select
          label={name}
          choices={[
            { id: '', label: t('study.person.notRecorded') },
            ...choices.map((choice) => ({ id: choice, label: choice })),
          ]}
          value={text}
          onChange={onChange}
        />
      )
    case 'several choices':
      return (
        <CheckboxGroup
          label={name}
          hint={t('study.person.several')}
          choices={choices.map((choice) => ({ id: choice, label: choice }))}
          value={typeof draft === 'string' ? [] : draft}
          onChange={onChange}
        />
      )
  }
}
