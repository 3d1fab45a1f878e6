import {
  addParticipant,
  changeParticipant,
  removeParticipant,
} from '@throughline/contract/participants'
import type { Attribute, Participant, QuoteConsent } from '@throughline/contract/participants'
import type { Site } from '@throughline/contract/study'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Modal,
  RadioGroup,
  RouteButton,
  Select,
  TextArea,
  TextField,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act } from '../study-data.ts'
import { AttributeField, draftOf, type Drafts, valueOf } from './AttributeField.tsx'
import '../forms.css'

interface DialogProps {
  study: string
  /** Null for a new one. */
  participant: Participant | null
  isOpen: boolean
  onClose: () => void
  others: readonly Participant[]
  nextLabel: string
  sites: readonly Site[]
  attributes: readonly Attribute[]
}

export function ParticipantDialog(props: DialogProps) {
  const t = useWords(messages)
  const { participant, isOpen, onClose } = props
  const [added, setAdded] = useState(0)
  return (
    <Modal
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={false}
      title={
        participant
          ? t('study.person.editTitle', { label: participant.label })
          : t('study.person.addTitle')
      }
    >
      <ParticipantForm
        key={`${participant?.id ?? 'new'} ${added}`}
        {...props}
        onAnother={() => setAdded(added + 1)}
      />
    </Modal>
  )
}

const consents: readonly QuoteConsent[] = ['yes', 'no', 'not recorded']

