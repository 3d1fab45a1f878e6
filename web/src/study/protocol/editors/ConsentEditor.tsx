import type { DocumentContent } from '@throughline/contract/documents'
import { useWords } from '../../../app/words.tsx'
import { Checkbox, Select, TextArea } from '../../../design/index.ts'
import { messages } from '../messages.ts'
import { partIdOf, Rows } from '../Rows.tsx'
import type { EditorProps } from './ContentEditor.tsx'

type Consent = Extract<DocumentContent, { kind: 'consent form' }>
type Statement = Consent['statements'][number]

const purposes = ['take part', 'record', 'quote', 'contact again', 'other'] as const

/** What people agree to, each statement by itself, and what a withdrawal means. */
export function ConsentEditor({ content, onChange, isReadOnly }: EditorProps<Consent>) {
  const t = useWords(messages)
  return (
    <>
      <TextArea
        label={t('protocol.edit.intro')}
        value={content.intro}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(intro) => onChange({ ...content, intro })}
      />
      <Rows<Statement>
        label={t('protocol.edit.statements')}
        items={content.statements}
        onChange={(statements) => onChange({ ...content, statements })}
        make={() => ({
          id: partIdOf(
            'statement',
            content.statements.map(({ id }) => id),
          ),
          text: '',
          purpose: 'other',
          must: false,
        })}
        nameOf={({ text }) => text}
        isReadOnly={isReadOnly}
      >
        {(statement, change) => (
          <>
            <TextArea
              label={t('protocol.edit.statements')}
              isLabelHidden
              rows={2}
              value={statement.text}
              maxLength={2_000}
              isReadOnly={isReadOnly}
              onChange={(text) => change({ ...statement, text })}
            />
            <div className="study-form-pair">
              <Select
                label={t('protocol.edit.purpose')}
                isDisabled={isReadOnly}
                choices={purposes.map((purpose) => ({
                  id: purpose,
                  label: t(`protocol.edit.purpose.${purpose}`),
                }))}
                value={statement.purpose}
                onChange={(purpose) => change({ ...statement, purpose })}
              />
              <Checkbox
                isSelected={statement.must}
                isReadOnly={isReadOnly}
                onChange={(must) => change({ ...statement, must })}
              >
                {t('protocol.edit.must')}
              </Checkbox>
            </div>
          </>
        )}
      </Rows>
      <TextArea
        label={t('protocol.edit.untilCutOff')}
        value={content.untilCutOff}
        rows={2}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(untilCutOff) => onChange({ ...content, untilCutOff })}
      />
      <TextArea
        label={t('protocol.edit.afterCutOff')}
        value={content.afterCutOff}
        rows={2}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(afterCutOff) => onChange({ ...content, afterCutOff })}
      />
    </>
  )
}
