import {
  Dialog as AriaDialog,
  Heading,
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Modal as AriaModal,
  ModalOverlay,
  Popover as AriaPopover,
  Text,
  Tooltip as AriaTooltip,
  TooltipTrigger,
} from 'react-aria-components'
import type {
  DialogProps as AriaDialogProps,
  MenuItemProps as AriaMenuItemProps,
  MenuProps as AriaMenuProps,
  PopoverProps as AriaPopoverProps,
} from 'react-aria-components'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { Button, IconButton } from './button.tsx'
import { TextField } from './field.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './overlay.css'

export { DialogTrigger, MenuTrigger } from 'react-aria-components'

/** Floats beside its trigger; put a `Dialog` or a list into it. */
export function Popover({ className = '', ...props }: AriaPopoverProps & { className?: string }) {
  return <AriaPopover {...props} className={`Popover ${className}`} />
}

export type DialogProps = Omit<AriaDialogProps, 'className' | 'children' | 'title'> & {
  title: string
  className?: string
  children: ReactNode | ((opts: { close: () => void }) => ReactNode)
}

/** The content of a Popover or Modal: a title, and whatever follows. */
export function Dialog({ title, className = '', children, ...props }: DialogProps) {
  return (
    <AriaDialog {...props} className={`Dialog ${className}`}>
      {({ close }) => (
        <>
          <Heading slot="title" className="Dialog-title">
            {title}
          </Heading>
          {typeof children === 'function' ? children({ close }) : children}
        </>
      )}
    </AriaDialog>
  )
}

export interface ModalProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  title: string
  /** Wide ones are for tables and previews. */
  size?: 'small' | 'medium' | 'wide'
  /** False where a click outside would lose what was typed. */
  isDismissable?: boolean
  /** At the lower edge: the buttons. */
  footer?: (close: () => void) => ReactNode
  children: ReactNode | ((close: () => void) => ReactNode)
}

/** A dialog over the page. Open it by `isOpen`, or put it beside a button into a `DialogTrigger`. */
export function Modal({
  title,
  size = 'medium',
  isDismissable = true,
  footer,
  children,
  ...open
}: ModalProps) {
  const t = useWords(messages)
  return (
    <ModalOverlay {...open} isDismissable={isDismissable} className="ModalOverlay">
      <AriaModal className={`Modal Modal-${size}`}>
        <AriaDialog className="Dialog Modal-dialog">
          {({ close }) => (
            <>
              <header className="Modal-head">
                <Heading slot="title" className="Modal-title">
                  {title}
                </Heading>
                <IconButton slot="close" aria-label={t('design.close')}>
                  <Icon name="close" />
                </IconButton>
              </header>
              <div className="Modal-body">
                {typeof children === 'function' ? children(close) : children}
              </div>
              {footer && <footer className="Modal-foot">{footer(close)}</footer>}
            </>
          )}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  )
}

export interface ConfirmDialogProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  title: string
  /** What the step will do. */
  children: ReactNode
  /** The step's name, on its button. */
  action: string
  cancel?: string
  /** For steps that cannot be undone: the button works once this name was typed. */
  typeName?: string
  onConfirm: () => void
}

/** Asks before a destructive step, and says what it will do. */
export function ConfirmDialog({ isOpen, onOpenChange, ...asked }: ConfirmDialogProps) {
  return (
    <ModalOverlay
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange ? { onOpenChange } : {})}
      className="ModalOverlay"
    >
      <AriaModal className="Modal Modal-small">
        <AriaDialog role="alertdialog" className="Dialog Modal-dialog">
          {({ close }) => <ConfirmForm {...asked} close={close} />}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  )
}

/** Apart from its dialog, so that what was typed is forgotten when that closes. */
function ConfirmForm({
  title,
  children,
  action,
  cancel,
  typeName,
  onConfirm,
  close,
}: Omit<ConfirmDialogProps, 'isOpen' | 'onOpenChange'> & { close: () => void }) {
  const t = useWords(messages)
  const [typed, setTyped] = useState('')
  const isAllowed = typeName === undefined || typed.trim() === typeName.trim()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isAllowed) return
        close()
        onConfirm()
      }}
    >
      <header className="Modal-head">
        <Heading slot="title" className="Modal-title">
          {title}
        </Heading>
      </header>
      <div className="Modal-body">
        <div className="ConfirmDialog-text">{children}</div>
        {typeName !== undefined && (
          <TextField
            label={t('design.typeName', { name: typeName })}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
          />
        )}
      </div>
      <footer className="Modal-foot">
        <Button slot="close" autoFocus={typeName === undefined}>
          {cancel ?? t('design.cancel')}
        </Button>
        <Button tone="danger" type="submit" isDisabled={!isAllowed}>
          {action}
        </Button>
      </footer>
    </form>
  )
}

/** In a `MenuTrigger`, after its button. */
export function Menu<T extends object>({
  placement = 'bottom start',
  ...props
}: AriaMenuProps<T> & { placement?: AriaPopoverProps['placement'] }) {
  return (
    <Popover placement={placement} className="Menu-popover">
      <AriaMenu {...props} className="Menu" />
    </Popover>
  )
}

export function MenuSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <AriaMenuSection
      className="Menu-section"
      {...(title === undefined ? { 'aria-label': ' ' } : {})}
    >
      {title !== undefined && <Header className="Menu-header">{title}</Header>}
      {children}
    </AriaMenuSection>
  )
}

export type MenuItemProps = Omit<AriaMenuItemProps, 'className' | 'children'> & {
  children: ReactNode
  hint?: string
  /** Drawn at the end: a `Kbd`. */
  shortcut?: ReactNode
  tone?: 'danger'
}

/** `onAction` or `href`. */
export function MenuItem({ children, hint, shortcut, tone, ...props }: MenuItemProps) {
  const text = typeof children === 'string' ? { textValue: children } : {}
  return (
    <AriaMenuItem {...text} {...props} className={`MenuItem${tone ? ` MenuItem-${tone}` : ''}`}>
      {({ selectionMode, isSelected }) => (
        <>
          {selectionMode !== 'none' && (
            <span className="MenuItem-check">{isSelected && <Icon name="check" />}</span>
          )}
          <span className="Option-words">
            <Text slot="label">{children}</Text>
            {hint !== undefined && (
              <Text slot="description" className="Option-hint">
                {hint}
              </Text>
            )}
          </span>
          {shortcut}
        </>
      )}
    </AriaMenuItem>
  )
}

/** Names a button on hover and focus: `<Tooltip text="Undo"><IconButton …/></Tooltip>`. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip className="Tooltip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
