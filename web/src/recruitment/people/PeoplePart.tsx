import { exportSignUps, type SignUpRow, signUpState } from '@throughline/contract/recruitment'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { fetchDownload, saveDownloaded } from '../../app/client.ts'
import { useWords } from '../../app/words.tsx'
import {
  Badge,
  Button,
  EmptyState,
  ErrorNotice,
  Menu,
  MenuItem,
  SearchField,
  Select,
  Skeleton,
  Table,
  type TableColumn,
  toast,
} from '../../design/index.ts'
import { useMay, useSites } from '../../study/study-data.ts'
import { messages } from '../messages.ts'
import { dayOf, useChannels, useSignUps } from '../recruitment-data.ts'
import { recruitRoute } from '../routes.tsx'
import { MoveBar } from './MoveBar.tsx'
import { PersonDialog } from './PersonDialog.tsx'

/** Who signed up, by state; one is opened, several are moved together. */
export function PeoplePart({ study }: { study: string }) {
  const t = useWords(messages)
  const { state, site, find = '', page = 0, person } = recruitRoute.useSearch()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { data, error, refetch } = useSignUps(study, { state, site, find, page })
  const sites = useSites(study).data?.sites ?? []
  const channels = useChannels(study).data?.channels ?? []
  const may = useMay(study)
  const ask = (change: Partial<ReturnType<typeof recruitRoute.useSearch>>) => {
    setChosen(new Set())
    void navigate({
      to: '/studies/$study/recruit',
      params: { study },
      search: { part: 'people', state, site, find, page: 0, ...change },
      replace: true,
    })
  }
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  const { signUps, total, pageSize, states, moves, reasons } = data
  const everybody = Object.values(states).reduce((sum, count) => sum + count, 0)
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? ''
  const columns: TableColumn<SignUpRow>[] = [
    {
      id: 'name',
      header: t('recruitment.people.name'),
      isRowHeader: true,
      cell: (row) => (
        <span className="recruitment-name">
          {row.label !== null && <b>{row.label}</b>}
          {row.name ??
            t(may('see identities') ? 'recruitment.people.erased' : 'recruitment.people.hidden')}
          {row.looksAutomatic && <Badge tone="warn">{t('recruitment.people.automatic')}</Badge>}
          {row.isDouble && <Badge tone="warn">{t('recruitment.people.double')}</Badge>}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('recruitment.state'),
      cell: (row) => (
        <>
          {t(`recruitment.state.${row.state}`)}
          {row.reason !== null && (
            <span className="recruitment-faint"> · {t(`recruitment.reason.${row.reason}`)}</span>
          )}
        </>
      ),
    },
    { id: 'site', header: t('recruitment.people.site'), cell: (row) => nameOf(sites, row.site) },
    { id: 'year', header: t('recruitment.people.year'), cell: (row) => row.year ?? '' },
    {
      id: 'channel',
      header: t('recruitment.people.channel'),
      cell: (row) => nameOf(channels, row.channel),
    },
    { id: 'since', header: t('recruitment.people.since'), cell: (row) => dayOf(row.since) },
  ]
  const pages = Math.max(1, Math.ceil(total / pageSize))
  return (
    <>
      <div className="recruitment-filters">
        <Select
          label={t('recruitment.state')}
          isLabelHidden
          choices={[
            { id: 'any', label: `${t('recruitment.state.any')} (${everybody})` },
            ...signUpState.options
              .filter((one) => one === state || (states[one] ?? 0) > 0)
              .map((one) => ({
                id: one,
                label: `${t(`recruitment.state.${one}`)} (${states[one] ?? 0})`,
              })),
          ]}
          value={state ?? 'any'}
          onChange={(id) => ask({ state: signUpState.options.find((one) => one === id) })}
        />
        <Select
          label={t('recruitment.people.site')}
          isLabelHidden
          choices={[
            { id: 'any', label: t('recruitment.people.anySite') },
            ...sites.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={site ?? 'any'}
          onChange={(id) => ask({ site: id === 'any' ? undefined : id })}
        />
        <SearchField
          label={t('recruitment.people.find')}
          value={find}
          onChange={(text) => ask({ find: text === '' ? undefined : text })}
        />
        {may('recruit') && <ExportMenu study={study} />}
      </div>
      {may('recruit') && (
        <MoveBar
          study={study}
          people={signUps.filter(({ id }) => chosen.has(id))}
          moves={moves}
          reasons={reasons}
          onMoved={() => setChosen(new Set())}
        />
      )}
      {everybody === 0 ? (
        <EmptyState title={t('recruitment.people.none.title')}>
          {t('recruitment.people.none')}
        </EmptyState>
      ) : (
        <Table
          label={t('recruitment.people.label')}
          items={signUps}
          columns={columns}
          selected={chosen}
          {...(may('recruit') ? { onSelect: setChosen } : {})}
          onOpen={(id) => ask({ person: id, page })}
          empty={t('recruitment.people.noneFound')}
        />
      )}
      <p className="recruitment-pages">
        <span>{t('recruitment.people.count', { count: total })}</span>
        {pages > 1 && (
          <>
            <Button size="small" isDisabled={page === 0} onPress={() => ask({ page: page - 1 })}>
              {t('recruitment.people.earlier')}
            </Button>
            <span>{t('recruitment.people.page', { page: page + 1, pages })}</span>
            <Button
              size="small"
              isDisabled={page + 1 >= pages}
              onPress={() => ask({ page: page + 1 })}
            >
              {t('recruitment.people.later')}
            </Button>
          </>
        )}
      </p>
      <PersonDialog
        study={study}
        person={person ?? null}
        onClose={() => ask({ person: undefined, page })}
      />
    </>
  )
}

function ExportMenu({ study }: { study: string }) {
  const t = useWords(messages)
  const save = (search: { as: 'csv' | 'xlsx'; names: 'yes' | 'no' }) => {
    fetchDownload(exportSignUps, { params: { study }, search })
      .then(saveDownloaded)
      .catch((error: unknown) => toast({ text: error instanceof Error ? error.message : '' }))
  }
  return (
    <MenuTrigger>
      <Button>{t('recruitment.people.export')}</Button>
      <Menu>
        <MenuItem onAction={() => save({ as: 'csv', names: 'no' })}>
          {t('recruitment.people.exportPlain')}
        </MenuItem>
        <MenuItem onAction={() => save({ as: 'xlsx', names: 'no' })}>
          {t('recruitment.people.exportXlsx')}
        </MenuItem>
        <MenuItem onAction={() => save({ as: 'csv', names: 'yes' })}>
          {t('recruitment.people.exportNames')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  )
}
