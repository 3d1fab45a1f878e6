import { createLink } from '@tanstack/react-router'
import {
  Button as AriaButton,
  Link as AriaLink,
  ToggleButton as AriaToggle,
  ToggleButtonGroup as AriaToggleGroup,
} from 'react-aria-components'
import type {
  ButtonProps as AriaButtonProps,
  LinkProps as AriaLinkProps,
  ToggleButtonGroupProps,
  ToggleButtonProps,
} from 'react-aria-components'
import './button.css'

/** `primary` once a page; `plain` looks like text; `danger` for what cannot simply be undone. */
export type Tone = 'primary' | 'quiet' | 'plain' | 'danger'

export type ButtonProps = Omit<AriaButtonProps, 'className'> & {
  tone?: Tone
  size?: 'small' | 'large'
  className?: string
}

export function Button({ tone = 'quiet', size, className = '', ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={`Button Button-${tone}${size ? ` Button-${size}` : ''} ${className}`}
    />
  )
}

/** A button of one sign; `aria-label` is its name. */
export function IconButton({ className = '', ...props }: ButtonProps & { 'aria-label': string }) {
  return <Button tone="plain" {...props} className={`Button-icon ${className}`} />
}

/** A link that looks like a button. */
export function ButtonLink({
  tone = 'quiet',
  size,
  className = '',
  ...props
}: Omit<AriaLinkProps, 'className'> & {
  tone?: Tone
  size?: 'small' | 'large'
  className?: string
}) {
  return (
    <AriaLink
      {...props}
      className={`Button Button-${tone}${size ? ` Button-${size}` : ''} ${className}`}
    />
  )
}

/** The same with the router's typed `to` and `params`. */
export const RouteButton = createLink(ButtonLink)

/** A few choices of which one holds: `Code · Correct · Read`. */
export function Segments({
  className = '',
  ...props
}: ToggleButtonGroupProps & { className?: string }) {
  return (
    <AriaToggleGroup
      selectionMode="single"
      disallowEmptySelection
      {...props}
      className={`Segments ${className}`}
    />
  )
}

export function Segment(props: ToggleButtonProps) {
  return <AriaToggle {...props} className="Segment" />
}
