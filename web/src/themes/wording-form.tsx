import { useState } from 'react'
import type { FormEvent, KeyboardEvent } from 'react'
import { useWords } from '../app/words.tsx'
import { Button, TextArea, TextField } from '../design/index.ts'
import type { Wording } from './board-data.ts'
import { messages } from './messages.ts'

export interface WordingFormProps {
  initial?: Omit<Wording, 'reason'>
  label: string
  action: string
  onSave: (wording: Wording) => void
  onCancel: () => void
}

/** A theme's name, central idea and definition, and why they are changed. */
export function WordingForm({ initial, label, action, onSave, onCancel }: WordingFormProps) {
  const t = useWords(messages)
  const [wording, setWording] = useState<Wording>({
    name: '',
    centralIdea: '',
    definition: '',
    ...initial,
    reason: '',
  })
  const [isNameless, setNameless] = useState(false)
  const change = (field: keyof Wording) => (value: string) =>
    setWording((before) => ({ ...before, [field]: value }))
  const save = (event: FormEvent) => {
    event.preventDefault()
    const name = wording.name.trim()
    if (name === '') setNameless(true)
    else
      onSave({
        name,
        centralIdea: wording.centralIdea.trim(),
        definition: wording.definition.trim(),
        reason: wording.reason.trim(),
      })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
  }
  return (
    <form className="themes-form" aria-label={label} onSubmit={save} onKeyDown={onKeyDown}>
      <h3 className="themes-form-title">{label}</h3>
      <TextField
        label={t('themes.form.name')}
        value={wording.name}
        onChange={change('name')}
        maxLength={200}
        autoFocus
        error={isNameless && wording.name.trim() === '' ? t('themes.form.nameless') : undefined}
      />
      <TextArea
        label={t('themes.form.idea')}
        placeholder={t('themes.form.idea.hint')}
        rows={2}
        value={wording.centralIdea}
        onChange={change('centralIdea')}
        maxLength={10_000}
      />
      <TextArea
        label={t('themes.form.definition')}
        placeholder={t('themes.form.definition.hint')}
        rows={2}
        value={wording.definition}
        onChange={change('definition')}
        maxLength={10_000}
      />
      <TextField
        label={t('themes.form.reason')}
        placeholder={t('themes.form.reason.hint')}
        value={wording.reason}
        onChange={change('reason')}
        maxLength={2_000}
      />
      <div className="themes-form-foot">
        <Button type="submit" tone="primary" size="small">
          {action}
        </Button>
        <Button size="small" onPress={onCancel}>
          {t('themes.form.cancel')}
        </Button>
      </div>
    </form>
  )
}
