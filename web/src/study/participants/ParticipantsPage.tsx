import { exportParticipants, recordQuoteConsent } from '@throughline/contract/participants'
import type { Participant, QuoteConsent } from '@throughline/contract/participants'
import type { Site } from '@throughline/contract/study'
import { useMemo, useState } from 'react'
import { fetchDownload, saveDownloaded } from '../../app/client.ts'
import { ProblemError } from '../../app/problem.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  EmptyState,
  ErrorNotice,
  Menu,
  MenuItem,
  MenuTrigger,
  Page,
  RouteButton,
  Skeleton,
  Table,
  toast,
} from '../../design/index.ts'
import { messages } from '../messages.ts'
import { participantsRoute } from '../routes.tsx'
import { act, useAttributes, useMay, useSites } from '../study-data.ts'
import { columnsOf } from './columns.tsx'
import { matching } from './filters.ts'
import { FilterBar } from './FilterBar.tsx'
import { ParticipantDialog } from './ParticipantDialog.tsx'
import { useParticipants } from './participants-data.ts'
import './participants.css'

/** Which participant's dialog is open: an id, a new one, or none. */
type Opened = { id: string } | 'new' | null

const noSites: readonly Site[] = []

export function ParticipantsPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const conditions = participantsRoute.useSearch()
  const people = useParticipants(study)
  const { participants, nextLabel, data, error, refetch } = people
  const ofSites = useSites(study)
  const ofAttributes = useAttributes(study)
  const sites = ofSites.data?.sites ?? noSites
  const attributes = ofAttributes.data?.attributes ?? []
  // sites and attributes make columns, which are there from the first
  const isPending = [people, ofSites, ofAttributes].some((answer) => answer.isPending)
  const may = useMay(study)
  const mayManage = may('manage participants')
  const [opened, setOpened] = useState<Opened>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())

  const shown = useMemo(
    () => matching(participants, conditions, sites),
    [participants, conditions, sites],
  )
  const columns = columnsOf({ sites, attributes, t })
  const chosen = shown.filter(({ id }) => selected.has(id))
  const isEmpty = data !== undefined && participants.length === 0

  const addButtons = mayManage && (
    <>
      <RouteButton to="/studies/$study/participants/import" params={{ study }}>
        {t('study.people.import')}
      </RouteButton>
      <Button tone="primary" onPress={() => setOpened('new')}>
        {t('study.people.add')}
      </Button>
    </>
  )
  return (
    <Page
      title={t('study.people.title')}
      lede={t('study.people.lede')}
      actions={
        !isEmpty && (
          <>
            {may('export') && <ExportMenu study={study} />}
            {addButtons}
          </>
        )
      }
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton lines={8} />}
      {isEmpty && (
        <EmptyState title={t('study.people.empty.title')} action={addButtons}>
          {t('study.people.empty')}
          {!mayManage && ` ${t('study.people.empty.observer')}`}
        </EmptyState>
      )}
      {data && !isPending && !isEmpty && (
        <>
          <FilterBar
            sites={sites}
            conditions={conditions}
            shown={shown.length}
            all={participants.length}
          />
          {chosen.length > 0 && (
            <BulkBar study={study} chosen={chosen} onDone={() => setSelected(new Set())} />
          )}
          <Table
            label={t('study.people.title')}
            items={shown}
            columns={columns}
            sort={{ column: 'label', direction: 'ascending' }}
            className="study-people"
            {...(mayManage
              ? {
                  onOpen: (id: string) => setOpened({ id }),
                  selected,
                  onSelect: setSelected,
                }
              : {})}
            empty={
              <EmptyState
                title={t('study.people.noneFound.title')}
                action={
                  <RouteButton to="/studies/$study/participants" params={{ study }} search={{}}>
                    {t('study.people.clear')}
                  </RouteButton>
                }
              >
                {t('study.people.noneFound')}
              </EmptyState>
            }
          />
        </>
      )}
      <ParticipantDialog
        study={study}
        participant={
          opened === null || opened === 'new'
            ? null
            : (participants.find(({ id }) => id === opened.id) ?? null)
        }
        isOpen={opened !== null}
        onClose={() => setOpened(null)}
        others={participants}
        nextLabel={nextLabel}
        sites={sites}
        attributes={attributes}
      />
    </Page>
  )
}

function ExportMenu({ study }: { study: string }) {
  const t = useWords(messages)
  const save = (as: 'csv' | 'xlsx') => {
    fetchDownload(exportParticipants, { params: { study }, search: { as } }).then(
      saveDownloaded,
      (error: unknown) => {
        if (error instanceof ProblemError) toast({ text: error.problem.detail, tone: 'bad' })
        else reportError(error)
      },
    )
  }
  return (
    <MenuTrigger>
      <Button>{t('study.people.export')}</Button>
      <Menu placement="bottom end">
        <MenuItem onAction={() => save('csv')}>{t('study.people.exportCsv')}</MenuItem>
        <MenuItem onAction={() => save('xlsx')}>{t('study.people.exportXlsx')}</MenuItem>
      </Menu>
    </MenuTrigger>
  )
}

const consents: readonly QuoteConsent[] = ['yes', 'no', 'not recorded']

/** What can be done with the participants who are ticked. */
function BulkBar({
  study,
  chosen,
  onDone,
}: {
  study: string
  chosen: readonly Participant[]
  onDone: () => void
}) {
  const t = useWords(messages)
  const record = (quoteConsent: QuoteConsent) => {
    act(recordQuoteConsent, {
      study,
      body: { participants: chosen.map(({ id }) => id), quoteConsent },
      describe: t('study.people.recorded', {
        consent: t(`study.people.consent.${quoteConsent}`),
        count: chosen.length,
        label: chosen[0]?.label ?? '',
      }),
    })
    onDone()
  }
  return (
    <div
      className="study-bulk"
      role="region"
      aria-label={t('study.people.selected', { count: chosen.length })}
    >
      <b>{t('study.people.selected', { count: chosen.length })}</b>
      <span>{t('study.people.recordAs')}</span>
      {consents.map((consent) => (
        <Button key={consent} size="small" onPress={() => record(consent)}>
          {t(`study.people.consent.${consent}`)}
        </Button>
      ))}
      <Button tone="plain" size="small" className="study-bulk-end" onPress={onDone}>
        {t('study.people.unselect')}
      </Button>
    </div>
  )
}
