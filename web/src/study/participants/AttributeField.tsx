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

/** The value that a draft stands for, null for none; `bad` when it stands for none that can be. */
export function valueOf({ kind }: Attribute, draft: Draft): AttributeValue | null | 'bad' {
  if (typeof draft !== 'string') return draft.length > 0 ? [...draft] : null
  const text = draft.trim()
  if (text === '') return null
  if (kind === 'several choices') return [text]
  if (kind !== 'number') return text
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? number : 'bad'
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
