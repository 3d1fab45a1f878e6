import {
  Cell,
  CheckboxField,
  CheckboxButton,
  Column,
  Row,
  Table as AriaTable,
  TableBody,
  TableHeader,
} from 'react-aria-components'
import type { Key, Selection, SortDescriptor } from 'react-aria-components'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './tables.css'

export interface TableColumn<Item> {
  id: string
  header: string
  cell: (item: Item) => ReactNode
  /** Makes the column sortable: what it sorts by. Text sorts as people count (P2 before P10). */
  sortBy?: (item: Item) => string | number | null
  align?: 'end'
  /** The column that names the row; the first one otherwise. */
  isRowHeader?: boolean
}

export interface TableProps<Item extends { id: string }> {
  /** What the table shows, for screen readers. */
  label: string
  items: readonly Item[]
  columns: readonly TableColumn<Item>[]
  /** The order to begin with; otherwise the items' own. */
  sort?: { column: string; direction: 'ascending' | 'descending' }
  /** Enter or click on a row. */
  onOpen?: (id: string) => void
  /** With a handler, rows get boxes to tick. */
  selected?: ReadonlySet<string>
  onSelect?: (ids: Set<string>) => void
  /** Shown when there is nothing. */
  empty?: ReactNode
  className?: string
}

/** A table that sorts by its headings and is walked by arrow keys. */
export function Table<Item extends { id: string }>({
  label,
  items,
  columns,
  sort,
  onOpen,
  selected,
  onSelect,
  empty,
  className = '',
}: TableProps<Item>) {
  const t = useWords(messages)
  const [order, setOrder] = useState<SortDescriptor | undefined>(sort)
  const sorted = useMemo(() => sortItems(items, columns, order), [items, columns, order])
  const selects = onSelect !== undefined
  const named = columns.find((column) => column.isRowHeader) ?? columns[0]
  return (
    <div className={`TableFrame ${className}`}>
      <AriaTable
        aria-label={label}
        className="Table"
        {...(order ? { sortDescriptor: order } : {})}
        onSortChange={setOrder}
        {...(onOpen ? { onRowAction: (key: Key) => onOpen(String(key)) } : {})}
        selectionMode={selects ? 'multiple' : 'none'}
        {...(selects ? { selectedKeys: selected ?? new Set<string>() } : {})}
        onSelectionChange={(keys: Selection) =>
          onSelect?.(new Set(keys === 'all' ? items.map(({ id }) => id) : [...keys].map(String)))
        }
      >
        <TableHeader>
          {selects && (
            <Column className="Table-head Table-tick">
              <Tick label={t('design.selectAll')} />
            </Column>
          )}
          {columns.map((column) => (
            <Column
              key={column.id}
              id={column.id}
              allowsSorting={column.sortBy !== undefined}
              isRowHeader={column === named}
              className={`Table-head${column.align ? ` Table-${column.align}` : ''}`}
            >
              {({ sortDirection }) => (
                <span className="Table-heading">
                  {column.header}
                  {sortDirection && (
                    <Icon name={sortDirection === 'ascending' ? 'up' : 'down'} size={12} />
                  )}
                </span>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => <div className="Table-empty">{empty}</div>}>
          {sorted.map((item) => (
            <Row key={item.id} id={item.id} className="Table-row">
              {selects && (
                <Cell className="Table-cell Table-tick">
                  <Tick label={t('design.select')} />
                </Cell>
              )}
              {columns.map((column) => (
                <Cell
                  key={column.id}
                  className={`Table-cell${column.align ? ` Table-${column.align}` : ''}`}
                >
                  {column.cell(item)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </AriaTable>
    </div>
  )
}

function Tick({ label }: { label: string }) {
  return (
    <CheckboxField slot="selection" aria-label={label}>
      <CheckboxButton className="ChoiceRow">
        {({ isIndeterminate }) => (
          <span className="Box">
            {isIndeterminate ? <span className="Box-some" /> : <Icon name="check" />}
          </span>
        )}
      </CheckboxButton>
    </CheckboxField>
  )
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Sorts by a column; what has no value stands last in either direction. */
export function sortItems<Item>(
  items: readonly Item[],
  columns: readonly TableColumn<Item>[],
  order: SortDescriptor | undefined,
): readonly Item[] {
  const sortBy = columns.find((column) => column.id === order?.column)?.sortBy
  if (!order || !sortBy) return items
  const sign = order.direction === 'descending' ? -1 : 1
  return items.toSorted((one, other) => {
    const a = sortBy(one)
    const b = sortBy(other)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * collator.compare(String(a), String(b))
  })
}
