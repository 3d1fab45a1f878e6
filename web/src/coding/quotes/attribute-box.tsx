import type { Attribute } from '@throughline/contract/participants'
import type { AttributeCondition } from '@throughline/contract/quotes'
import { useWords } from '../../app/words.tsx'
import { Bound, Chosen, ConditionBox } from './condition-box.tsx'
import { messages } from './messages.ts'

/** An attribute's place among the conditions that were opened. */
export const attributeKey = (id: string) => `attribute ${id}`

/** What is recorded of the participant: some of its choices, or a number or a date within bounds. */
export function AttributeBox({
  attribute,
  condition,
  onChange,
  onTake,
}: {
  attribute: Attribute
  condition: AttributeCondition | undefined
  onChange: (condition: AttributeCondition | undefined) => void
  onTake: () => void
}) {
  const t = useWords(messages)
  const { id, name, kind, choices } = attribute
  const current = condition ?? { attribute: id, is: [] }
  const change = (next: AttributeCondition) => {
    const asks = next.is.length > 0 || next.from !== undefined || next.to !== undefined
    onChange(asks ? next : undefined)
  }
  return (
    <ConditionBox title={name} hint={null} onTake={onTake}>
      {kind === 'number' || kind === 'date' ? (
        <div className="quotes-bounds">
          {(['from', 'to'] as const).map((bound) => (
            <Bound
              key={bound}
              label={t(`quotes.${bound}`)}
              type={kind}
              value={current[bound]}
              onChange={(value) => {
                const given = value !== undefined && kind === 'number' ? Number(value) : value
                change({ ...current, [bound]: given })
              }}
            />
          ))}
        </div>
      ) : (
        <Chosen
          title={name}
          choices={choices.map((choice) => ({ id: choice, label: choice }))}
          chosen={current.is}
          onChange={(is) => change({ ...current, is })}
        />
      )}
    </ConditionBox>
  )
}
