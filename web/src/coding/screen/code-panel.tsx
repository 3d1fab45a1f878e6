import type { Code } from '@throughline/contract/coding'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  IconButton,
  Icon,
  Kbd,
  Menu,
  MenuItem,
  MenuTrigger,
  Stripe,
  Tree,
  TreeRow,
} from '../../design/index.ts'
import { codingsUnder, findCodes, treeOf, type CodeNode } from '../code-tree.ts'
import { messages } from '../messages.ts'
import { useRecentCodes } from '../recent-codes.ts'
import { inOrder, orders, panelChoices, type Order } from './panel-choices.ts'
import './code-panel.css'

export interface CodePanelProps {
  study: string
  codes: readonly Code[]
  version: number
  focusCode: string | null
  /** Whether words are selected, to which codes can be applied. */
  isSelecting: boolean
  mayAdd: boolean
  field: Ref<HTMLInputElement>
  /** Puts codes on the selected words; false when there are none. */
  onApply: (codes: readonly string[]) => boolean
  onFocus: (code: string | null) => void
  onOnly: (code: string) => void
  onAdd: (name: string) => void
}

/** The code list beside the transcript: find, add, apply one or several, bring into focus. */
export function CodePanel(props: CodePanelProps) {
  const { study, codes, version, focusCode, isSelecting, mayAdd, field } = props
  const t = useWords(messages)
  const choices = panelChoices.use(study)
  const recent = useRecentCodes(study)
  const [typed, setTyped] = useState('')
  const [several, setSeveral] = useState<ReadonlySet<string> | null>(null)
  const open = useMemo(() => codes.filter(({ retired }) => !retired), [codes])
  const tree = useMemo(
    () => inOrder(treeOf(open), choices.order, recent),
    [open, choices.order, recent],
  )
  const parents = useMemo(() => [...new Set(open.flatMap(({ parent }) => parent ?? []))], [open])
  const found = useMemo(
    () => (typed.trim() === '' ? null : findCodes(open, typed, 50)),
    [open, typed],
  )
  const starred = choices.starred.flatMap((id) => open.find((code) => code.id === id) ?? [])
  const inFocus = codes.find(({ id }) => id === focusCode)
  const keep = (change: Partial<typeof choices>) =>
    panelChoices.write(study, { ...choices, ...change })
  const allClosed = parents.length > 0 && parents.every((id) => choices.closed.includes(id))

  const toggle = (code: string) => {
    const next = new Set(several)
    if (!next.delete(code)) next.add(code)
    setSeveral(next)
  }
  const choose = (code: string) => {
    if (several) toggle(code)
    else if (!props.onApply([code])) props.onFocus(focusCode === code ? null : code)
  }
  const star = (code: string) =>
    keep({
      starred: choices.starred.includes(code)
        ? choices.starred.filter((id) => id !== code)
        : [...choices.starred, code],
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== '') setTyped('')
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    const name = typed.trim()
    const first = found?.[0]
    if (first) choose(first.code.id)
    else if (name !== '' && mayAdd) props.onAdd(name)
    else return
    event.preventDefault()
    setTyped('')
  }
  const row = (node: CodeNode) => (
    <CodeRow
      key={node.code.id}
      node={node}
      starred={choices.starred}
      onStar={star}
      below={node.children.map(row)}
    />
  )

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
      {open.length > 1 && (
        <div className="coding-list-tools">
          <OrderMenu order={choices.order} onOrder={(order) => keep({ order })} />
          {parents.length > 0 && (
            <Button
              size="small"
              tone="plain"
              onPress={() => keep({ closed: allClosed ? [] : parents })}
            >
              {t(allClosed ? 'coding.list.openAll' : 'coding.list.closeAll')}
            </Button>
          )}
          <Button
            size="small"
            tone="plain"
            aria-pressed={several !== null}
            onPress={() => setSeveral(several ? null : new Set())}
          >
            {t(several ? 'coding.list.one' : 'coding.list.several')}
          </Button>
        </div>
      )}
      {several && (
        <div className="coding-several">
          <Button
            size="small"
            tone="primary"
            isDisabled={several.size === 0 || !isSelecting}
            onPress={() => {
              if (props.onApply([...several])) setSeveral(null)
            }}
          >
            {t('coding.list.apply', { count: several.size })}
          </Button>
          <span>{t(isSelecting ? 'coding.list.tick' : 'coding.list.selectFirst')}</span>
        </div>
      )}
      {inFocus && (
        <p className="coding-focus">
          {t('coding.list.inFocus', { name: inFocus.name })}
          <Button size="small" tone="plain" onPress={() => props.onOnly(inFocus.id)}>
            {t('coding.list.only')}
          </Button>
          <Button size="small" tone="plain" onPress={() => props.onFocus(null)}>
            {t('coding.list.letGo')}
          </Button>
        </p>
      )}
      {found === null && starred.length > 0 && (
        <section className="coding-starred" aria-label={t('coding.list.starred')}>
          <h3>{t('coding.list.starred')}</h3>
          <ul className="coding-found">
            {starred.map((code) => (
              <li key={code.id}>
                <button
                  type="button"
                  aria-pressed={several ? several.has(code.id) : undefined}
                  onClick={() => choose(code.id)}
                >
                  <Stripe colour={code.colour} />
                  <span>{code.name}</span>
                  <span className="coding-count">{code.codings}</span>
                </button>
                <StarButton code={code} isStarred onStar={star} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {found === null ? (
        <Tree
          key={open.length > 0 ? 'codes' : 'none'}
          aria-label={t('coding.list')}
          className={`coding-tree ${several ? 'coding-tree-several' : ''}`}
          items={tree}
          dependencies={[choices]}
          expandedKeys={parents.filter((id) => !choices.closed.includes(id))}
          onExpandedChange={(keys) =>
            keep({ closed: parents.filter((id) => !new Set(keys).has(id)) })
          }
          selectionMode={several ? 'multiple' : 'single'}
          selectionBehavior={several ? 'toggle' : 'replace'}
          selectedKeys={several ?? (focusCode ? [focusCode] : [])}
          {...(several ? {} : { onAction: (key) => choose(String(key)) })}
          onSelectionChange={(keys) => {
            if (several)
              setSeveral(new Set(keys === 'all' ? open.map(({ id }) => id) : [...keys].map(String)))
          }}
          renderEmptyState={() => <p className="coding-hint">{t('coding.list.empty')}</p>}
        >
          {row}
        </Tree>
      ) : (
        <ul className="coding-found">
          {found.map(({ code, above }) => (
            <li key={code.id}>
              <button
                type="button"
                aria-pressed={several ? several.has(code.id) : undefined}
                onClick={() => choose(code.id)}
              >
                <Stripe colour={code.colour} />
                <span>{code.name}</span>
                <em>{above.join(' › ')}</em>
              </button>
              <StarButton code={code} isStarred={choices.starred.includes(code.id)} onStar={star} />
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

function OrderMenu({ order, onOrder }: { order: Order; onOrder: (order: Order) => void }) {
  const t = useWords(messages)
  return (
    <MenuTrigger>
      <Button size="small" tone="plain" aria-label={t('coding.list.order')}>
        {t(`coding.list.order.${order}`)}
        <Icon name="down" size={12} />
      </Button>
      <Menu
        aria-label={t('coding.list.order')}
        selectionMode="single"
        selectedKeys={[order]}
        onSelectionChange={(keys) => {
          const chosen = orders.find((one) => keys !== 'all' && keys.has(one))
          if (chosen) onOrder(chosen)
        }}
      >
        {orders.map((one) => (
          <MenuItem key={one} id={one}>
            {t(`coding.list.order.${one}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}

function CodeRow({
  node: { code, children },
  starred,
  onStar,
  below,
}: {
  node: CodeNode
  starred: readonly string[]
  onStar: (code: string) => void
  below: ReactNode
}) {
  return (
    <TreeRow
      id={code.id}
      textValue={code.name}
      className={children.length > 0 && code.parent === null ? 'coding-group' : ''}
      content={
        <>
          <span className="coding-tick" aria-hidden="true">
            <Icon name="check" size={12} />
          </span>
          <Stripe colour={code.colour} />
          <span className="coding-code-name">{code.name}</span>
          <StarButton code={code} isStarred={starred.includes(code.id)} onStar={onStar} />
          <span className="coding-count">{codingsUnder({ code, children })}</span>
        </>
      }
    >
      {below}
    </TreeRow>
  )
}

function StarButton({
  code,
  isStarred,
  onStar,
}: {
  code: Code
  isStarred: boolean
  onStar: (code: string) => void
}) {
  const t = useWords(messages)
  return (
    <IconButton
      size="small"
      className={`coding-star ${isStarred ? 'coding-is-starred' : ''}`}
      aria-label={t(isStarred ? 'coding.list.unstar' : 'coding.list.star', { name: code.name })}
      onPress={() => onStar(code.id)}
    >
      <Icon name="star" size={14} />
    </IconButton>
  )
}
