import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Button, Icon, IconButton, TextField } from '../../design/index.ts'
import { messages } from '../messages.ts'

/** A choice being written; `was` is what it is called now, null for a new one. */
export interface ChoiceDraft {
  key: string
  name: string
  was: string | null
}

export function emptyChoice(): ChoiceDraft {
  return { key: uuidv7(), name: '', was: null }
}

/** The choices of an attribute, one a line; Enter in the last begins another. */
export function ChoicesField({
  choices,
  onChange,
  error,
}: {
  choices: readonly ChoiceDraft[]
  onChange: (choices: readonly ChoiceDraft[]) => void
  error: string | undefined
}) {
  const t = useWords(messages)
  return (
    <fieldset className="study-choices">
      <legend>{t('study.attributes.choices')}</legend>
      {choices.map((choice, index) => (
        <div key={choice.key}>
          <TextField
            label={t('study.attributes.choice', { number: index + 1 })}
            isLabelHidden
            value={choice.name}
            onChange={(name) =>
              onChange(choices.map((one) => (one.key === choice.key ? { ...one, name } : one)))
            }
            maxLength={200}
            autoFocus={choice.was === null && index === choices.length - 1 && index > 1}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || index !== choices.length - 1) return
              event.preventDefault()
              if (choice.name.trim() !== '') onChange([...choices, emptyChoice()])
            }}
          />
          <IconButton
            size="small"
            aria-label={t('study.attributes.removeChoice', {
              name: choice.name || t('study.attributes.choice', { number: index + 1 }),
            })}
            onPress={() => onChange(choices.filter((one) => one.key !== choice.key))}
          >
            <Icon name="close" />
          </IconButton>
        </div>
      ))}
      {error !== undefined && <p className="study-choices-error">{error}</p>}
      <p className="study-faint">{t('study.attributes.choicesHint')}</p>
      <Button size="small" onPress={() => onChange([...choices, emptyChoice()])}>
        <Icon name="plus" /> {t('study.attributes.addChoice')}
      </Button>
    </fieldset>
  )
}
