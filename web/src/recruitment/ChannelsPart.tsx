import {
  addChannel,
  type Channel,
  changeChannel,
  channelKind,
  type ChannelKind,
  drawChannelCode,
} from '@throughline/contract/recruitment'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { fetchDownload, saveDownloaded } from '../app/client.ts'
import { useWords } from '../app/words.tsx'
import {
  Badge,
  Button,
  EmptyState,
  ErrorNotice,
  Modal,
  Select,
  Skeleton,
  TextField,
  toast,
} from '../design/index.ts'
import { act, useMay, useSites } from '../study/study-data.ts'
import { messages } from './messages.ts'
import { useChannels } from './recruitment-data.ts'

/** The ways on which people hear of the study, each with an address and a QR code of its own. */
export function ChannelsPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useChannels(study)
  const may = useMay(study)('recruit')
  const [isAdding, setAdding] = useState(false)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={4} />
  const add = may && (
    <Button tone={data.channels.length === 0 ? 'primary' : 'quiet'} onPress={() => setAdding(true)}>
      {t('recruitment.channels.add')}
    </Button>
  )
  return (
    <div className="study-settings">
      {data.channels.length === 0 ? (
        <EmptyState title={t('recruitment.channels.empty.title')} action={add}>
          {t('recruitment.channels.lede')}
        </EmptyState>
      ) : (
        <>
          <p className="study-settings-lede">{t('recruitment.channels.lede')}</p>
          <ul className="study-rows">
            {data.channels.map((channel) => (
              <ChannelRow key={channel.id} study={study} channel={channel} may={may} />
            ))}
          </ul>
          <div>{add}</div>
        </>
      )}
      <Modal
        size="small"
        isOpen={isAdding}
        onOpenChange={setAdding}
        title={t('recruitment.channels.add')}
      >
        <ChannelForm study={study} onEnd={() => setAdding(false)} />
      </Modal>
    </div>
  )
}

function ChannelRow({ study, channel, may }: { study: string; channel: Channel; may: boolean }) {
  const t = useWords(messages)
  const { id, name, kind, site, address, closed, signUps } = channel
  const sites = useSites(study).data?.sites ?? []
  return (
    <li>
      <div>
        <b>{name}</b> {closed && <Badge>{t('recruitment.channels.closed')}</Badge>}
        <p>
          {t(`recruitment.channels.kind.${kind}`)} ·{' '}
          {sites.find((one) => one.id === site)?.name ?? t('recruitment.channels.allSites')} ·{' '}
          {t('recruitment.channels.signUps', { count: signUps })}
        </p>
        <p>{address}</p>
      </div>
      <span className="study-rows-actions">
        <Button
          size="small"
          onPress={() => {
            navigator.clipboard.writeText(address).then(
              () => toast({ text: t('recruitment.channels.copied', { name }) }),
              () => toast({ text: address }),
            )
          }}
        >
          {t('recruitment.channels.copy')}
        </Button>
        <Button
          size="small"
          onPress={() => {
            fetchDownload(drawChannelCode, { params: { study, channel: id } })
              .then(({ blob }) => saveDownloaded({ blob, fileName: `${name}.svg` }))
              .catch(() => undefined)
          }}
        >
          {t('recruitment.channels.code')}
        </Button>
        {may && (
          <Button
            tone="plain"
            size="small"
            onPress={() =>
              act(changeChannel, {
                study,
                body: { id, closed: !closed },
                describe: t(
                  closed ? 'recruitment.channels.openedNow' : 'recruitment.channels.closedNow',
                  { name },
                ),
              })
            }
          >
            {t(closed ? 'recruitment.channels.open' : 'recruitment.channels.close')}
          </Button>
        )}
      </span>
    </li>
  )
}

function ChannelForm({ study, onEnd }: { study: string; onEnd: () => void }) {
  const t = useWords(messages)
  const sites = useSites(study).data?.sites ?? []
  const [name, setName] = useState('')
  const [kind, setKind] = useState<ChannelKind>('newsletter')
  const [site, setSite] = useState('all')
  const [isTried, setTried] = useState(false)
  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        const plain = name.trim()
        if (plain === '') return
        act(addChannel, {
          study,
          body: { id: uuidv7(), name: plain, kind, site: site === 'all' ? null : site },
          describe: t('recruitment.channels.added', { name: plain }),
        })
        onEnd()
      }}
    >
      <TextField
        label={t('recruitment.channels.name')}
        value={name}
        error={isTried && name.trim() === '' ? t('recruitment.channels.nameMissing') : undefined}
        maxLength={100}
        onChange={setName}
        autoFocus
      />
      <Select
        label={t('recruitment.channels.kind')}
        choices={channelKind.options.map((id) => ({
          id,
          label: t(`recruitment.channels.kind.${id}`),
        }))}
        value={kind}
        onChange={setKind}
      />
      <Select
        label={t('recruitment.people.site')}
        choices={[
          { id: 'all', label: t('recruitment.channels.allSites') },
          ...sites.map((one) => ({ id: one.id, label: one.name })),
        ]}
        value={site}
        onChange={setSite}
      />
      <footer className="study-form-foot">
        <Button onPress={onEnd}>{t('recruitment.cancel')}</Button>
        <Button tone="primary" type="submit">
          {t('recruitment.channels.add')}
        </Button>
      </footer>
    </form>
  )
}
