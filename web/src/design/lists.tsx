import {
  Button as AriaButton,
  GridList as AriaGridList,
  GridListItem as AriaGridListItem,
  Tree as AriaTree,
  TreeItem as AriaTreeItem,
  TreeItemContent,
} from 'react-aria-components'
import type {
  GridListItemProps as AriaGridListItemProps,
  GridListProps as AriaGridListProps,
  TreeItemProps as AriaTreeItemProps,
  TreeProps as AriaTreeProps,
} from 'react-aria-components'
import type { ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './lists.css'

export { Collection, DropIndicator, isTextDropItem, useDragAndDrop } from 'react-aria-components'
export type { Key, Selection } from 'react-aria-components'

/**
 * A hierarchy. Arrows move, Right and Left open and close, Enter acts, letters find. With
 * `dragAndDropHooks={useDragAndDrop({…}).dragAndDropHooks}` rows move by mouse and, from the grip, by keys
 * (Enter, Tab to a place, Enter).
 */
export function Tree<T extends object>({
  className = '',
  ...props
}: AriaTreeProps<T> & { className?: string }) {
  return <AriaTree {...props} className={`Tree ${className}`} />
}

export type TreeRowProps<T extends object> = Omit<
  AriaTreeItemProps<T>,
  'children' | 'className'
> & {
  /** What the row shows: name, stripe, count. */
  content: ReactNode
  /** Further `TreeRow`s, or a `Collection` of them. */
  children?: ReactNode
  className?: string
}

export function TreeRow<T extends object>({
  content,
  children,
  className = '',
  ...props
}: TreeRowProps<T>) {
  const t = useWords(messages)
  return (
    <AriaTreeItem {...props} className={`TreeRow ${className}`}>
      <TreeItemContent>
        {({ allowsDragging, hasChildItems }) => (
          <>
            {allowsDragging && (
              <AriaButton
                slot="drag"
                className="Grip"
                aria-label={t('design.drag', { name: props.textValue })}
              >
                <Icon name="grip" />
              </AriaButton>
            )}
            {hasChildItems && (
              <AriaButton
                slot="chevron"
                className="Chevron"
                aria-label={t('design.expand', { name: props.textValue })}
              >
                <Icon name="right" />
              </AriaButton>
            )}
            {!hasChildItems && <span className="Chevron-place" />}
            {content}
          </>
        )}
      </TreeItemContent>
      {children}
    </AriaTreeItem>
  )
}

/** A flat list whose rows can be moved, selected and hold controls. */
export function GridList<T extends object>({
  className = '',
  ...props
}: AriaGridListProps<T> & { className?: string }) {
  return <AriaGridList {...props} className={`GridList ${className}`} />
}

export type GridListRowProps<T extends object> = Omit<
  AriaGridListItemProps<T>,
  'children' | 'className' | 'textValue'
> & { textValue: string; children: ReactNode; className?: string }

export function GridListRow<T extends object>({
  children,
  className = '',
  ...props
}: GridListRowProps<T>) {
  const t = useWords(messages)
  return (
    <AriaGridListItem {...props} className={`GridListRow ${className}`}>
      {({ allowsDragging }) => (
        <>
          {allowsDragging && (
            <AriaButton
              slot="drag"
              className="Grip"
              aria-label={t('design.drag', { name: props.textValue })}
            >
              <Icon name="grip" />
            </AriaButton>
          )}
          {children}
        </>
      )}
    </AriaGridListItem>
  )
}
