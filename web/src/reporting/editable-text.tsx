import { useState } from 'react'
import { useWords } from '../app/words.tsx'
import { Button, TextArea } from '../design/index.ts'
import { messages } from './messages.ts'

export interface EditableTextProps {
  label: string
  text: string
  /** On the button while there is no text. */
  add: string
  /** The name of the button that changes it. */
  change: string
  mayChange: boolean
  onSave: (text: string) => void
}

/** Paragraphs of the report, read as they are printed and written in place. */
export function EditableText({ label, text, add, change, mayChange, onSave }: EditableTextProps) {
  const t = useWords(messages)
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null)
    return (
      <form
        className="report-write"
        onSubmit={(event) => {
          event.preventDefault()
          setDraft(null)
          if (draft.trim() !== text) onSave(draft.trim())
        }}
      >
        <TextArea
          label={label}
          hint={t('report.text.hint')}
          serif
          rows={6}
          autoFocus
          value={draft}
          onChange={setDraft}
          maxLength={100_000}
        />
        <div className="report-write-foot">
          <Button type="submit" tone="primary" size="small">
            {t('report.save')}
          </Button>
          <Button size="small" onPress={() => setDraft(null)}>
            {t('report.cancel')}
          </Button>
        </div>
      </form>
    )
  const paragraphs = text.split('\n').filter((paragraph) => paragraph.trim() !== '')
  return (
    <div className="report-text">
      {paragraphs.map((paragraph, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- paragraphs have no identity but their place
        <p key={at}>{paragraph}</p>
      ))}
      {mayChange && (
        <Button
          tone="plain"
          size="small"
          className="report-text-change"
          {...(paragraphs.length > 0 ? { 'aria-label': change } : {})}
          onPress={() => setDraft(text)}
        >
          {paragraphs.length > 0 ? t('report.change') : add}
        </Button>
      )}
    </div>
  )
}