/** Apart from its dialog, so that it begins anew for each participant. */
function ParticipantForm({
  study,
  participant,
  onClose,
  onAnother,
  others,
  nextLabel,
  sites,
  attributes,
}: DialogProps & { onAnother: () => void }) {
  const t = useWords(messages)
  const [label, setLabel] = useState(participant?.label ?? nextLabel)
  const [site, setSite] = useState(participant?.site ?? null)
  const [year, setYear] = useState(participant?.year ?? null)
  const [quoteConsent, setQuoteConsent] = useState<QuoteConsent>(
    participant?.quoteConsent ?? 'not recorded',
  )
  const [note, setNote] = useState(participant?.note ?? '')
  const [drafts, setDrafts] = useState<Drafts>(
    Object.fromEntries(
      attributes.map((attribute) => [attribute.id, draftOf(participant?.attributes[attribute.id])]),
    ),
  )
  const [isTried, setTried] = useState(false)

  const plainLabel = labelFrom(label)
  const labelError =
    plainLabel === null
      ? t('study.person.labelBad')
      : others.some((one) => one.label === plainLabel && one.id !== participant?.id)
        ? t('study.person.labelTaken', { label: plainLabel })
        : undefined
  const values = attributes.map((attribute) => ({
    attribute,
    meant: valueOf(attribute, drafts[attribute.id] ?? ''),
  }))
  const programme = sites.find(({ id }) => id === site)?.years ?? 12

  /** Does the step and says whether it could. */
  function save(): boolean {
    setTried(true)
    if (labelError !== undefined || plainLabel === null) return false
    if (values.some(({ meant }) => meant === 'not possible')) return false
    const recorded = values.flatMap(({ attribute, meant }) =>
      meant === 'not possible' ? [] : [{ id: attribute.id, value: meant.value }],
    )
    const keptYear = year !== null && year <= programme ? year : null
    if (participant === null) {
      const attributesGiven = Object.fromEntries(
        recorded.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
      )
      act(addParticipant, {
        study,
        body: {
          id: uuidv7(),
          label: plainLabel,
          site,
          year: keptYear,
          quoteConsent,
          note,
          attributes: attributesGiven,
        },
        describe: t('study.person.added', { label: plainLabel }),
      })
      return true
    }
    const changed = Object.fromEntries(
      recorded
        .filter(({ id, value }) => !isSame(value, participant.attributes[id] ?? null))
        .map(({ id, value }) => [id, value]),
    )
    const change = {
      ...(plainLabel === participant.label ? {} : { label: plainLabel }),
      ...(site === participant.site ? {} : { site }),
      ...(keptYear === participant.year ? {} : { year: keptYear }),
      ...(quoteConsent === participant.quoteConsent ? {} : { quoteConsent }),
      ...(note.trim() === participant.note ? {} : { note }),
      ...(Object.keys(changed).length > 0 ? { attributes: changed } : {}),
    }
    if (Object.keys(change).length > 0)
      act(changeParticipant, {
        study,
        body: { id: participant.id, ...change },
        describe: t('study.person.changed', { label: participant.label }),
      })
    return true
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (save()) onClose()
      }}
    >
      <div className="study-form-pair">
        <TextField
          label={t('study.people.label')}
          hint={t('study.person.labelHint')}
          error={isTried || label !== (participant?.label ?? nextLabel) ? labelError : undefined}
          value={label}
          onChange={setLabel}
          maxLength={20}
          autoFocus={participant === null}
        />
        <RadioGroup
          label={t('study.people.consent')}
          hint={t('study.person.consentHint')}
          choices={consents.map((id) => ({ id, label: t(`study.people.consent.${id}`) }))}
          value={quoteConsent}
          onChange={setQuoteConsent}
        />
      </div>
      <div className="study-form-pair">
        <Select
          label={t('study.people.site')}
          choices={[
            { id: 'none', label: t('study.people.noSite') },
            ...sites.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={site ?? 'none'}
          onChange={(id) => setSite(id === 'none' ? null : id)}
        />
        <Select
          label={t('study.people.year')}
          {...(site === null ? {} : { hint: t('study.person.yearHint', { count: programme }) })}
          choices={[
            { id: 'none', label: t('study.people.noYear') },
            ...Array.from({ length: programme }, (_, index) => ({
              id: String(index + 1),
              label: t('study.people.yearN', { year: index + 1 }),
            })),
          ]}
          value={year === null || year > programme ? 'none' : String(year)}
          onChange={(id) => setYear(id === 'none' ? null : Number(id))}
        />
      </div>
      {values.map(({ attribute, meant }) => (
        <AttributeField
          key={attribute.id}
          attribute={attribute}
          draft={drafts[attribute.id] ?? ''}
          isBad={isTried && meant === 'not possible'}
          onChange={(draft) => setDrafts({ ...drafts, [attribute.id]: draft })}
        />
      ))}
      {attributes.length === 0 && (
        <p className="study-faint">
          {t('study.person.noAttributes')}{' '}
          <RouteButton
            tone="plain"
            size="small"
            to="/studies/$study/settings"
            params={{ study }}
            search={{ part: 'attributes' }}
          >
            {t('study.person.defineAttributes')}
          </RouteButton>
        </p>
      )}
      <TextArea
        label={t('study.people.note')}
        hint={t('study.person.noteHint')}
        value={note}
        onChange={setNote}
        rows={2}
        maxLength={5_000}
      />
      <footer className="study-form-foot">
        {participant && (
          <Button
            tone="plain"
            className="study-form-first study-danger"
            onPress={() => {
              act(removeParticipant, {
                study,
                body: { id: participant.id },
                describe: t('study.person.removed', { label: participant.label }),
              })
              onClose()
            }}
          >
            {t('study.remove')}
          </Button>
        )}
        <Button onPress={onClose}>{t('study.cancel')}</Button>
        {participant === null && (
          <Button onPress={() => save() && onAnother()}>{t('study.person.addAnother')}</Button>
        )}
        <Button tone="primary" type="submit">
          {participant === null
            ? t('study.person.add', { label: plainLabel ?? '' })
            : t('study.save')}
        </Button>
      </footer>
    </form>
  )
}

/** The id as the server writes it; null when it is none. */
function labelFrom(text: string): string | null {
  const digits = /^(?:p[\s-]*)?0*([1-9][0-9]{0,5})$/i.exec(text.trim())?.[1]
  return digits === undefined ? null : `P${digits.padStart(3, '0')}`
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
