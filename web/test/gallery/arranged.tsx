import { useState } from 'react'
import {
  Card,
  GridList,
  GridListRow,
  isTextDropItem,
  Stripe,
  Tree,
  TreeRow,
  useDragAndDrop,
} from '../../src/design/index.ts'

interface Leaf {
  id: string
  name: string
  colour?: number
  count: number
}

const groups: { id: string; name: string; codes: Leaf[] }[] = [
  {
    id: 'exclusion',
    name: 'Feelings of exclusion',
    codes: [
      { id: 'only', name: 'Only one like me', colour: 1, count: 31 },
      { id: 'drink', name: 'Events centred on drinking', colour: 2, count: 12 },
      { id: 'split', name: 'Split-second judgement', colour: 3, count: 17 },
    ],
  },
  {
    id: 'support',
    name: 'Failures of support',
    codes: [{ id: 'hoops', name: 'Hoops to reach help', colour: 8, count: 22 }],
  },
]

/** A tree and a list whose rows move, by mouse and by keys. */
export function Arranged() {
  const [moved, setMoved] = useState('')
  const [quotes, setQuotes] = useState(['first', 'second', 'third'])
  const tree = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onMove: ({ keys, target }) =>
      setMoved(`${[...keys].join()} ${target.dropPosition} ${target.key}`),
  })
  const list = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const rest = quotes.filter((one) => !keys.has(one))
      const at = rest.indexOf(String(target.key)) + (target.dropPosition === 'after' ? 1 : 0)
      setQuotes(rest.toSpliced(at, 0, ...[...keys].map(String)))
    },
    onInsert: ({ items }) => void items.some(isTextDropItem),
  })
  return (
    <Card title="Arranged by hand">
      <Tree
        aria-label="Code list"
        selectionMode="single"
        defaultExpandedKeys={['exclusion', 'support']}
        defaultSelectedKeys={['drink']}
        dragAndDropHooks={tree.dragAndDropHooks}
      >
        {groups.map((group) => (
          <TreeRow
            key={group.id}
            id={group.id}
            textValue={group.name}
            content={<b>{group.name}</b>}
          >
            {group.codes.map((code) => (
              <TreeRow
                key={code.id}
                id={code.id}
                textValue={code.name}
                content={
                  <>
                    <Stripe colour={code.colour ?? 12} />
                    <span>{code.name}</span>
                    <span className="Count">{code.count}</span>
                  </>
                }
              />
            ))}
          </TreeRow>
        ))}
      </Tree>
      <GridList aria-label="Quotes" dragAndDropHooks={list.dragAndDropHooks}>
        {quotes.map((quote) => (
          <GridListRow key={quote} id={quote} textValue={quote}>
            The {quote} quote
          </GridListRow>
        ))}
      </GridList>
      <output id="moved">{moved}</output>
      <output id="order">{quotes.join()}</output>
    </Card>
  )
}
