import {
  listQuoteViews,
  removeQuoteView,
  renameQuoteView,
  saveQuoteView,
  type QuoteQuestion,
  type QuoteView,
} from '@throughline/contract/quotes'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { refresh, useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuTrigger,
  Modal,
  TextField,
  toast,
} from '../../design/index.ts'
import { messages } from './messages.ts'

for (const command of [saveQuoteView, renameQuoteView, removeQuoteView])
  outbox.whenAcknowledged(command, ({ study }) => refresh(listQuoteViews, { params: { study } }))

export function useQuoteViews(study: string) {
  return useAsk(listQuoteViews, { params: { study } }, { live: ['quote-view'] })
}

/** The team's saved views; the one that is open is marked. */
export function QuoteViews({
  study,
  open,
  question,
  mayChange,
  onSaved,
}: {
  study: string
  /** The id of the view that is shown. */
  open: string | undefined
  question: QuoteQuestion
  mayChange: boolean
  onSaved: (id: string) => void
}) {
  const t = useWords(messages)
  const { data } = useQuoteViews(study)
  const [naming, setNaming] = useState<QuoteView | 'new' | null>(null)
  const views = data?.views ?? []
  const save = (name: string) => {
    const id = uuidv7()
    outbox.enqueue({
      command: saveQuoteView,
      study,
      body: { id, name, question },
      describe: t('views.saved', { name }),
    })
    toast({ text: t('views.saved', { name }) })
    onSaved(id)
  }
  const rename = ({ id }: QuoteView, name: string) => {
    const describe = t('views.renamed', { name })
    outbox.enqueue({ command: renameQuoteView, study, body: { id, name }, describe })
  }
  const remove = ({ id, name }: QuoteView) => {
    const describe = t('views.removed', { name })
    const { key } = outbox.enqueue({ command: removeQuoteView, study, body: { id }, describe })
    toast({ text: describe, onUndo: () => undoStep(study, key) })
  }
  const copy = async (id: string) => {
    await navigator.clipboard.writeText(
      `${window.location.origin}/studies/${study}/quotes?view=${id}`,
    )
    toast({ text: t('views.copied') })
  }
  return (
    <section className="quotes-views" aria-label={t('views.title')}>
      <h2>{t('views.title')}</h2>
      {data && views.length === 0 && <p>{t('views.none')}</p>}
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <Link
              to="/studies/$study/quotes"
              params={{ study }}
              search={{ view: view.id }}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={view.id === open ? 'true' : undefined}
            >
              {view.name}
            </Link>
            <MenuTrigger>
              <IconButton size="small" aria-label={t('views.more', { name: view.name })}>
                <Icon name="more" />
              </IconButton>
              <Menu>
                <MenuItem onAction={() => void copy(view.id)}>{t('views.copy')}</MenuItem>
                {mayChange && (
                  <MenuItem onAction={() => setNaming(view)}>{t('views.rename')}</MenuItem>
                )}
                {mayChange && (
                  <MenuItem onAction={() => remove(view)}>{t('views.remove')}</MenuItem>
                )}
              </Menu>
            </MenuTrigger>
          </li>
        ))}
      </ul>
      {mayChange && open === undefined && (
        <Button size="small" onPress={() => setNaming('new')}>
          {t('views.save')}
        </Button>
      )}
      {naming !== null && (
        <NameDialog
          title={t(naming === 'new' ? 'views.save' : 'views.rename')}
          action={t(naming === 'new' ? 'views.save.do' : 'views.rename')}
          before={naming === 'new' ? '' : naming.name}
          taken={views
            .filter((view) => view !== naming)
            .map(({ name }) => name.toLocaleLowerCase())}
          onName={(name) => (naming === 'new' ? save(name) : rename(naming, name))}
          onClose={() => setNaming(null)}
        />
      )}
    </section>
  )
}

function NameDialog({
  title,
  action,
  before,
  taken,
  onName,
  onClose,
}: {
  title: string
  action: string
  before: string
  taken: readonly string[]
  onName: (name: string) => void
  onClose: () => void
}) {
  const t = useWords(messages)
  const [name, setName] = useState(before)
  const wanted = name.trim()
  const isTaken = taken.includes(wanted.toLocaleLowerCase())
  const finish = () => {
    if (wanted === '' || isTaken) return
    if (wanted !== before) onName(wanted)
    onClose()
  }
  return (
    <Modal
      isOpen
      title={title}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('views.cancel')}</Button>
          <Button tone="primary" isDisabled={wanted === '' || isTaken} onPress={finish}>
            {action}
          </Button>
        </>
      )}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          finish()
        }}
      >
        <TextField
          autoFocus
          label={t('views.name')}
          hint={t('views.name.hint')}
          error={isTaken ? t('views.taken') : undefined}
          value={name}
          maxLength={200}
          onChange={setName}
        />
      </form>
    </Modal>
  )
}
