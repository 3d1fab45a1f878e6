import {
  addDocument,
  type DocumentKind,
  type DocumentSummary,
  mailName,
  type MailName,
} from '@throughline/contract/documents'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  ErrorNotice,
  Modal,
  RouteButton,
  Select,
  Skeleton,
  TextField,
} from '../../design/index.ts'
import { useMay, useSites } from '../study-data.ts'
import { emptyContent } from './empty-content.ts'
import { messages } from './messages.ts'
import { useDocuments } from './protocol-data.ts'

const kinds = [
  'information sheet',
  'eligibility',
  'sign-up form',
  'consent form',
  'interview guide',
  'distress protocol',
] as const satisfies readonly DocumentKind[]

/** The moments at which the study writes a mail of its own. */
const mails: readonly MailName[] = mailName.options

/** Everything that the study says, asks and promises, and which version of it is in force. */
export function DocumentsPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useDocuments(study)
  const sites = useSites(study).data?.sites ?? []
  const mayDraft = useMay(study)('draft documents')
  const begin = useBegin(study)
  const [asked, setAsked] = useState<'recruitment text' | 'mail' | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  const of = (kind: DocumentKind, site: string | null = null) =>
    data.documents.filter((one) => one.kind === kind && one.site === site)
  return (
    <div className="study-settings">
      <p className="study-settings-lede">{t('protocol.documents.lede')}</p>
      <ul className="study-rows">
        {kinds.map((kind) => (
          <DocumentRow
            key={kind}
            study={study}
            title={t(`protocol.kind.${kind}`)}
            documents={of(kind)}
            onBegin={mayDraft ? () => begin(kind) : null}
          />
        ))}
        {sites.map((site) => (
          <DocumentRow
            key={site.id}
            study={study}
            title={t('protocol.documents.forSite', {
              kind: t('protocol.kind.debrief'),
              site: site.name,
            })}
            documents={of('debrief', site.id)}
            onBegin={mayDraft ? () => begin('debrief', { site: site.id }) : null}
          />
        ))}
        {[...of('recruitment text'), ...of('mail')].map((document) => (
          <DocumentRow
            key={document.id}
            study={study}
            title={`${t(`protocol.kind.${document.kind}`)}: ${nameOf(document)}`}
            documents={[document]}
            onBegin={null}
          />
        ))}
      </ul>
      {mayDraft && (
        <p className="protocol-buttons">
          <Button onPress={() => setAsked('recruitment text')}>
            {t('protocol.documents.beginText')}
          </Button>
          <Button onPress={() => setAsked('mail')}>{t('protocol.documents.beginMail')}</Button>
        </p>
      )}
      <p className="study-faint">{t('protocol.documents.standard')}</p>
      <Modal
        size="small"
        isOpen={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t(
          asked === 'mail' ? 'protocol.documents.beginMail' : 'protocol.documents.beginText',
        )}
      >
        {asked !== null && (
          <NameForm
            kind={asked}
            onName={(name) => {
              begin(asked, { name })
              setAsked(null)
            }}
          />
        )}
      </Modal>
    </div>
  )

  function nameOf({ kind, name }: DocumentSummary): string {
    const known = mails.find((one) => one === name)
    return kind === 'mail' && known ? t(`protocol.mail.${known}`) : name
  }
}

/** Begins a document and opens it. */
function useBegin(study: string) {
  const t = useWords(messages)
  const navigate = useNavigate()
  return (kind: DocumentKind, more: { site?: string; name?: string; language?: string } = {}) => {
    const id = uuidv7()
    outbox
      .enqueue({
        command: addDocument,
        study,
        body: { id, content: emptyContent(kind), ...more },
        describe: t('protocol.documents.begun'),
      })
      .acknowledged.then(() =>
        navigate({
          to: '/studies/$study/protocol/documents/$document',
          params: { study, document: id },
        }),
      )
      // a refusal is told by the outbox
      .catch(() => undefined)
  }
}

function DocumentRow({
  study,
  title,
  documents,
  onBegin,
}: {
  study: string
  title: string
  documents: readonly DocumentSummary[]
  onBegin: (() => void) | null
}) {
  const t = useWords(messages)
  return (
    <li>
      <div>
        <b>{title}</b>
        {documents.length === 0 && <p>{t('protocol.documents.empty')}</p>}
        {documents.map(({ id, language, inForce, coming }) => (
          <p key={id} className="protocol-standing">
            {documents.length > 1 && <span>{language}</span>}
            {inForce && (
              <Badge tone="good">
                {t('protocol.documents.inForceN', { number: inForce.number })}
              </Badge>
            )}
            {coming && (
              <Badge tone="warn">
                {t(
                  coming.state === 'draft'
                    ? 'protocol.documents.draft'
                    : 'protocol.documents.comingN',
                  { number: coming.number },
                )}
              </Badge>
            )}
            {(inForce ?? coming)?.machineMade && <Badge>{t('protocol.documents.machine')}</Badge>}
          </p>
        ))}
      </div>
      <span className="study-rows-actions">
        {documents.length === 0 && onBegin && (
          <Button size="small" onPress={onBegin}>
            {t('protocol.documents.begin')}
          </Button>
        )}
        {documents.map(({ id, language }) => (
          <RouteButton
            key={id}
            tone="plain"
            size="small"
            aria-label={`${t('protocol.opening.look')}: ${title} (${language})`}
            to="/studies/$study/protocol/documents/$document"
            params={{ study, document: id }}
          >
            {t('protocol.opening.look')}
          </RouteButton>
        ))}
      </span>
    </li>
  )
}

function NameForm({
  kind,
  onName,
}: {
  kind: 'recruitment text' | 'mail'
  onName: (name: string) => void
}) {
  const t = useWords(messages)
  const [name, setName] = useState('')
  const [mail, setMail] = useState<MailName>('signed up')
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (kind === 'mail') onName(mail)
        else if (name.trim() !== '') onName(name.trim())
      }}
    >
      {kind === 'mail' ? (
        <Select
          label={t('protocol.documents.moment')}
          choices={mails.map((one) => ({ id: one, label: t(`protocol.mail.${one}`) }))}
          value={mail}
          onChange={setMail}
        />
      ) : (
        <TextField
          label={t('protocol.documents.channel')}
          hint={t('protocol.documents.channel.hint')}
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
      )}
      <footer className="study-form-foot">
        <Button tone="primary" type="submit">
          {t('protocol.documents.begin')}
        </Button>
      </footer>
    </form>
  )
}
