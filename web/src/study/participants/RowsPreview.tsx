import { rowOutcome } from '@throughline/contract/participants'
import type { PreviewedRow, RowOutcome } from '@throughline/contract/participants'
import { useMemo, useState } from 'react'
import { useWords } from '../../app/words.tsx'
import { Badge, Segment, Segments, Table } from '../../design/index.ts'
import type { TableColumn } from '../../design/index.ts'
import { messages } from '../messages.ts'
import type { Preview } from './ImportPage.tsx'

const tones = { added: 'good', changed: 'accent', unchanged: undefined, refused: 'bad' } as const
type Row = PreviewedRow & { id: string }

/** What each row of the file would do, with the reason of every refusal. */
export function RowsPreview({ preview }: { preview: Preview }) {
  const t = useWords(messages)
  const [only, setOnly] = useState<RowOutcome | 'all'>('all')
  const rows = useMemo(
    () =>
      preview.rows
        .filter(({ outcome }) => only === 'all' || outcome === only)
        .map((row): Row => ({ ...row, id: String(row.number) })),
    [preview, only],
  )
  const columns: TableColumn<Row>[] = [
    {
      id: 'number',
      header: t('study.import.row'),
      cell: ({ number }) => number,
      sortBy: ({ number }) => number,
      align: 'end',
    },
    {
      id: 'label',
      header: t('study.people.label'),
      cell: ({ label }) => <b>{label ?? '–'}</b>,
      sortBy: ({ label }) => label,
      isRowHeader: true,
    },
    {
      id: 'outcome',
      header: t('study.import.outcome'),
      cell: ({ outcome }) => {
        const tone = tones[outcome]
        return <Badge {...(tone ? { tone } : {})}>{t(`study.import.outcome.${outcome}`)}</Badge>
      },
      sortBy: ({ outcome }) => outcome,
    },
    {
      id: 'details',
      header: t('study.import.details'),
      cell: (row) => <Details row={row} />,
    },
  ]
  return (
    <>
      <div className="study-import-outcomes">
        <Segments
          aria-label={t('study.import.outcome')}
          selectedKeys={[only]}
          onSelectionChange={([key]) => {
            const outcome = rowOutcome.safeParse(key)
            setOnly(outcome.success ? outcome.data : 'all')
          }}
        >
          <Segment id="all">
            {t('study.import.outcome.all')} {preview.rows.length}
          </Segment>
          {rowOutcome.options.map((outcome) => (
            <Segment key={outcome} id={outcome} isDisabled={!preview.totals[outcome]}>
              {t(`study.import.outcome.${outcome}`)} {preview.totals[outcome] ?? 0}
            </Segment>
          ))}
        </Segments>
      </div>
      <Table
        label={t('study.import.rows')}
        items={rows}
        columns={columns}
        empty={t('study.import.nothing')}
      />
    </>
  )
}

function Details({ row: { outcome, reasons, changes } }: { row: Row }) {
  const t = useWords(messages)
  if (outcome === 'refused')
    return (
      <ul className="study-import-details">
        {reasons.map((reason) => (
          <li key={reason} data-refused>
            {reason}
          </li>
        ))}
      </ul>
    )
  const words = changes.map(({ what, from, to }) =>
    from === ''
      ? t('study.import.set', { what, to })
      : t('study.import.change', { what, from, to: to || t('study.import.cleared') }),
  )
  return <span className="study-import-details">{words.join(' · ')}</span>
}
