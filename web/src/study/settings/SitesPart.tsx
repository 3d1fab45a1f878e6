import { addSite, changeSite, removeSite } from '@throughline/contract/study'
import type { Site } from '@throughline/contract/study'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  EmptyState,
  ErrorNotice,
  Modal,
  Select,
  Skeleton,
  TextField,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { act, useMay, useSites } from '../study-data.ts'

/** Sites and the years of their programmes. */
export function SitesPart({ study }: { study: string }) {
  const t = useWords(messages)
  const { data, error, refetch } = useSites(study)
  const mayChange = useMay(study)('change the study')
  const [opened, setOpened] = useState<string | null>(null)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={4} />
  const { sites } = data
  const add = mayChange && (
    <Button tone={sites.length === 0 ? 'primary' : 'quiet'} onPress={() => setOpened('new')}>
      {t('study.sites.add')}
    </Button>
  )
  return (
    <div className="study-settings">
      {sites.length === 0 ? (
        <EmptyState title={t('study.sites.empty.title')} action={add}>
          {t('study.sites.empty')}
        </EmptyState>
      ) : (
        <>
          <p className="study-settings-lede">{t('study.sites.lede')}</p>
          <ul className="study-rows">
            {sites.map((site) => (
              <li key={site.id}>
                <div>
                  <b>{site.name}</b>
                  <p>
                    {t('study.sites.yearsN', { count: site.years })} ·{' '}
                    {t('study.sites.people', {
                      participants: site.participants,
                      members: site.members,
                    })}
                  </p>
                </div>
                {mayChange && (
                  <Button
                    tone="plain"
                    size="small"
                    aria-label={t('study.sites.edit', { name: site.name })}
                    onPress={() => setOpened(site.id)}
                  >
                    {t('study.settings.change')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <div>{add}</div>
        </>
      )}
      <SiteDialog
        study={study}
        sites={sites}
        site={sites.find(({ id }) => id === opened) ?? null}
        isOpen={opened !== null}
        onClose={() => setOpened(null)}
      />
    </div>
  )
}

interface SiteDialogProps {
  study: string
  sites: readonly Site[]
  /** Null for a new one. */
  site: Site | null
  isOpen: boolean
  onClose: () => void
}

function SiteDialog(props: SiteDialogProps) {
  const t = useWords(messages)
  const { site, isOpen, onClose } = props
  return (
    <Modal
      size="small"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={false}
      title={site ? t('study.sites.edit', { name: site.name }) : t('study.sites.add')}
    >
      <SiteForm {...props} />
    </Modal>
  )
}

function SiteForm({ study, sites, site, onClose }: SiteDialogProps) {
  const t = useWords(messages)
  const [name, setName] = useState(site?.name ?? '')
  const [years, setYears] = useState(site?.years ?? sites.at(-1)?.years ?? 6)
  const [isTried, setTried] = useState(false)
  const plain = name.trim()
  const nameError =
    plain === ''
      ? t('study.sites.nameMissing')
      : sites.some((one) => one.id !== site?.id && one.name.toLowerCase() === plain.toLowerCase())
        ? t('study.sites.nameTaken')
        : undefined
  const isUsed = site !== null && site.participants + site.members > 0

  function save() {
    setTried(true)
    if (nameError !== undefined) return
    if (site === null)
      act(addSite, {
        study,
        body: { id: uuidv7(), name: plain, years },
        describe: t('study.sites.added', { name: plain }),
      })
    else if (plain !== site.name || years !== site.years)
      act(changeSite, {
        study,
        body: { id: site.id, name: plain, years },
        describe: t('study.sites.changed', { name: plain }),
      })
    onClose()
  }

  return (
    <form
      className="study-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextField
        label={t('study.sites.name')}
        value={name}
        onChange={setName}
        maxLength={200}
        error={isTried ? nameError : undefined}
        autoFocus
      />
      <Select
        label={t('study.sites.years')}
        choices={Array.from({ length: 12 }, (_, index) => ({
          id: String(index + 1),
          label: t('study.sites.yearsN', { count: index + 1 }),
        }))}
        value={String(years)}
        onChange={(id) => setYears(Number(id))}
      />
      {isUsed && <p className="study-faint">{t('study.sites.inUse')}</p>}
      <footer className="study-form-foot">
        {site && (
          <Button
            tone="plain"
            className="study-form-first study-danger"
            isDisabled={isUsed}
            onPress={() => {
              act(removeSite, {
                study,
                body: { id: site.id },
                describe: t('study.sites.removed', { name: site.name }),
              })
              onClose()
            }}
          >
            {t('study.remove')}
          </Button>
        )}
        <Button onPress={onClose}>{t('study.cancel')}</Button>
        <Button tone="primary" type="submit">
          {site ? t('study.save') : t('study.sites.add')}
        </Button>
      </footer>
    </form>
  )
}
