import type { Code } from '@throughline/contract/coding'
import { useMemo, useState } from 'react'
import type { KeyboardEvent, Ref } from 'react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../app/words.tsx'
import { Button, Kbd, Stripe, Tree, TreeRow } from '../../design/index.ts'
import { codingsUnder, findCodes, treeOf, type CodeNode } from '../code-tree.ts'
import { messages } from '../messages.ts'

export interface CodePanelProps {
  study: string
  codes: readonly Code[]
  version: number
  focusCode: string | null
  mayAdd: boolean
  field: Ref<HTMLInputElement>
  /** A code was chosen: it is applied to a selection, or comes into focus. */
  onChoose: (code: string) => void
  onAdd: (name: string) => void
  onShowAll: () => void
}

/** The code list beside the transcript: find, add, apply, bring into focus. */
export function CodePanel(props: CodePanelProps) {
  const { study, codes, version, focusCode, mayAdd, field, onChoose, onAdd, onShowAll } = props
  const t = useWords(messages)
  const [typed, setTyped] = useState('')
  const open = useMemo(() => codes.filter(({ retired }) => !retired), [codes])
  const tree = useMemo(() => treeOf(open), [open])
  const found = useMemo(
    () => (typed.trim() === '' ? null : findCodes(open, typed, 50)),
    [open, typed],
  )
  const inFocus = codes.find(({ id }) => id === focusCode)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== '') setTyped('')
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    const name = typed.trim()
    const first = found?.[0]
    if (first) onChoose(first.code.id)
    else if (name !== '' && mayAdd) onAdd(name)
    else return
    event.preventDefault()
    setTyped('')
  }

  return (
    <>
      <header className="coding-panel-head">
        <h2>{t('coding.list')}</h2>
        <Link to="/studies/$study/codes" params={{ study }}>
          {t('coding.list.version', { version })}
        </Link>
      </header>
      <div className="coding-field">
        <input
          ref={field}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={t('coding.list.filter')}
          placeholder={t('coding.list.filter')}
          autoComplete="off"
          spellCheck={false}
        />
        <Kbd>/</Kbd>
      </div>
      {inFocus && (
        <p className="coding-focus">
          {t('coding.list.only', { name: inFocus.name })}
          <Button size="small" tone="plain" onPress={onShowAll}>
            {t('coding.list.all')}
          </Button>
        </p>
      )}
      {found === null ? (
        <Tree
          key={open.length > 0 ? 'codes' : 'none'}
          aria-label={t('coding.list')}
          className="coding-tree"
          items={tree}
          defaultExpandedKeys={open.map(({ id }) => id)}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={focusCode ? [focusCode] : []}
          onAction={(key) => onChoose(String(key))}
          onSelectionChange={() => undefined}
          renderEmptyState={() => <p className="coding-hint">{t('coding.list.empty')}</p>}
        >
          {(node) => row(node)}
        </Tree>
      ) : (
        <ul className="coding-found">
          {found.map(({ code, above }) => (
            <li key={code.id}>
              <button type="button" onClick={() => onChoose(code.id)}>
                <Stripe colour={code.colour} />
                <span>{code.name}</span>
                <em>{above.join(' › ')}</em>
              </button>
            </li>
          ))}
          {found.length === 0 && (
            <li className="coding-hint">{t('coding.list.none', { typed: typed.trim() })}</li>
          )}
        </ul>
      )}
    </>
  )
}

function row({ code, children }: CodeNode) {
  return (
    <TreeRow
      key={code.id}
      id={code.id}
      textValue={code.name}
      className={children.length > 0 && code.parent === null ? 'coding-group' : ''}
      content={
        <>
          <Stripe colour={code.colour} />
          <span className="coding-code-name">{code.name}</span>
          <span className="coding-count">{codingsUnder({ code, children })}</span>
        </>
      }
    >
      {children.map(row)}
    </TreeRow>
  )
}
