import {
  approveDocument,
  discardDraft,
  type DocumentContent,
  type DocumentVersion,
  getDocument,
  markReviewed,
  putInForce,
  writeDraft,
} from '@throughline/contract/documents'
import { useState } from 'react'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { refresh, useAsk } from '../../app/queries.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Breadcrumbs,
  Button,
  Card,
  ErrorNotice,
  Loading,
  Page,
  TextField,
  toast,
} from '../../design/index.ts'
import { documentRoute } from '../routes.tsx'
import { act, useMay } from '../study-data.ts'
import { Difference } from './Difference.tsx'
import { ContentEditor } from './editors/ContentEditor.tsx'
import { messages } from './messages.ts'
import { momentOf, useTeam } from './protocol-data.ts'
import '../forms.css'
import '../settings/settings.css'
import './protocol.css'

type Version = DocumentVersion & { content: DocumentContent }

/** One document: what it says, its next draft, and how each version came about. */
export function DocumentPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { document } = documentRoute.useParams()
  const { data, error, refetch } = useAsk(
    getDocument,
    { params: { study, document } },
    { live: ['document'] },
  )
  const [isEditing, setEditing] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const team = useTeam(study).data?.members ?? []
  const may = useMay(study)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const { kind, name, versions } = data
  const title = name === '' || kind === 'mail' ? t(`protocol.kind.${kind}`) : name
  const draft = versions.find(({ state }) => state === 'draft') ?? null
  const shown = versions.find(({ number }) => number === chosen) ?? versions[0]
  if (!shown) return <ErrorNotice error={new Error()} />
  const before = versions.find(({ number }) => number === shown.number - 1)
  return (
    <Page
      title={title}
      width="column"
      above={
        <Breadcrumbs
          steps={[
            {
              label: t('protocol.title'),
              href: `/studies/${study}/protocol?part=documents`,
            },
            { label: title },
          ]}
        />
      }
    >
      {isEditing ? (
        <DraftForm
          study={study}
          document={document}
          draft={draft}
          from={draft ?? shown}
          onEnd={() => {
            setEditing(false)
            setChosen(null)
          }}
        />
      ) : (
        <div className="protocol-document">
          <div className="study-form">
            <p className="protocol-standing">
              <Badge tone={shown.state === 'in force' ? 'good' : 'warn'}>
                {t(`protocol.state.${shown.state}`)}
              </Badge>
              <span>{t('protocol.document.version', { number: shown.number })}</span>
              {shown.machineMade && <Badge>{t('protocol.documents.machine')}</Badge>}
            </p>
            {may('draft documents') && (
              <p className="protocol-buttons">
                <Button tone={draft ? 'quiet' : 'primary'} onPress={() => setEditing(true)}>
                  {t(draft ? 'protocol.document.editDraft' : 'protocol.document.edit')}
                </Button>
                <Steps study={study} document={document} version={shown} />
              </p>
            )}
            {before && (
              <details className="protocol-compare">
                <summary>{t('protocol.document.compare', { number: before.number })}</summary>
                <Difference from={before.content} to={shown.content} />
              </details>
            )}
            <ContentEditor content={shown.content} onChange={() => undefined} isReadOnly />
          </div>
          <Card title={t('protocol.document.versions')}>
            <ol className="protocol-versions">
              {versions.map((version) => (
                <VersionRow
                  key={version.number}
                  version={version}
                  isShown={version === shown}
                  onShow={() => setChosen(version.number)}
                  nameOf={(account) => team.find((one) => one.account === account)?.name ?? ''}
                />
              ))}
            </ol>
          </Card>
        </div>
      )}
    </Page>
  )
}

