import {
  FieldError,
  Input,
  Label,
  SearchField as AriaSearchField,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from 'react-aria-components'
import type {
  SearchFieldProps as AriaSearchFieldProps,
  TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components'
import type { ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { IconButton } from './button.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './field.css'

/** What every field has: its name, a hint below it, and what is wrong with it. */
export interface Labelled {
  label: string
  /** What to write, or why it is asked. */
  hint?: ReactNode
  /** What is wrong and what to do; shown in place of the browser's own words. */
  error?: string | undefined
  /** Keeps the name for screen readers only. */
  isLabelHidden?: boolean
}

/** Label above, hint and error below: the frame of a field built on React Aria. */
export function FieldFrame({
  label,
  hint,
  error,
  isLabelHidden,
  children,
}: Labelled & { children: ReactNode }) {
  return (
    <>
      <Label className={isLabelHidden ? 'Field-label VisuallyHidden' : 'Field-label'}>
        {label}
      </Label>
      {children}
      {hint !== undefined && (
        <Text slot="description" className="Field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="Field-error">{error}</FieldError>
    </>
  )
}

type Own = Labelled & { className?: string; placeholder?: string }

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children'> & Own

export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  className = '',
  placeholder,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={props.isInvalid ?? error !== undefined}
      className={`Field ${className}`}
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        <Input className="Field-input" placeholder={placeholder} />
      </FieldFrame>
    </AriaTextField>
  )
}

export type TextAreaProps = TextFieldProps & {
  rows?: number
  /** Set in the serif of the transcript. */
  serif?: boolean
}

/** Several lines; grows with what is written. */
export function TextArea({
  label,
  hint,
  error,
  isLabelHidden,
  className = '',
  placeholder,
  rows = 3,
  serif = false,
  ...props
}: TextAreaProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={props.isInvalid ?? error !== undefined}
      className={`Field ${className}`}
    >
      <FieldFrame {...frame({ label, hint, error, isLabelHidden })}>
        <AriaTextArea
          className={`Field-input Field-area${serif ? ' Field-serif' : ''}`}
          rows={rows}
          placeholder={placeholder}
        />
      </FieldFrame>
    </AriaTextField>
  )
}

export type SearchFieldProps = Omit<AriaSearchFieldProps, 'className' | 'children'> & {
  label: string
  placeholder?: string
  /** A key that focuses it, shown at its end. */
  shortcut?: ReactNode
  className?: string
}

export function SearchField({
  label,
  placeholder,
  shortcut,
  className = '',
  ...props
}: SearchFieldProps) {
  const t = useWords(messages)
  return (
    <AriaSearchField {...props} aria-label={label} className={`SearchField ${className}`}>
      <Icon name="search" />
      <Input className="SearchField-input" placeholder={placeholder ?? label} />
      {shortcut}
      <IconButton size="small" aria-label={t('design.clear')} className="SearchField-clear">
        <Icon name="close" />
      </IconButton>
    </AriaSearchField>
  )
}

/** Leaves out what was not given, as exact optional properties want it. */
export function frame(
  labelled: { [K in keyof Labelled]: Labelled[K] | undefined } & { label: string },
): Labelled {
  return {
    label: labelled.label,
    error: labelled.error,
    ...(labelled.hint === undefined ? {} : { hint: labelled.hint }),
    ...(labelled.isLabelHidden === undefined ? {} : { isLabelHidden: labelled.isLabelHidden }),
  }
}
