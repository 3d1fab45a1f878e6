import { findMarks } from '@throughline/contract/sections'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useState } from 'react'
import { useAsk } from '../../app/queries.ts'
import { studyRoute } from '../../app/roots.tsx'
import { useWords } from '../../app/words.tsx'
import {
  Breadcrumbs,
  Button,
  Card,
  ErrorNotice,
  Loading,
  Page,
  Segment,
  Segments,
  Table,
  type TableColumn,
  TextField,
} from '../../design/index.ts'
import { PreviewedFile, usePreview } from '../../study/participants/ImportPage.tsx'
import { messages as listMessages } from '../messages.ts'
import { useTranscripts } from '../transcripts-data.ts'
import { messages } from './messages.ts'
import '../transcripts.css'
import { csvOf, fieldsOf, refusePattern, valuesIn } from './patterns.ts'

const participant = 'participant'

/** What was read of one transcript: whose it is, and its fields; null where it does not fit. */
interface Reading {
  id: string
  title: string
  values: ReadonlyMap<string, string> | null
}

/** Reads attributes of participants from titles or lines, shows what they would change, and writes them in one step. */
export function AttributesPage() {
  const t = useWords(messages)
  const { study } = studyRoute.useParams()
  const { transcripts, error, isPending, refetch } = useTranscripts(study)
  const [from, setFrom] = useState<'title' | 'lines'>('title')
  const { preview, error: refused, isReading, read, file, forget } = usePreview(study)
  const look = (fields: readonly string[], readings: readonly Reading[]) => {
    const rows = readings.flatMap(({ values }) =>
      values
        ? [[values.get(participant) ?? '', ...fields.map((name) => values.get(name) ?? '')]]
        : [],
    )
    const csv = csvOf([[participant, ...fields], ...rows])
    void read(new File([csv], 'transcripts.csv', { type: 'text/csv' }))
  }
  const ways = { title: FromTitles, lines: FromLines }
  const Way = ways[from]
  return (
    <Page
      title={t('attributes.title')}
      lede={t('attributes.lede')}
      above={
        <Breadcrumbs
          steps={[
            {
              label: useWords(listMessages)('transcripts.title'),
              href: `/studies/${study}/transcribe`,
            },
            { label: t('attributes.title') },
          ]}
        />
      }
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {refused !== null && <ErrorNotice error={refused} />}
      {isPending && <Loading />}
      {preview !== null && file !== null ? (
        <PreviewedFile
          study={study}
          preview={preview}
          isReading={isReading}
          other={t('attributes.back')}
          onColumns={(columns) => void read(file, columns)}
          onOther={forget}
        />
      ) : (
        <Card>
          <div className="attributes">
            <Segments
              aria-label={t('attributes.from')}
              selectedKeys={[from]}
              onSelectionChange={([key]) => setFrom(key === 'lines' ? 'lines' : 'title')}
            >
              <Segment id="title">{t('attributes.fromTitle')}</Segment>
              <Segment id="lines">{t('attributes.fromLines')}</Segment>
            </Segments>
            <Way study={study} transcripts={transcripts} isReading={isReading} onLook={look} />
          </div>
        </Card>
      )}
    </Page>
  )
}

interface WayProps {
  study: string
  transcripts: readonly TranscriptSummary[]
  isReading: boolean
  onLook: (fields: readonly string[], readings: readonly Reading[]) => void
}

function FromTitles({ transcripts, isReading, onLook }: WayProps) {
  const t = useWords(messages)
  const [pattern, setPattern] = useState('{participant}_{site}_{year}')
  const problem = refusePattern(pattern)
  const fields = fieldsOf(pattern).filter((name) => name.toLowerCase() !== participant)
  const readings = transcripts.map((transcript): Reading => {
    const { id, title } = transcript
    return { id, title, values: problem ? null : ownedBy(transcript, valuesIn(pattern, title)) }
  })
  return (
    <>
      <TextField
        label={t('attributes.pattern')}
        hint={t('attributes.patternHint', {
          example: '{participant}_{site}_{year}',
          whose: '{participant}',
        })}
        value={pattern}
        onChange={setPattern}
        maxLength={300}
        error={problem ? t(`attributes.${problem}`) : undefined}
      />
      <Readings fields={fields} readings={readings} isReading={isReading} onLook={onLook} />
    </>
  )
}

function FromLines({ study, transcripts, isReading, onLook }: WayProps) {
  const t = useWords(messages)
  const [line, setLine] = useState('Role: {name}')
  const [attribute, setAttribute] = useState('role')
  const { data, error, refetch } = useAsk(
    findMarks,
    { params: { study }, search: { by: 'lines', pattern: line } },
    { enabled: line.includes('{name}'), staleTime: 0 },
  )
  const said = new Map(
    (data?.found ?? []).toReversed().map(({ transcript, name }) => [transcript, name]),
  )
  const readings = transcripts.map((transcript): Reading => {
    const { id, title } = transcript
    const value = said.get(id)
    return {
      id,
      title,
      values: value ? ownedBy(transcript, new Map([[attribute.trim(), value]])) : null,
    }
  })
  return (
    <>
      <div className="attributes-pair">
        <TextField
          label={t('attributes.line')}
          hint={t('attributes.lineHint', { open: '{', close: '}', example: 'Role: {name}' })}
          value={line}
          onChange={setLine}
          maxLength={200}
        />
        <TextField
          label={t('attributes.attribute')}
          value={attribute}
          onChange={setAttribute}
          maxLength={100}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {transcripts.some(({ stage }) => stage !== 'released') && (
        <p className="transcripts-faint">{t('attributes.raw')}</p>
      )}
      <Readings
        fields={attribute.trim() === '' ? [] : [attribute.trim()]}
        readings={readings}
        isReading={isReading}
        onLook={onLook}
      />
    </>
  )
}

/** With the id of whose transcript it is; null where nobody's is. */
function ownedBy(
  transcript: TranscriptSummary,
  values: ReadonlyMap<string, string> | null,
): ReadonlyMap<string, string> | null {
  if (values === null) return null
  const named = [...values].find(([name]) => name.toLowerCase() === participant)?.[1]
  const whose = named ?? transcript.participant?.label
  return whose === undefined ? null : new Map([...values, [participant, whose]])
}

function Readings({
  fields,
  readings,
  isReading,
  onLook,
}: {
  fields: readonly string[]
  readings: readonly Reading[]
  isReading: boolean
  onLook: WayProps['onLook']
}) {
  const t = useWords(messages)
  const fits = readings.filter(({ values }) => values !== null)
  const columns: TableColumn<Reading>[] = [
    {
      id: 'title',
      header: t('attributes.transcript'),
      cell: ({ title }) => <span dir="auto">{title}</span>,
      sortBy: ({ title }) => title,
      isRowHeader: true,
    },
    ...[participant, ...fields].map((name, index) => ({
      id: `field ${name}`,
      header: name,
      cell: ({ values }: Reading) =>
        values?.get(name) ??
        (index === 0 ? <span className="transcripts-faint">{t('attributes.unfit')}</span> : ''),
      sortBy: ({ values }: Reading) => values?.get(name) ?? null,
    })),
  ]
  return (
    <>
      <p aria-live="polite">{t('attributes.found', { fits: fits.length, all: readings.length })}</p>
      <Table label={t('attributes.title')} items={readings} columns={columns} />
      <div>
        <Button
          tone="primary"
          isDisabled={fits.length === 0 || fields.length === 0 || isReading}
          onPress={() => onLook(fields, readings)}
        >
          {t('attributes.look')}
        </Button>
      </div>
    </>
  )
}
