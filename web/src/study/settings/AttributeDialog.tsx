import {
  addAttribute,
  attributeKind,
  changeAttribute,
  removeAttribute,
} from '@throughline/contract/participants'
import type { Attribute, AttributeKind } from '@throughline/contract/participants'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Button, ConfirmDialog, Modal, Select, TextField } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act } from '../study-data.ts'
import { type ChoiceDraft, ChoicesField, emptyChoice } from './ChoicesField.tsx'

interface AttributeDialogProps {
  study: string
  attributes: readonly Attribute[]
  /** Null for a new one. */
  attribute: Attribute | null
  isOpen: boolean
  onClose: () => void
}

export function AttributeDialog(props: AttributeDialogProps) {
  const t = useWords(messages)
  const { attribute, isOpen, onClose } = props
  return (
    <Modal
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={false}
      title={
        attribute ? t('study.attributes.edit', { name: attribute.name }) : t('study.attributes.add')
      }
    >
      <AttributeForm {...props} />
    </Modal>
  )
}

/** Recorded of every participant, so no attribute can have their names. */
const taken = ['participant', 'site', 'year', 'consent to be quoted', 'note']

function AttributeForm({ study, attributes, attribute, onClose }: AttributeDialogProps) {
  const t = useWords(messages)
  const [name, setName] = useState(attribute?.name ?? '')
  const [kind, setKind] = useState<AttributeKind>(attribute?.kind ?? 'text')
  const [choices, setChoices] = useState<readonly ChoiceDraft[]>(
    attribute?.choices.map((choice) => ({ name: choice, was: choice, key: choice })) ?? [
      emptyChoice(),
      emptyChoice(),
    ],
  )
  const [isTried, setTried] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const hasChoices = kind === 'one choice' || kind === 'several choices'
  const given = choices
    .map(({ name: choice, was }) => ({ name: choice.trim().replaceAll(/\s+/g, ' '), was }))
    .filter(({ name: choice }) => choice !== '')
  const plain = name.trim()
  const nameError =
    plain === ''
      ? t('study.attributes.nameMissing')
      : isTaken(plain, attributes, attribute)
        ? t('study.attributes.nameTaken')
        : undefined
  const choicesError = hasChoices
    ? problemOf(
        given.map((choice) => choice.name),
        t,
      )
    : undefined

  function save() {
    setTried(true)
    if (nameError !== undefined || choicesError !== undefined) return
    if (attribute === null)
      act(addAttribute, {
        study,
        body: {
          id: uuidv7(),
          name: plain,
          kind,
          choices: hasChoices ? given.map((choice) => choice.name) : [],
        },
        describe: t('study.attributes.added', { name: plain }),
      })
    else
      act(changeAttribute, {
        study,
        body: { id: attribute.id, name: plain, ...(hasChoices ? { choices: given } : {}) },
        describe: t('study.attributes.changed', { name: plain }),
      })
    onClose()
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="study-form-pair">
        <TextField
          label={t('study.attributes.name')}
          value={name}
          onChange={setName}
          maxLength={100}
          error={isTried ? nameError : undefined}
          autoFocus
        />
        <Select
          label={t('study.attributes.kind')}
          choices={attributeKind.options.map((id) => ({
            id,
            label: t(`study.attributes.kind.${id}`),
          }))}
          value={kind}
          onChange={setKind}
          isDisabled={attribute !== null}
        />
      </div>
      {hasChoices && (
        <ChoicesField
          choices={choices}
          onChange={setChoices}
          error={isTried ? choicesError : undefined}
        />
      )}
      <footer className="study-form-foot">
        {attribute && (
          <Button
            tone="plain"
            className="study-form-first study-danger"
            onPress={() => setRemoving(true)}
          >
            {t('study.remove')}
          </Button>
        )}
        <Button onPress={onClose}>{t('study.cancel')}</Button>
        <Button tone="primary" type="submit">
          {attribute ? t('study.save') : t('study.attributes.add')}
        </Button>
      </footer>
      {attribute && (
        <ConfirmDialog
          isOpen={isRemoving}
          onOpenChange={setRemoving}
          title={t('study.attributes.remove', { name: attribute.name })}
          action={t('study.remove')}
          onConfirm={() => {
            act(removeAttribute, {
              study,
              body: { id: attribute.id, loses: attribute.used },
              describe: t('study.attributes.removed', { name: attribute.name }),
            })
            onClose()
          }}
        >
          {t('study.attributes.removeText', { count: attribute.used })}
        </ConfirmDialog>
      )}
    </form>
  )
}

function isTaken(name: string, attributes: readonly Attribute[], self: Attribute | null): boolean {
  const same = name.toLowerCase()
  return (
    taken.includes(same) ||
    attributes.some((one) => one.id !== self?.id && one.name.toLowerCase() === same)
  )
}

function problemOf(
  names: readonly string[],
  t: ReturnType<typeof useWords<typeof messages>>,
): string | undefined {
  if (names.length === 0) return t('study.attributes.choicesMissing')
  const bad = names.find((name) => name.includes(';'))
  if (bad !== undefined) return t('study.attributes.choiceBad', { name: bad })
  const lower = names.map((name) => name.toLowerCase())
  const twice = names.find((_, index) => lower.indexOf(lower[index] ?? '') < index)
  return twice === undefined ? undefined : t('study.attributes.choiceTwice', { name: twice })
}
