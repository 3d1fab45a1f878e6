import type {
  Attribute,
  AttributeKind,
  AttributeValue,
  Participant,
} from '@throughline/contract/participants'
import type { Site } from '@throughline/contract/study'
import type { Say } from '../../app/words.tsx'
import { language } from '../../app/words.tsx'
import { Badge } from '../../design/index.ts'
import type { TableColumn } from '../../design/index.ts'
import type { messages } from '../messages.ts'

const tones = { yes: 'good', no: 'bad', 'not recorded': 'warn' } as const

/** The columns of the participants' table: what everybody has, then what the team defined. */
export function columnsOf({
  sites,
  attributes,
  t,
}: {
  sites: readonly Site[]
  attributes: readonly Attribute[]
  t: Say<typeof messages>
}): TableColumn<Participant>[] {
  const siteName = (id: string | null) => sites.find((site) => site.id === id)?.name ?? null
  return [
    {
      id: 'label',
      header: t('study.people.label'),
      cell: ({ label }) => <b>{label}</b>,
      sortBy: ({ label }) => label,
      isRowHeader: true,
    },
    {
      id: 'site',
      header: t('study.people.site'),
      cell: ({ site }) => <Word>{siteName(site)}</Word>,
      sortBy: ({ site }) => siteName(site),
    },
    {
      id: 'year',
      header: t('study.people.year'),
      cell: ({ year }) => year ?? <Absent />,
      sortBy: ({ year }) => year,
      align: 'end',
    },
    {
      id: 'consent',
      header: t('study.people.consent'),
      cell: ({ quoteConsent }) => (
        <Badge tone={tones[quoteConsent]}>{t(`study.people.consent.${quoteConsent}`)}</Badge>
      ),
      sortBy: ({ quoteConsent }) => quoteConsent,
    },
    ...attributes.map(({ id, name, kind }): TableColumn<Participant> => ({
      id,
      header: name,
      cell: ({ attributes: values }) => <Value value={values[id]} kind={kind} />,
      sortBy: ({ attributes: values }) => sortKey(values[id]),
      ...(kind === 'number' ? { align: 'end' as const } : {}),
    })),
    {
      id: 'note',
      header: t('study.people.note'),
      cell: ({ note }) =>
        note === '' ? (
          <Absent />
        ) : (
          <span className="study-people-note" title={note}>
            {note}
          </span>
        ),
    },
  ]
}

function Absent() {
  return <span className="study-people-absent">–</span>
}

/** On one line, cut short where it is long. */
function Word({ children }: { children: string | null }) {
  if (children === null) return <Absent />
  return (
    <span className="study-people-word" title={children}>
      {children}
    </span>
  )
}

function dayOf(date: string): string {
  const day = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' })
  return day.format(new Date(date))
}

function Value({ value, kind }: { value: AttributeValue | undefined; kind: AttributeKind }) {
  if (value === undefined) return <Absent />
  if (typeof value === 'number') return value.toLocaleString(language())
  if (typeof value === 'string')
    return kind === 'text' ? (
      <span className="study-people-note" title={value}>
        {value}
      </span>
    ) : (
      <Word>{kind === 'date' ? dayOf(value) : value}</Word>
    )
  return (
    <span className="study-people-several">
      {value.map((choice) => (
        <Badge key={choice}>{choice}</Badge>
      ))}
    </span>
  )
}

function sortKey(value: AttributeValue | undefined): string | number | null {
  if (value === undefined) return null
  return Array.isArray(value) ? value.join('; ') : value
}
