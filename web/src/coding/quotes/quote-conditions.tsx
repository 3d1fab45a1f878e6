import { distanceUnit, type QuoteQuestion } from '@throughline/contract/quotes'
import { type ReactNode, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Icon,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Select,
} from '../../design/index.ts'
import { AttributeBox, attributeKey } from './attribute-box.tsx'
import { Bound, Chosen, ConditionBox } from './condition-box.tsx'
import {
  asked,
  boundKinds,
  chosenOf,
  codeKinds,
  listKinds,
  peopleKinds,
  withChosen,
  type Kind,
} from './condition-kinds.ts'
import { messages } from './messages.ts'
import { asksAnything } from './search-of.ts'
import { useChoices } from './use-choices.ts'

/** The question, a box for each condition: only those that are asked, and a menu of the rest. */
export function QuoteConditions({
  study,
  question,
  onChange,
}: {
  study: string
  question: QuoteQuestion
  onChange: (question: QuoteQuestion) => void
}) {
  const t = useWords(messages)
  const { choices, attributes } = useChoices(study)
  const [opened, setOpened] = useState<readonly string[]>(['any'])
  const attributesAsked = question.attributes ?? []
  const shown = (kind: Kind) => opened.includes(kind) || asked(question, kind)
  const shownAttributes = attributes.filter(
    ({ id }) =>
      opened.includes(attributeKey(id)) ||
      attributesAsked.some(({ attribute }) => attribute === id),
  )
  const close = (key: string, next: QuoteQuestion) => {
    setOpened(opened.filter((one) => one !== key))
    onChange(next)
  }
  const item = (kind: Kind) => (
    <MenuItem
      key={kind}
      id={kind}
      isDisabled={shown(kind)}
      {...(isCodeKind(kind) ? { hint: t(`quotes.${kind}.hint`) } : {})}
    >
      {t(`quotes.${kind}`)}
    </MenuItem>
  )
  return (
    <>
      <header className="coding-panel-head">
        <h2>{t('quotes.where')}</h2>
        {asksAnything(question) && (
          <Button
            size="small"
            tone="plain"
            onPress={() => onChange({ by: question.by, sort: question.sort })}
          >
            {t('quotes.clear')}
          </Button>
        )}
      </header>
      {listKinds.filter(shown).map((kind) => (
        <Box
          key={kind}
          kind={kind}
          onTake={() => close(kind, withChosen(question, kind, []))}
          hint={isCodeKind(kind) ? t(`quotes.${kind}.hint`) : null}
        >
          <Chosen
            title={t(`quotes.${kind}`)}
            choices={choices[kind]}
            chosen={chosenOf(question, kind)}
            onChange={(ids) => onChange(withChosen(question, kind, ids))}
          />
          {kind === 'near' && <Distance question={question} onChange={onChange} />}
        </Box>
      ))}
      {shownAttributes.map((attribute) => (
        <AttributeBox
          key={attribute.id}
          attribute={attribute}
          condition={attributesAsked.find((one) => one.attribute === attribute.id)}
          onChange={(condition) => {
            const others = attributesAsked.filter((one) => one.attribute !== attribute.id)
            const next = condition ? [...others, condition] : others
            onChange({ ...question, attributes: next.length > 0 ? next : undefined })
          }}
          onTake={() => {
            const others = attributesAsked.filter((one) => one.attribute !== attribute.id)
            close(attributeKey(attribute.id), {
              ...question,
              attributes: others.length > 0 ? others : undefined,
            })
          }}
        />
      ))}
      {shown('days') && (
        <Box
          kind="days"
          onTake={() => close('days', { ...question, since: undefined, until: undefined })}
        >
          <div className="quotes-bounds">
            <Bound
              label={t('quotes.from')}
              type="date"
              value={question.since}
              onChange={(since) => onChange({ ...question, since })}
            />
            <Bound
              label={t('quotes.to')}
              type="date"
              value={question.until}
              onChange={(until) => onChange({ ...question, until })}
            />
          </div>
        </Box>
      )}
      {shown('weight') && (
        <Box
          kind="weight"
          onTake={() => close('weight', { ...question, lightest: undefined, heaviest: undefined })}
        >
          <div className="quotes-bounds">
            {(['lightest', 'heaviest'] as const).map((bound) => (
              <Bound
                key={bound}
                label={t(bound === 'lightest' ? 'quotes.from' : 'quotes.to')}
                type="number"
                least={-100}
                most={100}
                value={question[bound]}
                onChange={(value) =>
                  onChange({
                    ...question,
                    [bound]: value === undefined ? undefined : Number(value),
                  })
                }
              />
            ))}
          </div>
        </Box>
      )}
      <MenuTrigger>
        <Button>
          <Icon name="plus" />
          {t('quotes.ask')}
        </Button>
        <Menu onAction={(key) => setOpened([...opened, String(key)])}>
          <MenuSection title={t('quotes.ask.codes')}>{codeKinds.map(item)}</MenuSection>
          <MenuSection title={t('quotes.ask.people')}>{peopleKinds.map(item)}</MenuSection>
          <MenuSection title={t('quotes.ask.coding')}>
            {(['coders', ...boundKinds] as const).map(item)}
          </MenuSection>
          {attributes.length > 0 && (
            <MenuSection title={t('quotes.ask.attributes')}>
              {attributes.map(({ id, name }) => (
                <MenuItem
                  key={id}
                  id={attributeKey(id)}
                  isDisabled={shownAttributes.some((one) => one.id === id)}
                >
                  {name}
                </MenuItem>
              ))}
            </MenuSection>
          )}
        </Menu>
      </MenuTrigger>
    </>
  )
}

type CodeKind = (typeof codeKinds)[number]
const isCodeKind = (kind: Kind): kind is CodeKind => codeKinds.some((one) => one === kind)

function Box({
  kind,
  hint = null,
  onTake,
  children,
}: {
  kind: Kind
  hint?: string | null
  onTake: () => void
  children: ReactNode
}) {
  const t = useWords(messages)
  return (
    <ConditionBox title={t(`quotes.${kind}`)} hint={hint} onTake={onTake}>
      {children}
    </ConditionBox>
  )
}

/** How far away is near: so many turns, or words. */
function Distance({
  question,
  onChange,
}: {
  question: QuoteQuestion
  onChange: (question: QuoteQuestion) => void
}) {
  const t = useWords(messages)
  return (
    <div className="quotes-bounds">
      <Bound
        label={t('quotes.within')}
        value={question.within ?? 1}
        type="number"
        least={0}
        most={1_000}
        onChange={(within) =>
          onChange({ ...question, within: within === undefined ? undefined : Number(within) })
        }
      />
      <Select
        label={t('quotes.unit')}
        choices={distanceUnit.options.map((id) => ({ id, label: t(`quotes.unit.${id}`) }))}
        value={question.unit ?? 'turns'}
        onChange={(unit) => onChange({ ...question, unit: unit ?? undefined })}
      />
    </div>
  )
}
