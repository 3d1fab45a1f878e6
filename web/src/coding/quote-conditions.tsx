import type { Code } from '@throughline/contract/coding'
import type { Participant } from '@throughline/contract/participants'
import type { Member, Site } from '@throughline/contract/study'
import { useWords } from '../app/words.tsx'
import { Button, Chip, ComboBox } from '../design/index.ts'
import { messages } from './quotes-messages.ts'

/** What a link to this page holds. */
export interface Conditions {
  any?: string[] | undefined
  all?: string[] | undefined
  not?: string[] | undefined
  participants?: string[] | undefined
  sites?: string[] | undefined
  coders?: string[] | undefined
  by?: 'code' | 'participant' | 'site' | 'coder' | undefined
}

type Kind = Exclude<keyof Conditions, 'by'>
const kinds: readonly Kind[] = ['any', 'all', 'not', 'participants', 'sites', 'coders']

interface Choice {
  id: string
  label: string
  colour?: number
}

export interface QuoteConditionsProps {
  conditions: Conditions
  codes: readonly Code[]
  participants: readonly Participant[]
  sites: readonly Site[]
  team: readonly Member[]
  onChange: (conditions: Conditions) => void
}

/** The question, in the order in which one would say it. */
export function QuoteConditions({
  conditions,
  codes,
  participants,
  sites,
  team,
  onChange,
}: QuoteConditionsProps) {
  const t = useWords(messages)
  const codeChoices = codes.map(({ id, name, colour }) => ({ id, label: name, colour }))
  const choices: Record<Kind, Choice[]> = {
    any: codeChoices,
    all: codeChoices,
    not: codeChoices,
    participants: participants.map(({ id, label }) => ({ id, label })),
    sites: sites.map(({ id, name }) => ({ id, label: name })),
    coders: team.map(({ account, name }) => ({ id: account, label: name })),
  }
  const set = (kind: Kind, ids: string[]) =>
    onChange({ ...conditions, [kind]: ids.length > 0 ? ids : undefined })
  return (
    <>
      <header className="coding-panel-head">
        <h2>{t('quotes.where')}</h2>
        {kinds.some((kind) => conditions[kind]?.length) && (
          <Button size="small" tone="plain" onPress={() => onChange({ by: conditions.by })}>
            {t('quotes.clear')}
          </Button>
        )}
      </header>
      {kinds.map((kind) => (
        <Condition
          key={kind}
          title={t(`quotes.${kind}`)}
          add={t('quotes.add')}
          choices={choices[kind]}
          chosen={conditions[kind] ?? []}
          onChange={(ids) => set(kind, ids)}
        />
      ))}
    </>
  )
}

interface ConditionProps {
  title: string
  add: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (ids: string[]) => void
}

function Condition({ title, add, choices, chosen, onChange }: ConditionProps) {
  const left = choices.filter(({ id }) => !chosen.includes(id))
  return (
    <div className="quotes-condition">
      <ComboBox
        key={chosen.length}
        label={title}
        placeholder={add}
        choices={left}
        value={null}
        onChange={(id) => {
          if (id !== null) onChange([...chosen, id])
        }}
      />
      <div className="quotes-chosen">
        {chosen.map((id) => {
          const choice = choices.find((one) => one.id === id)
          return (
            <Chip
              key={id}
              {...(choice?.colour === undefined ? {} : { colour: choice.colour })}
              onRemove={() => onChange(chosen.filter((one) => one !== id))}
            >
              {choice?.label ?? '…'}
            </Chip>
          )
        })}
      </div>
    </div>
  )
}
