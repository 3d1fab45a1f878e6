import {
  Breadcrumb,
  Breadcrumbs as AriaBreadcrumbs,
  Label,
  Link,
  Meter,
  ProgressBar as AriaProgressBar,
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
} from 'react-aria-components'
import type { TabListProps, TabPanelProps, TabProps, TabsProps } from 'react-aria-components'
import type { ReactNode } from 'react'
import { AnswerError, ProblemError, UnreachableError } from '../app/problem.ts'
import { useWords } from '../app/words.tsx'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './show.css'

export { VisuallyHidden } from 'react-aria-components'

export interface PageProps {
  title: string
  /** A sentence or two below the title. */
  lede?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** Above the title: `Breadcrumbs`. */
  above?: ReactNode
  /** A column for reading and forms, or the width of the window. */
  width?: 'column' | 'wide'
  children?: ReactNode
}

/** A page's frame: its title in the serif, then what it holds. */
export function Page({ title, lede, actions, above, width = 'wide', children }: PageProps) {
  return (
    <div className={`Page Page-${width}`}>
      <title>{title}</title>
      {above}
      <header className="Page-head">
        <div>
          <h1>{title}</h1>
          {lede !== undefined && <p className="Page-lede">{lede}</p>}
        </div>
        {actions !== undefined && <div className="Page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export interface CardProps {
  title?: ReactNode
  /** Beside the title, faint. */
  aside?: ReactNode
  className?: string
  children: ReactNode
}

export function Card({ title, aside, className = '', children }: CardProps) {
  return (
    <section className={`Card ${className}`}>
      {title !== undefined && (
        <header className="Card-head">
          <h2>{title}</h2>
          {aside !== undefined && <span>{aside}</span>}
        </header>
      )}
      {children}
    </section>
  )
}

/** A short word in a frame: a state, a role. */
export function Badge({
  tone,
  children,
}: {
  tone?: 'good' | 'warn' | 'bad' | 'accent'
  children: ReactNode
}) {
  return <span className={`Badge${tone ? ` Badge-${tone}` : ''}`}>{children}</span>
}

export interface ChipProps {
  children: string
  /** 1–12: the stripe of a code. */
  colour?: number
  count?: number
  onRemove?: () => void
}

/** A code, a filter, a name: with its stripe, its count, and a button that takes it away. */
export function Chip({ children, colour, count, onRemove }: ChipProps) {
  const t = useWords(messages)
  return (
    <span className="Chip">
      {colour !== undefined && <span className={`Stripe colour-${colour}`} />}
      <span>{children}</span>
      {count !== undefined && <span className="Count">{count}</span>}
      {onRemove && (
        <IconButton
          size="small"
          className="Chip-remove"
          aria-label={t('design.remove', { name: children })}
          onPress={onRemove}
        >
          <Icon name="close" size={12} />
        </IconButton>
      )}
    </span>
  )
}

/** A code's stripe. */
export function Stripe({ colour }: { colour: number }) {
  return <span className={`Stripe colour-${colour}`} aria-hidden="true" />
}

export interface AvatarProps {
  name: string
  id: string
  /** How a team shows somebody; by default what follows from name and id, which is the same everywhere. */
  as?: { initials: string; colour: number } | undefined
  small?: boolean
}

/** Somebody's initials in a colour of their own. */
export function Avatar({ name, id, as, small = false }: AvatarProps) {
  const colour = as?.colour ?? colourOf(id)
  return (
    <span className={`Avatar colour-${colour}${small ? ' Avatar-small' : ''}`} title={name}>
      <span aria-hidden="true">{as?.initials ?? initialsOf(name)}</span>
      <span className="VisuallyHidden">{name}</span>
    </span>
  )
}

/** First letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = (word: string | undefined) =>
    word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 63)
  const both = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0])
  return both.toLocaleUpperCase()
}

/** One of the eleven hues (FNV-1a of the id). */
function colourOf(id: string): number {
  let hash = 2166136261
  for (const unit of id) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 16777619)
  return ((hash >>> 0) % 11) + 1
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="Kbd">{children}</kbd>
}

/** Tells what this place is for and what to do next. */
export function EmptyState({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className="EmptyState">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className="EmptyState-action">{action}</div>}
    </div>
  )
}

/** For a page or a part of it that is not there yet; shows itself only when the wait is long enough to notice. */
export function Loading({ label }: { label?: string }) {
  const t = useWords(messages)
  return (
    <div className="Loading" role="status">
      <span className="Loading-dot" aria-hidden="true" />
      {label ?? t('design.loading')}
    </div>
  )
}

