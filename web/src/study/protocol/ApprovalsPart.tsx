import {
  addApproval,
  type Approval,
  changeApproval,
  keepApprovalLetter,
  readApprovalLetter,
  removeApproval,
} from '@throughline/contract/protocol'
import type { Site } from '@throughline/contract/study'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { uuidv7 } from 'uuidv7'
import { fetchDownload, saveDownloaded, sendUpload } from '../../app/client.ts'
import { ProblemError } from '../../app/problem.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  ErrorNotice,
  Modal,
  Select,
  Skeleton,
  TextField,
  toast,
} from '../../design/index.ts'
import { act, useMay, useSites } from '../study-data.ts'
import { messages } from './messages.ts'
import { dayOf, useProtocol } from './protocol-data.ts'

/** Days before an approval expires from which on it is marked. */
const soon = 42

/** The ethics approval of each site. */
export function ApprovalsPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useProtocol(study)
  const sites = useSites(study).data?.sites
  const may = useMay(study)('change the protocol')
  const [opened, setOpened] = useState<{ site: string; approval: Approval | null } | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data || !sites) return <Skeleton lines={5} />
  return (
    <div className="study-settings">
      <p className="study-settings-lede">{t('protocol.approvals.lede')}</p>
      <ul className="study-rows">
        {sites.map((site) => {
          const own = data.approvals.filter((one) => one.site === site.id)
          return (
            <li key={site.id}>
              <div>
                <b>{site.name}</b>
                {own.length === 0 && <p>{t('protocol.approvals.none')}</p>}
                {own.map((approval) => (
                  <ApprovalLine
                    key={approval.id}
                    study={study}
                    approval={approval}
                    onChange={may ? () => setOpened({ site: site.id, approval }) : null}
                    onKept={() => void refetch()}
                  />
                ))}
              </div>
              {may && (
                <Button
                  size="small"
                  aria-label={`${t('protocol.approvals.add')}: ${site.name}`}
                  onPress={() => setOpened({ site: site.id, approval: null })}
                >
                  {t('protocol.approvals.add')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      <Modal
        size="small"
        isDismissable={false}
        isOpen={opened !== null}
        onOpenChange={(open) => !open && setOpened(null)}
        title={
          opened?.approval
            ? t('protocol.approvals.change', { site: nameOf(sites, opened.site) })
            : t('protocol.approvals.add')
        }
      >
        {opened && (
          <ApprovalForm study={study} sites={sites} {...opened} onEnd={() => setOpened(null)} />
        )}
      </Modal>
    </div>
  )
}

function nameOf(sites: readonly Site[], id: string): string {
  return sites.find((site) => site.id === id)?.name ?? ''
}

function ApprovalLine({
  study,
  approval,
  onChange,
  onKept,
}: {
  study: string
  approval: Approval
  onChange: (() => void) | null
  onKept: () => void
}) {
  const t = useWords(messages)
  const { id, kind, committee, reference, grantedOn, expiresOn, stands, letter } = approval
  const [now] = useState(() => Date.now())
  const days = expiresOn === null ? null : (Date.parse(expiresOn) - now) / 86_400_000
  const keep = (file: File) =>
    sendUpload(keepApprovalLetter, {
      params: { study, approval: id },
      search: { name: file.name },
      body: file,
    })
      .then(() => {
        toast({ text: t('protocol.approvals.kept') })
        onKept()
      })
      .catch(tell)
  return (
    <div>
      <p>
        {t('protocol.approvals.line', {
          kind: t(`protocol.approvals.${kind}`),
          committee,
          reference,
          granted: dayOf(grantedOn),
        })}
        {expiresOn !== null && ` ${t('protocol.approvals.until', { date: dayOf(expiresOn) })}`}
      </p>
      <p className="protocol-standing">
        <Badge tone={stands ? (days !== null && days < soon ? 'warn' : 'good') : 'bad'}>
          {t(
            stands
              ? days !== null && days < soon
                ? 'protocol.approvals.soon'
                : 'protocol.approvals.stands'
              : 'protocol.approvals.not',
          )}
        </Badge>
        {letter && (
          <Button
            tone="plain"
            size="small"
            onPress={() => {
              fetchDownload(readApprovalLetter, { params: { study, approval: id } })
                .then(saveDownloaded)
                .catch(tell)
            }}
          >
            {t('protocol.approvals.readLetter')}
          </Button>
        )}
        {onChange && (
          <>
            <FileTrigger
              onSelect={(files) => {
                const [file] = files ?? []
                if (file) void keep(file)
              }}
            >
              <Button tone="plain" size="small">
                {t('protocol.approvals.letter')}
              </Button>
            </FileTrigger>
            <Button tone="plain" size="small" onPress={onChange}>
              {t('protocol.approvals.change', { site: reference })}
            </Button>
          </>
        )}
      </p>
    </div>
  )
}

function tell(error: unknown): void {
  toast({ text: error instanceof ProblemError ? error.problem.detail : String(error) })
}

function ApprovalForm({
  study,
  sites,
  site,
  approval,
  onEnd,
}: {
  study: string
  sites: readonly Site[]
  site: string
  approval: Approval | null
  onEnd: () => void
}) {
  const t = useWords(messages)
  const [fields, setFields] = useState({
    site,
    kind: approval?.kind ?? ('lead' as const),
    committee: approval?.committee ?? '',
    reference: approval?.reference ?? '',
    grantedOn: approval?.grantedOn ?? '',
    expiresOn: approval?.expiresOn ?? '',
    withdrawnOn: approval?.withdrawnOn ?? '',
  })
  const [isTried, setTried] = useState(false)
  const change = (part: Partial<typeof fields>) => setFields({ ...fields, ...part })
  const needed = (text: string) =>
    isTried && text.trim() === '' ? t('protocol.approvals.missing') : undefined
  const dayOrNull = (text: string) => (text === '' ? null : text)

  function save() {
    setTried(true)
    const { committee, reference, grantedOn, kind, expiresOn, withdrawnOn } = fields
    if ([committee, reference, grantedOn].some((text) => text.trim() === '')) return
    const given = { kind, committee, reference, grantedOn, expiresOn: dayOrNull(expiresOn) }
    if (approval)
      act(changeApproval, {
        study,
        body: { id: approval.id, ...given, withdrawnOn: dayOrNull(withdrawnOn) },
        describe: t('protocol.approvals.changed'),
      })
    else
      act(addApproval, {
        study,
        body: { id: uuidv7(), site: fields.site, ...given },
        describe: t('protocol.approvals.entered'),
      })
    onEnd()
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {!approval && (
        <Select
          label={t('protocol.approvals.site')}
          choices={sites.map(({ id, name }) => ({ id, label: name }))}
          value={fields.site}
          onChange={(id) => change({ site: id })}
        />
      )}
      <Select
        label={t('protocol.approvals.kind')}
        choices={(['lead', 'reciprocal'] as const).map((id) => ({
          id,
          label: t(`protocol.approvals.${id}`),
        }))}
        value={fields.kind}
        onChange={(kind) => change({ kind })}
      />
      <TextField
        label={t('protocol.approvals.committee')}
        value={fields.committee}
        error={needed(fields.committee)}
        maxLength={300}
        onChange={(committee) => change({ committee })}
      />
      <TextField
        label={t('protocol.approvals.reference')}
        value={fields.reference}
        error={needed(fields.reference)}
        maxLength={100}
        onChange={(reference) => change({ reference })}
      />
      <div className="study-form-pair">
        <TextField
          type="date"
          label={t('protocol.approvals.granted')}
          value={fields.grantedOn}
          error={needed(fields.grantedOn)}
          onChange={(grantedOn) => change({ grantedOn })}
        />
        <TextField
          type="date"
          label={t('protocol.approvals.expires')}
          value={fields.expiresOn}
          onChange={(expiresOn) => change({ expiresOn })}
        />
        {approval && (
          <TextField
            type="date"
            label={t('protocol.approvals.withdrawn')}
            value={fields.withdrawnOn}
            onChange={(withdrawnOn) => change({ withdrawnOn })}
          />
        )}
      </div>
      <footer className="study-form-foot">
        {approval && (
          <Button
            tone="plain"
            className="study-form-first study-danger"
            onPress={() => {
              act(removeApproval, {
                study,
                body: { id: approval.id },
                describe: t('protocol.approvals.removed'),
              })
              onEnd()
            }}
          >
            {t('protocol.remove', { name: '' })}
          </Button>
        )}
        <Button onPress={onEnd}>{t('protocol.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('protocol.save')}
        </Button>
      </footer>
    </form>
  )
}
