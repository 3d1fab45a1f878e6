import type { DocumentContent } from '@throughline/contract/documents'
import { useWords } from '../../../app/words.tsx'
import { TextArea, TextField } from '../../../design/index.ts'
import { messages } from '../messages.ts'
import { partIdOf, Rows } from '../Rows.tsx'
import type { EditorProps } from './ContentEditor.tsx'
import { LinesField } from './LinesField.tsx'

type Guide = Extract<DocumentContent, { kind: 'interview guide' }>
type Section = Guide['sections'][number]
type Question = Section['questions'][number]

/** Sections, questions, prompts, which theme each serves, where it came from. */
export function GuideEditor({ content, onChange, isReadOnly }: EditorProps<Guide>) {
  const t = useWords(messages)
  const taken = content.sections.flatMap(({ id, questions }) => [
    id,
    ...questions.map((question) => question.id),
  ])
  return (
    <>
      <TextArea
        label={t('protocol.edit.opening')}
        value={content.opening}
        maxLength={5_000}
        isReadOnly={isReadOnly}
        onChange={(opening) => onChange({ ...content, opening })}
      />
      <Rows<Section>
        label={t('protocol.edit.sections')}
        items={content.sections}
        onChange={(sections) => onChange({ ...content, sections })}
        make={() => ({ id: partIdOf('section', taken), title: '', questions: [] })}
        nameOf={({ title }) => title}
        isReadOnly={isReadOnly}
      >
        {(section, change) => (
          <>
            <TextField
              label={t('protocol.edit.section')}
              value={section.title}
              maxLength={200}
              isReadOnly={isReadOnly}
              onChange={(title) => change({ ...section, title })}
            />
            <Rows<Question>
              label={t('protocol.edit.questions')}
              items={section.questions}
              onChange={(questions) => change({ ...section, questions })}
              make={() => ({
                id: partIdOf('question', taken),
                text: '',
                prompts: [],
                serves: [],
                source: '',
              })}
              nameOf={({ text }) => text}
              isReadOnly={isReadOnly}
            >
              {(question, changeQuestion) => (
                <>
                  <TextArea
                    label={t('protocol.edit.question')}
                    rows={2}
                    value={question.text}
                    maxLength={2_000}
                    isReadOnly={isReadOnly}
                    onChange={(text) => changeQuestion({ ...question, text })}
                  />
                  <LinesField
                    label={t('protocol.edit.prompts')}
                    lines={question.prompts}
                    isReadOnly={isReadOnly}
                    onChange={(prompts) => changeQuestion({ ...question, prompts })}
                  />
                  <LinesField
                    label={t('protocol.edit.serves')}
                    lines={question.serves}
                    isReadOnly={isReadOnly}
                    onChange={(serves) => changeQuestion({ ...question, serves })}
                  />
                  <TextField
                    label={t('protocol.edit.source')}
                    value={question.source}
                    maxLength={2_000}
                    isReadOnly={isReadOnly}
                    onChange={(source) => changeQuestion({ ...question, source })}
                  />
                </>
              )}
            </Rows>
          </>
        )}
      </Rows>
      <TextArea
        label={t('protocol.edit.closing')}
        value={content.closing}
        maxLength={5_000}
        isReadOnly={isReadOnly}
        onChange={(closing) => onChange({ ...content, closing })}
      />
    </>
  )
}