/** Grey lines in the place of text to come. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useWords(messages)
  return (
    <div className="Skeleton" role="status" aria-label={t('design.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  )
}

/** Says what went wrong in the server's own sentence, and offers another try. */
export function ErrorNotice({
  error,
  onRetry,
}: {
  error: unknown
  onRetry?: (() => void) | undefined
}) {
  const t = useWords(messages)
  const words =
    error instanceof ProblemError
      ? error.problem.detail
      : t(
          error instanceof UnreachableError
            ? 'design.error.unreachable'
            : error instanceof AnswerError
              ? 'design.error.outdated'
              : 'design.error.unknown',
        )
  const isOurs = !(error instanceof ProblemError) && !(error instanceof UnreachableError)
  const fields = error instanceof ProblemError ? (error.problem.fields ?? []) : []
  return (
    <div className="ErrorNotice" role="alert">
      <Icon name="warn" />
      <div>
        <p>{words}</p>
        {fields.length > 0 && (
          <ul>
            {fields.map((field) => (
              <li key={field.path}>
                <b>{field.path}</b> {field.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {isOurs ? (
        <Button size="small" onPress={() => location.reload()}>
          {t('design.error.reload')}
        </Button>
      ) : (
        onRetry && (
          <Button size="small" onPress={onRetry}>
            {t('design.retry')}
          </Button>
        )
      )}
    </div>
  )
}

/** Work under way; without `value` nobody knows how long. Values are `done` of `total`. */
export function ProgressBar({
  label,
  done,
  total,
  detail,
}: {
  label: string
  done?: number
  total?: number
  /** Beside the label, in place of a percentage: “12 of 200 files”. */
  detail?: string
}) {
  const isKnown = done !== undefined && total !== undefined && total > 0
  return (
    <AriaProgressBar
      className="ProgressBar"
      isIndeterminate={!isKnown}
      {...(isKnown ? { value: done, maxValue: total } : {})}
      {...(detail === undefined ? {} : { valueLabel: detail })}
    >
      {({ percentage, valueText }) => (
        <>
          <span className="ProgressBar-head">
            <Label>{label}</Label>
            <span>{valueText}</span>
          </span>
          <span className="ProgressBar-track">
            <span className="ProgressBar-fill" style={{ width: `${percentage ?? 30}%` }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  )
}

/** How far something stands, as under the rooms of the study's home. */
export function Gauge({ label, value, of }: { label: string; value: number; of: number }) {
  return (
    <Meter className="Gauge" aria-label={label} value={value} maxValue={Math.max(of, 1)}>
      {({ percentage }) => <span style={{ width: `${percentage}%` }} />}
    </Meter>
  )
}

/** The way to a page inside a room: links, the page itself last. */
export function Breadcrumbs({ steps }: { steps: readonly { label: string; href?: string }[] }) {
  return (
    <AriaBreadcrumbs className="Breadcrumbs">
      {steps.map((step) => (
        <Breadcrumb key={step.label} className="Breadcrumb">
          <Link {...(step.href === undefined ? {} : { href: step.href })}>{step.label}</Link>
        </Breadcrumb>
      ))}
    </AriaBreadcrumbs>
  )
}

export function Tabs({ className = '', ...props }: TabsProps & { className?: string }) {
  return <AriaTabs {...props} className={`Tabs ${className}`} />
}

export function TabList<T extends object>(props: TabListProps<T> & { 'aria-label': string }) {
  return <AriaTabList {...props} className="TabList" />
}

export function Tab(props: TabProps) {
  return <AriaTab {...props} className="Tab" />
}

export function TabPanel(props: TabPanelProps) {
  return <AriaTabPanel {...props} className="TabPanel" />
}

export interface Person {
  id: string
  label: string
  says: 'for' | 'against' | 'nothing'
}

/** A dot per participant: filled who speaks of it, another colour who says the contrary. The sentence below says it in words. */
export function PersonDots({
  people,
  onOpen,
}: {
  people: readonly Person[]
  onOpen?: (id: string) => void
}) {
  const t = useWords(messages)
  const words = {
    for: 'design.person.for',
    against: 'design.person.against',
    nothing: 'design.person.none',
  } as const
  return (
    <ul className="PersonDots">
      {people.map((person) => {
        const title = t(words[person.says], { who: person.label })
        return (
          <li key={person.id}>
            {onOpen ? (
              <button
                type="button"
                className="PersonDot"
                data-says={person.says}
                title={title}
                aria-label={title}
                onClick={() => onOpen(person.id)}
              />
            ) : (
              <span
                className="PersonDot"
                data-says={person.says}
                title={title}
                role="img"
                aria-label={title}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}
