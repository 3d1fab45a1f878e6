import { useWords } from '../app/words.tsx'
import { TextArea, TextField } from '../design/index.ts'
import { messages } from './messages.ts'
import './forms.css'

/** What a study says about itself. */
export interface About {
  title: string
  aims: string
  paradigm: string
  approach: string
}

export const emptyAbout: About = { title: '', aims: '', paradigm: '', approach: '' }

export function AboutFields({
  about,
  onChange,
  isTitleMissing,
  isReadOnly = false,
  autoFocus = false,
}: {
  about: About
  onChange: (about: About) => void
  /** Says that a title is missing, once somebody tried without. */
  isTitleMissing: boolean
  isReadOnly?: boolean
  autoFocus?: boolean
}) {
  const t = useWords(messages)
  const missing = isTitleMissing && about.title.trim() === ''
  return (
    <>
      <TextField
        label={t('study.about.title')}
        hint={t('study.about.titleHint')}
        error={missing ? t('study.about.titleMissing') : undefined}
        value={about.title}
        onChange={(title) => onChange({ ...about, title })}
        maxLength={300}
        isReadOnly={isReadOnly}
        autoFocus={autoFocus}
      />
      <TextArea
        label={t('study.about.aims')}
        hint={t('study.about.aimsHint')}
        value={about.aims}
        onChange={(aims) => onChange({ ...about, aims })}
        maxLength={10_000}
        isReadOnly={isReadOnly}
      />
      <TextField
        label={t('study.about.paradigm')}
        hint={t('study.about.paradigmHint')}
        value={about.paradigm}
        onChange={(paradigm) => onChange({ ...about, paradigm })}
        maxLength={2_000}
        isReadOnly={isReadOnly}
      />
      <TextArea
        label={t('study.about.approach')}
        hint={t('study.about.approachHint')}
        value={about.approach}
        onChange={(approach) => onChange({ ...about, approach })}
        rows={2}
        maxLength={2_000}
        isReadOnly={isReadOnly}
      />
    </>
  )
}
