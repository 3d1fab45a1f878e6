import type { ReactNode } from 'react'
import { useWords } from '../../app/words.tsx'
import { Button, Icon, IconButton } from '../../design/index.ts'
import { messages } from './messages.ts'

/** A list that is written line by line: each can be changed, moved and taken out. */
export function Rows<Item>({
  label,
  hint,
  items,
  onChange,
  make,
  nameOf,
  isReadOnly = false,
  addLabel,
  children,
}: {
  label: string
  hint?: string
  items: readonly Item[]
  onChange: (items: Item[]) => void
  /** A new one, behind the others. */
  make: () => Item
  /** What it is called, for the buttons. */
  nameOf: (item: Item, index: number) => string
  isReadOnly?: boolean
  addLabel?: string
  children: (item: Item, change: (item: Item) => void, index: number) => ReactNode
}) {
  const t = useWords(messages)
  const put = (index: number, ...instead: Item[]) => onChange(items.toSpliced(index, 1, ...instead))
  const move = (index: number, by: number) => {
    const [item] = items.slice(index, index + 1)
    if (item === undefined) return
    onChange(items.toSpliced(index, 1).toSpliced(index + by, 0, item))
  }
  return (
    <fieldset className="protocol-rows">
      <legend>{label}</legend>
      {hint !== undefined && <p className="study-faint">{hint}</p>}
      {items.map((item, index) => {
        const name = nameOf(item, index) || String(index + 1)
        return (
          // rows have no ids before they are kept
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="protocol-row">
            <div>{children(item, (next) => put(index, next), index)}</div>
            {!isReadOnly && (
              <span className="protocol-row-tools">
                <IconButton
                  size="small"
                  isDisabled={index === 0}
                  aria-label={t('protocol.moveUp', { name })}
                  onPress={() => move(index, -1)}
                >
                  <Icon name="up" />
                </IconButton>
                <IconButton
                  size="small"
                  isDisabled={index === items.length - 1}
                  aria-label={t('protocol.moveDown', { name })}
                  onPress={() => move(index, 1)}
                >
                  <Icon name="down" />
                </IconButton>
                <IconButton
                  size="small"
                  aria-label={t('protocol.remove', { name })}
                  onPress={() => put(index)}
                >
                  <Icon name="remove" />
                </IconButton>
              </span>
            )}
          </div>
        )
      })}
      {!isReadOnly && (
        <Button size="small" onPress={() => onChange([...items, make()])}>
          {addLabel ?? t('protocol.add')}
        </Button>
      )}
    </fieldset>
  )
}

/** An id for a part of a document from its words, unlike those that there are. */
export function partIdOf(words: string, taken: readonly string[]): string {
  const plain =
    words
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'part'
  let id = plain
  for (let number = 2; taken.includes(id); number += 1) id = `${plain}-${number}`
  return id
}