/** What can be done with a version: approve, put in force, discard, mark as looked over. */
function Steps({
  study,
  document,
  version,
}: {
  study: string
  document: string
  version: Version
}) {
  const t = useWords(messages)
  const may = useMay(study)
  const { number, state, writtenAt, machineMade } = version
  const [later, setLater] = useState<string | null>(null)
  const force = (from: string | null) =>
    act(putInForce, {
      study,
      body: { document, number, from },
      describe: t('protocol.document.forced', { number }),
    })
  return (
    <>
      {state === 'draft' && may('approve documents') && (
        <Button
          tone="primary"
          onPress={() =>
            act(approveDocument, {
              study,
              body: { document, number, writtenAt },
              describe: t('protocol.document.approvedNow', { number }),
            })
          }
        >
          {t('protocol.document.approve')}
        </Button>
      )}
      {state === 'approved' && may('approve documents') && (
        <>
          <Button tone="primary" onPress={() => force(null)}>
            {t('protocol.document.force')}
          </Button>
          {later === null ? (
            <Button onPress={() => setLater('')}>{t('protocol.document.forceLater')}</Button>
          ) : (
            <TextField
              type="datetime-local"
              label={t('protocol.document.forceFrom')}
              value={later}
              onChange={(value) => {
                setLater(value)
                const from = new Date(value)
                if (!Number.isNaN(from.getTime()) && from > new Date()) {
                  force(from.toISOString())
                  setLater(null)
                }
              }}
            />
          )}
        </>
      )}
      {machineMade && may('approve documents') && (
        <Button
          onPress={() =>
            act(markReviewed, {
              study,
              body: { document, number },
              describe: t('protocol.document.reviewedNow'),
            })
          }
        >
          {t('protocol.document.reviewed')}
        </Button>
      )}
      {state === 'draft' && number > 1 && (
        <Button
          tone="plain"
          onPress={() =>
            act(discardDraft, {
              study,
              body: { document, number },
              describe: t('protocol.document.discarded'),
            })
          }
        >
          {t('protocol.document.discard')}
        </Button>
      )}
    </>
  )
}

function VersionRow({
  version: { number, state, note, writtenBy, writtenAt, approvedBy, approvedAt, inForceFrom },
  isShown,
  onShow,
  nameOf,
}: {
  version: Version
  isShown: boolean
  onShow: () => void
  nameOf: (account: string) => string
}) {
  const t = useWords(messages)
  return (
    <li>
      <Button
        tone="plain"
        size="small"
        aria-current={isShown ? 'true' : undefined}
        onPress={onShow}
      >
        {t('protocol.document.version', { number })} · {t(`protocol.state.${state}`)}
      </Button>
      {note !== '' && <p>{note}</p>}
      <p className="study-faint">
        {t('protocol.document.written', { who: nameOf(writtenBy), when: momentOf(writtenAt) })}
      </p>
      {approvedBy !== null && approvedAt !== null && (
        <p className="study-faint">
          {t('protocol.document.approved', {
            who: nameOf(approvedBy),
            when: momentOf(approvedAt),
          })}
        </p>
      )}
      {inForceFrom !== null && (
        <p className="study-faint">
          {t('protocol.document.from', { when: momentOf(inForceFrom) })}
        </p>
      )}
    </li>
  )
}

function DraftForm({
  study,
  document,
  draft,
  from,
  onEnd,
}: {
  study: string
  document: string
  draft: Version | null
  /** What the draft begins with. */
  from: Version
  onEnd: () => void
}) {
  const t = useWords(messages)
  const [content, setContent] = useState(from.content)
  const [note, setNote] = useState(draft?.note ?? '')
  const [isSaving, setSaving] = useState(false)
  const isChanged =
    JSON.stringify(content) !== JSON.stringify(from.content) || note !== (draft?.note ?? '')
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isChanged) return onEnd()
        setSaving(true)
        // what is read next must be what was written, so that it can be approved as it stands
        const { key, acknowledged } = outbox.enqueue({
          command: writeDraft,
          study,
          body: { document, content, note, since: draft?.writtenAt ?? null },
          describe: t('protocol.document.saved'),
        })
        acknowledged
          .then(() => refresh(getDocument, { params: { study, document } }))
          .then(() => {
            toast({
              text: t('protocol.document.saved'),
              onUndo: () => undoStep(study, key),
            })
            onEnd()
          })
          // a refusal is told by the outbox; what was written stays in the form
          .catch(() => setSaving(false))
      }}
    >
      <ContentEditor content={content} onChange={setContent} isReadOnly={false} />
      <TextField
        label={t('protocol.document.note')}
        value={note}
        onChange={setNote}
        maxLength={2_000}
      />
      <footer className="study-form-foot protocol-foot">
        {isChanged && <span className="study-faint">{t('protocol.document.unsaved')}</span>}
        <Button onPress={onEnd}>{t('protocol.cancel')}</Button>
        <Button tone="primary" type="submit" isPending={isSaving}>
          {t('protocol.save')}
        </Button>
      </footer>
    </form>
  )
}
