import type { DocumentContent, FormQuestion } from '@throughline/contract/documents'
import { useWords } from '../../../app/words.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../../design/index.ts'
import { messages } from '../messages.ts'
import { partIdOf, Rows } from '../Rows.tsx'
import type { EditorProps } from './ContentEditor.tsx'
import { LinesField } from './LinesField.tsx'

type Form = Extract<DocumentContent, { kind: 'sign-up form' }>

const kinds = ['text', 'one choice', 'several choices'] as const

/** The page on which people sign up. */
export function SignUpFormEditor({ content, onChange, isReadOnly }: EditorProps<Form>) {
  const t = useWords(messages)
  return (
    <>
      <TextField
        label={t('protocol.edit.whoAsks')}
        value={content.whoAsks}
        maxLength={200}
        isReadOnly={isReadOnly}
        onChange={(whoAsks) => onChange({ ...content, whoAsks })}
      />
      <TextField
        label={t('protocol.edit.heading')}
        value={content.heading}
        maxLength={200}
        isReadOnly={isReadOnly}
        onChange={(heading) => onChange({ ...content, heading })}
      />
      <TextArea
        label={t('protocol.edit.lede')}
        value={content.lede}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(lede) => onChange({ ...content, lede })}
      />
      <TextArea
        label={t('protocol.edit.promise')}
        hint={t('protocol.edit.promise.hint')}
        value={content.promise}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(promise) => onChange({ ...content, promise })}
      />
      <Rows<FormQuestion>
        label={t('protocol.edit.questions')}
        hint={t('protocol.edit.questions.hint')}
        items={content.questions}
        onChange={(questions) => onChange({ ...content, questions })}
        make={() => ({
          id: partIdOf(
            'question',
            content.questions.map(({ id }) => id),
          ),
          label: '',
          hint: '',
          why: '',
          kind: 'one choice',
          choices: [],
          widens: false,
        })}
        nameOf={({ label }) => label}
        isReadOnly={isReadOnly}
      >
        {(question, change) => (
          <>
            <TextField
              label={t('protocol.edit.question')}
              value={question.label}
              maxLength={500}
              isReadOnly={isReadOnly}
              onChange={(label) => change({ ...question, label })}
            />
            <TextField
              label={t('protocol.edit.hint')}
              value={question.hint}
              maxLength={2_000}
              isReadOnly={isReadOnly}
              onChange={(hint) => change({ ...question, hint })}
            />
            <TextField
              label={t('protocol.edit.why')}
              value={question.why}
              maxLength={1_000}
              isReadOnly={isReadOnly}
              onChange={(why) => change({ ...question, why })}
            />
            <Select
              label={t('protocol.edit.kind')}
              isDisabled={isReadOnly}
              choices={kinds.map((kind) => ({ id: kind, label: t(`protocol.edit.kind.${kind}`) }))}
              value={question.kind}
              onChange={(kind) => change({ ...question, kind })}
            />
            {question.kind !== 'text' && (
              <LinesField
                label={t('protocol.edit.choices')}
                lines={question.choices.map(({ label }) => label)}
                isReadOnly={isReadOnly}
                onChange={(lines) =>
                  change({
                    ...question,
                    choices: lines.map((label, index) => ({
                      // a choice that is only renamed stays the same choice
                      id:
                        question.choices.find((one) => one.label === label)?.id ??
                        question.choices[index]?.id ??
                        partIdOf(
                          label,
                          question.choices.map(({ id }) => id),
                        ),
                      label,
                    })),
                  })
                }
              />
            )}
            <Checkbox
              isSelected={question.widens}
              isReadOnly={isReadOnly}
              onChange={(widens) => change({ ...question, widens })}
            >
              {t('protocol.edit.widens')}
            </Checkbox>
          </>
        )}
      </Rows>
    </>
  )
}
