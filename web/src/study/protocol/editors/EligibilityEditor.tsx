import type { DocumentContent } from '@throughline/contract/documents'
import { useWords } from '../../../app/words.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../../design/index.ts'
import { messages } from '../messages.ts'
import { partIdOf, Rows } from '../Rows.tsx'
import type { EditorProps } from './ContentEditor.tsx'

type Eligibility = Extract<DocumentContent, { kind: 'eligibility' }>
type Group = Eligibility['groups'][number]
type Exclusion = Eligibility['exclusions'][number]

/** Who the study is for: their own word, examples, exclusions with their reasons. */
export function EligibilityEditor({ content, onChange, isReadOnly }: EditorProps<Eligibility>) {
  const t = useWords(messages)
  const { groups, exclusions } = content
  const taken = [...groups, ...exclusions].map(({ id }) => id)
  return (
    <>
      <TextArea
        label={t('protocol.edit.statement')}
        hint={t('protocol.edit.statement.hint')}
        value={content.statement}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(statement) => onChange({ ...content, statement })}
      />
      <TextField
        label={t('protocol.edit.source')}
        value={content.source}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(source) => onChange({ ...content, source })}
      />
      <Rows<Group>
        label={t('protocol.edit.groups')}
        hint={t('protocol.edit.groups.hint')}
        items={groups}
        onChange={(next) => onChange({ ...content, groups: next })}
        make={() => ({
          id: partIdOf('group', taken),
          label: '',
          detail: '',
          source: '',
          concerns: [],
        })}
        nameOf={({ label }) => label}
        isReadOnly={isReadOnly}
      >
        {(group, change) => (
          <>
            <TextField
              label={t('protocol.edit.label')}
              value={group.label}
              maxLength={300}
              isReadOnly={isReadOnly}
              onChange={(label) => change({ ...group, label })}
            />
            <TextField
              label={t('protocol.edit.detail')}
              value={group.detail}
              maxLength={2_000}
              isReadOnly={isReadOnly}
              onChange={(detail) => change({ ...group, detail })}
            />
            <div className="protocol-ticks">
              {concerns.map(({ concern, word }) => (
                <Checkbox
                  key={concern}
                  isSelected={group.concerns.includes(concern)}
                  isReadOnly={isReadOnly}
                  onChange={(isOn) =>
                    change({
                      ...group,
                      concerns: concerns
                        .map((one) => one.concern)
                        .filter((one) => (one === concern ? isOn : group.concerns.includes(one))),
                    })
                  }
                >
                  {t(word)}
                </Checkbox>
              ))}
            </div>
          </>
        )}
      </Rows>
      <Rows<Exclusion>
        label={t('protocol.edit.exclusions')}
        items={exclusions}
        onChange={(next) => onChange({ ...content, exclusions: next })}
        make={() => ({
          id: partIdOf('exclusion', taken),
          question: '',
          rationale: '',
          when: { kind: 'ended within', months: 12 },
          asOf: null,
        })}
        nameOf={({ question }) => question}
        isReadOnly={isReadOnly}
      >
        {(rule, change) => (
          <ExclusionFields rule={rule} onChange={change} isReadOnly={isReadOnly} />
        )}
      </Rows>
    </>
  )
}

const concerns = [
  { concern: 'widening participation', word: 'protocol.edit.wp' },
  { concern: 'minoritised characteristic', word: 'protocol.edit.minoritised' },
] as const

function ExclusionFields({
  rule,
  onChange,
  isReadOnly,
}: {
  rule: Exclusion
  onChange: (rule: Exclusion) => void
  isReadOnly: boolean
}) {
  const t = useWords(messages)
  const { when } = rule
  return (
    <>
      <TextField
        label={t('protocol.edit.question')}
        value={rule.question}
        maxLength={500}
        isReadOnly={isReadOnly}
        onChange={(question) => onChange({ ...rule, question })}
      />
      <TextField
        label={t('protocol.edit.rationale')}
        value={rule.rationale}
        maxLength={2_000}
        isReadOnly={isReadOnly}
        onChange={(rationale) => onChange({ ...rule, rationale })}
      />
      <div className="study-form-pair">
        <Select
          label={t('protocol.edit.when')}
          isDisabled={isReadOnly}
          choices={[
            { id: 'ended within', label: t('protocol.edit.when.ended within') },
            { id: 'yes', label: t('protocol.edit.when.yes') },
          ]}
          value={when.kind}
          onChange={(kind) =>
            onChange({
              ...rule,
              when: kind === 'yes' ? { kind } : { kind: 'ended within', months: 12 },
            })
          }
        />
        {when.kind === 'ended within' && (
          <TextField
            label={t('protocol.edit.months')}
            inputMode="numeric"
            value={String(when.months)}
            isReadOnly={isReadOnly}
            onChange={(text) =>
              onChange({
                ...rule,
                when: {
                  kind: 'ended within',
                  months: Math.min(120, Number.parseInt(text, 10) || 1),
                },
              })
            }
          />
        )}
        <TextField
          type="date"
          label={t('protocol.edit.asOf')}
          hint={t('protocol.edit.asOf.hint')}
          value={rule.asOf ?? ''}
          isReadOnly={isReadOnly}
          onChange={(asOf) => onChange({ ...rule, asOf: asOf === '' ? null : asOf })}
        />
      </div>
    </>
  )
}
