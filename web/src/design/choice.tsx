import {
  Button as AriaButton,
  CheckboxButton,
  CheckboxField,
  CheckboxGroup as AriaCheckboxGroup,
  ComboBox as AriaComboBox,
  FieldError,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  SelectValue,
  SwitchButton,
  SwitchField,
  Text,
} from 'react-aria-components'
import type {
  CheckboxFieldProps,
  CheckboxGroupProps as AriaCheckboxGroupProps,
  ComboBoxProps as AriaComboBoxProps,
  Key,
  RadioGroupProps as AriaRadioGroupProps,
  SelectProps as AriaSelectProps,
  SwitchFieldProps,
} from 'react-aria-components'
import type { ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { FieldFrame, frame } from './field.tsx'
import type { Labelled } from './field.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './choice.css'

/** One thing to choose. */
export interface Choice<Value extends string = string> {
  id: Value
  label: string
  hint?: string
  isDisabled?: boolean
  /** 1–12: the stripe of a code. */
  colour?: number
}

export type SelectProps<Value extends string> = Omit<
  AriaSelectProps<Choice<Value>>,
  | 'className'
  | 'children'
  | 'value'
  | 'onChange'
  | 'defaultValue'
  | 'selectedKey'
  | 'onSelectionChange'
  | 'items'
> &
  Labelled & {
    choices: readonly Choice<Value>[]
    value: Value | null
    onChange: (value: Value) => void
    className?: string
  }

/** One of a few, closed until needed. */
export function Select<Value extends string>({
  label,
  hint,
  error,
  isLabelHidden,
  choices,
  value,
  onChange,
  className = '',
  ...props
}: SelectProps<Value>) {
  const t = useWords(messages)
  return (
    <AriaSelect
      {...props}
      placeholder={props.placeholder ?? t('design.choose')}
      value={value}
      onChange={(key) => choose(choices, key, onChange)}
      isInvalid={error !== undefined}
      className={`Field Select ${className}`}
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        <AriaButton className="Field-input Select-button">
          <SelectValue className="Select-value">
            {({ defaultChildren, selectedText }) => selectedText || defaultChildren}
          </SelectValue>
          <Icon name="down" />
        </AriaButton>
      </FieldFrame>
      <Popover className="Popover Select-popover">
        <OptionsOf choices={choices} />
      </Popover>
    </AriaSelect>
  )
}

function OptionsOf<Value extends string>({ choices }: { choices: readonly Choice<Value>[] }) {
  return (
    <ListBox className="Options" items={choices}>
      {(choice) => <OptionRow choice={choice} />}
    </ListBox>
  )
}

function OptionRow({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem
      className="Option"
      id={choice.id}
      textValue={choice.label}
      isDisabled={choice.isDisabled ?? false}
    >
      {choice.colour !== undefined && <span className={`Stripe colour-${choice.colour}`} />}
      <span className="Option-words">
        <Text slot="label">{choice.label}</Text>
        {choice.hint !== undefined && (
          <Text slot="description" className="Option-hint">
            {choice.hint}
          </Text>
        )}
      </span>
      <span className="Option-check">
        <Icon name="check" />
      </span>
    </ListBoxItem>
  )
}

function choose<Value extends string>(
  choices: readonly Choice<Value>[],
  key: Key | null,
  onChange: (value: Value) => void,
): void {
  const chosen = choices.find((choice) => choice.id === key)
  if (chosen) onChange(chosen.id)
}

export type ComboBoxProps<Value extends string> = Omit<
  AriaComboBoxProps<Choice<Value>>,
  | 'className'
  | 'children'
  | 'value'
  | 'onChange'
  | 'defaultValue'
  | 'selectedKey'
  | 'onSelectionChange'
  | 'items'
  | 'defaultItems'
> &
  Labelled & {
    choices: readonly Choice<Value>[]
    value: Value | null
    onChange: (value: Value | null) => void
    placeholder?: string
    className?: string
  }

/** One of many, found by typing. */
export function ComboBox<Value extends string>({
  label,
  hint,
  error,
  isLabelHidden,
  choices,
  value,
  onChange,
  placeholder,
  className = '',
  ...props
}: ComboBoxProps<Value>) {
  const t = useWords(messages)
  return (
    <AriaComboBox
      {...props}
      defaultItems={choices}
      value={value}
      onChange={(key) => (key === null ? onChange(null) : choose(choices, key, onChange))}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      className={`Field ComboBox ${className}`}
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        <div className="ComboBox-row">
          <Input className="Field-input" placeholder={placeholder} />
          <AriaButton className="ComboBox-open" aria-label={t('design.options')}>
            <Icon name="down" />
          </AriaButton>
        </div>
      </FieldFrame>
      <Popover className="Popover Select-popover">
        <ListBox<Choice<Value>>
          className="Options"
          renderEmptyState={() => <p className="Options-empty">{t('design.nothing')}</p>}
        >
          {(choice) => <OptionRow choice={choice} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

export type CheckboxProps = Omit<CheckboxFieldProps, 'className' | 'children'> & {
  children: ReactNode
  hint?: ReactNode
  error?: string
}

export function Checkbox({ children, hint, error, ...props }: CheckboxProps) {
  return (
    <CheckboxField
      {...props}
      isInvalid={props.isInvalid ?? error !== undefined}
      className="ChoiceField"
    >
      <CheckboxButton className="ChoiceRow">
        {({ isIndeterminate }) => (
          <>
            <span className="Box">
              {isIndeterminate ? <span className="Box-some" /> : <Icon name="check" />}
            </span>
            <span>{children}</span>
          </>
        )}
      </CheckboxButton>
      {hint !== undefined && (
        <Text slot="description" className="Field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="Field-error">{error}</FieldError>
    </CheckboxField>
  )
}

export type CheckboxGroupProps<Value extends string> = Omit<
  AriaCheckboxGroupProps,
  'className' | 'children' | 'value' | 'onChange' | 'defaultValue'
> &
  Labelled & {
    choices: readonly Choice<Value>[]
    value: readonly Value[]
    onChange: (value: Value[]) => void
  }

/** Several of a few. */
export function CheckboxGroup<Value extends string>({
  label,
  hint,
  error,
  isLabelHidden,
  choices,
  value,
  onChange,
  ...props
}: CheckboxGroupProps<Value>) {
  return (
    <AriaCheckboxGroup
      {...props}
      value={[...value]}
      onChange={(ids) => onChange(choices.flatMap(({ id }) => (ids.includes(id) ? [id] : [])))}
      isInvalid={error !== undefined}
      className="Field ChoiceGroup"
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        {choices.map((choice) => (
          <Checkbox
            key={choice.id}
            value={choice.id}
            isDisabled={choice.isDisabled ?? false}
            {...(choice.hint === undefined ? {} : { hint: choice.hint })}
          >
            {choice.label}
          </Checkbox>
        ))}
      </FieldFrame>
    </AriaCheckboxGroup>
  )
}

export type RadioGroupProps<Value extends string> = Omit<
  AriaRadioGroupProps,
  'className' | 'children' | 'value' | 'onChange' | 'defaultValue'
> &
  Labelled & {
    choices: readonly Choice<Value>[]
    value: Value | null
    onChange: (value: Value) => void
    /** Each choice in a frame of its own, for choices that matter. */
    framed?: boolean
  }

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>({
  label,
  hint,
  error,
  isLabelHidden,
  choices,
  value,
  onChange,
  framed = false,
  ...props
}: RadioGroupProps<Value>) {
  return (
    <AriaRadioGroup
      {...props}
      value={value}
      onChange={(key) => choose(choices, key, onChange)}
      isInvalid={error !== undefined}
      className={`Field ChoiceGroup${framed ? ' ChoiceGroup-framed' : ''}`}
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        {choices.map((choice) => (
          <RadioField
            key={choice.id}
            value={choice.id}
            isDisabled={choice.isDisabled ?? false}
            className="ChoiceField"
          >
            <RadioButton className="ChoiceRow">
              <span className="Dot" />
              <span>{choice.label}</span>
            </RadioButton>
            {choice.hint !== undefined && (
              <Text slot="description" className="Field-hint">
                {choice.hint}
              </Text>
            )}
          </RadioField>
        ))}
      </FieldFrame>
    </AriaRadioGroup>
  )
}

export type SwitchProps = Omit<SwitchFieldProps, 'className' | 'children'> & {
  children: ReactNode
  hint?: ReactNode
}

/** Takes effect at once; a checkbox waits for the form. */
export function Switch({ children, hint, ...props }: SwitchProps) {
  return (
    <SwitchField {...props} className="ChoiceField">
      <SwitchButton className="ChoiceRow">
        <span className="Track" />
        <span>{children}</span>
      </SwitchButton>
      {hint !== undefined && (
        <Text slot="description" className="Field-hint">
          {hint}
        </Text>
      )}
    </SwitchField>
  )
}
