import { addCode, exportCodes, moveCode, type Code } from '@throughline/contract/coding'
import { getStudy } from '@throughline/contract/study'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { fetchDownload, saveDownloaded } from '../app/client.ts'
import { outbox } from '../app/outbox/index.ts'
import { useAsk } from '../app/queries.ts'
import { useWords } from '../app/words.tsx'
import {
  Button,
  EmptyState,
  ErrorNotice,
  Loading,
  Menu,
  MenuItem,
  MenuTrigger,
  Page,
  RouteButton,
  SearchField,
  Stripe,
  Switch,
  Tree,
  TreeRow,
  useDragAndDrop,
} from '../design/index.ts'
import { CodeDetail } from './code-detail.tsx'
import { CodeHistory } from './code-history.tsx'
import { placeFor } from './code-places.ts'
import { codingsUnder, findCodes, treeOf, type CodeNode } from './code-tree.ts'
import { messages } from './codes-messages.ts'
import { ChosenCodes, ReshapeDialog, type Reshaping } from './reshaping/reshaping.tsx'
import { useCodes, useTeam } from './data.ts'
import './code-rows.css'
import './codes-page.css'

const route = getRouteApi('/signed-in/studies/$study/codes')

/** The code list: its hierarchy, moved by drag and by keys, and what each code means. */
export function CodesPage() {
  const { study } = route.useParams()
  const { code: first } = route.useSearch()
  const t = useWords(messages)
  const { codes, version, data, error, refetch } = useCodes(study)
  const team = useTeam(study)
  const about = useAsk(getStudy, { params: { study } })
  const may = about.data?.may.includes('change the code list') ?? false
  const [typed, setTyped] = useState('')
  const [retired, setRetired] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(first ? [first] : []))
  /** New codes are open: what was just put under one is seen. */
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [reshaping, setReshaping] = useState<Reshaping | null>(null)
  const shown = useMemo(() => {
    const visible = codes.filter((code) => retired || !code.retired)
    if (typed.trim() === '') return visible
    const found = new Set(findCodes(visible, typed, 500).map(({ code }) => code.id))
    return visible.filter(({ id }) => found.has(id))
  }, [codes, typed, retired])
  const tree = useMemo(() => treeOf(shown), [shown])
  const chosenCodes = codes.filter(({ id }) => chosen.has(id))
  const [code] = chosenCodes

  const add = (parent: string | null) => {
    const id = uuidv7()
    const name = freeName(codes, parent, t('codes.newName'))
    outbox.enqueue({
      command: addCode,
      study,
      body: { id, name, parent },
      describe: t('codes.did.added', { name }),
    })
    setChosen(new Set([id]))
  }
  const move = (id: string, parent: string | null, position: number) => {
    const name = codes.find((one) => one.id === id)?.name ?? ''
    outbox.enqueue({
      command: moveCode,
      study,
      body: { id, parent, position },
      describe: t('codes.did.moved', { name }),
    })
  }
  const { dragAndDropHooks } = useDragAndDrop<CodeNode>({
    getItems: (keys) =>
      [...keys].map((key) => ({
        'text/plain': String(key),
        'application/x-throughline-code': String(key),
      })),
    acceptedDragTypes: ['application/x-throughline-code'],
    onMove({ keys, target }) {
      for (const key of keys) {
        const place = placeFor(codes, String(key), String(target.key), target.dropPosition)
        if (place) move(String(key), place.parent, place.position)
      }
    },
    isDisabled: !may || typed !== '',
  })
  const save = async (as: 'csv' | 'xlsx' | 'docx') =>
    saveDownloaded(await fetchDownload(exportCodes, { params: { study }, search: { as } }))

  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <Page
      title={t('codes.title')}
      lede={t('codes.lede', { codes: codes.filter((one) => !one.retired).length, version })}
      actions={
        <>
          {about.data?.may.includes('export') && (
            <MenuTrigger>
              <Button>{t('codes.export')}</Button>
              <Menu onAction={(as) => void save(as === 'xlsx' || as === 'docx' ? as : 'csv')}>
                <MenuItem id="csv">{t('codes.export.csv')}</MenuItem>
                <MenuItem id="xlsx">{t('codes.export.xlsx')}</MenuItem>
                <MenuItem id="docx">{t('codes.export.docx')}</MenuItem>
              </Menu>
            </MenuTrigger>
          )}
          {may && (
            <RouteButton to="/studies/$study/codes/import" params={{ study }}>
              {t('codes.import')}
            </RouteButton>
          )}
          {may && (
            <Button tone="primary" onPress={() => add(null)}>
              {t('codes.new')}
            </Button>
          )}
        </>
      }
    >
      {about.data && !may && <p className="coding-hint">{t('codes.readOnly')}</p>}
      <div className="codes">
        <section className="codes-list">
          <SearchField
            label={t('codes.search')}
            placeholder={t('codes.search')}
            value={typed}
            onChange={setTyped}
          />
          {codes.some((one) => one.retired) && (
            <Switch isSelected={retired} onChange={setRetired}>
              {t('codes.retired')}
            </Switch>
          )}
          {codes.length === 0 ? (
            <EmptyState title={t('codes.empty')}>{t('codes.emptyText')}</EmptyState>
          ) : (
            <Tree
              key={typed}
              aria-label={t('codes.tree')}
              items={tree}
              expandedKeys={shown.map(({ id }) => id).filter((id) => !closed.has(id))}
              onExpandedChange={(open) =>
                setClosed(new Set(shown.map(({ id }) => id).filter((id) => !open.has(id))))
              }
              selectionMode="multiple"
              selectionBehavior="replace"
              selectedKeys={chosen}
              onSelectionChange={(keys) =>
                setChosen(
                  new Set(keys === 'all' ? shown.map(({ id }) => id) : [...keys].map(String)),
                )
              }
              dragAndDropHooks={dragAndDropHooks}
            >
              {(node) => row(node, t('codes.isRetired'))}
            </Tree>
          )}
        </section>
        <div
          className="codes-detail"
          role="region"
          aria-label={t('codes.detail')}
          // It scrolls, and may hold nothing else that takes the focus.
          tabIndex={0}
        >
          {may && chosenCodes.length > 1 ? (
            <ChosenCodes chosen={chosenCodes} onChoose={setReshaping} />
          ) : code ? (
            <CodeDetail
              key={code.id}
              study={study}
              code={code}
              codes={codes}
              may={may}
              onAddUnder={() => add(code.id)}
              onMove={move}
              onReshape={setReshaping}
            />
          ) : (
            <p className="coding-hint">{t('codes.choose')}</p>
          )}
          <CodeHistory
            study={study}
            code={chosenCodes.length === 1 ? (code?.id ?? null) : null}
            codes={codes}
            team={team}
            may={may}
          />
        </div>
      </div>
      {reshaping && (
        <ReshapeDialog
          study={study}
          what={reshaping}
          chosen={chosenCodes}
          codes={codes}
          onClose={() => setReshaping(null)}
          onDone={(id) => setChosen(new Set([id]))}
        />
      )}
    </Page>
  )
}

function row({ code, children }: CodeNode, retired: string) {
  return (
    <TreeRow
      key={code.id}
      id={code.id}
      textValue={code.retired ? `${code.name} (${retired})` : code.name}
      content={
        <>
          <Stripe colour={code.colour} />
          <span className={code.retired ? 'codes-retired' : ''}>
            {code.name}
            {code.retired && ` (${retired})`}
          </span>
          <span className="coding-count">{codingsUnder({ code, children })}</span>
        </>
      }
    >
      {children.map((child) => row(child, retired))}
    </TreeRow>
  )
}

/** `New code`, or `New code 2` where that is taken. */
function freeName(codes: readonly Code[], parent: string | null, wanted: string): string {
  const taken = new Set(
    codes
      .filter((code) => code.parent === parent && !code.retired)
      .map(({ name }) => name.toLocaleLowerCase()),
  )
  let name = wanted
  for (let number = 2; taken.has(name.toLocaleLowerCase()); number += 1)
    name = `${wanted} ${number}`
  return name
}
