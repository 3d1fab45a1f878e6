import type { Folder } from '@throughline/contract/transcript-order'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { Link } from '@tanstack/react-router'
import type { Say } from '../app/words.tsx'
import { language } from '../app/words.tsx'
import { Badge, Button, Icon, IconButton, Menu, MenuItem, MenuTrigger } from '../design/index.ts'
import type { TableColumn } from '../design/index.ts'
import { dayOf } from './dates.ts'
import type { messages as arrangeMessages } from './arrange/messages.ts'
import type { messages } from './messages.ts'

type Words = Say<typeof messages>
type ArrangeWords = Say<typeof arrangeMessages>

/** What somebody is about to do with a transcript. */
export interface TranscriptStep {
  what: 'edit' | 'up' | 'down' | 'split' | 'replace' | 'release' | 'remove'
  transcript: string
}

const tones = { raw: 'warn', checked: 'accent', pseudonymised: 'accent', released: 'good' } as const

/** The columns of the transcripts' table. */
export function columnsOf({
  study,
  t,
  a,
  nameOf,
  folders,
  mayImport,
  onStep,
}: {
  study: string
  t: Words
  a: ArrangeWords
  folders: readonly Folder[]
  nameOf: (account: string) => string
  mayImport: boolean
  onStep: (step: TranscriptStep) => void
}): TableColumn<TranscriptSummary>[] {
  return [
    {
      id: 'title',
      header: t('transcripts.column.title'),
      cell: (one) => <Title study={study} transcript={one} />,
      sortBy: ({ title }) => title,
      isRowHeader: true,
    },
    {
      id: 'participant',
      header: t('transcripts.column.participant'),
      cell: ({ participant }) =>
        participant === null ? (
          <span className="transcripts-faint">–</span>
        ) : (
          <span className="transcripts-about">
            {t('transcripts.about', {
              label: participant.label,
              site: participant.site ?? 'none',
              year: participant.year ?? 'none',
            })}
          </span>
        ),
      sortBy: ({ participant }) => participant?.label ?? null,
    },
    ...(folders.length > 0
      ? [
          {
            id: 'folder',
            header: a('arrange.folder'),
            cell: ({ folder }: TranscriptSummary) => nameOfFolder(folders, folder) ?? '–',
            sortBy: ({ folder }: TranscriptSummary) => nameOfFolder(folders, folder),
          },
        ]
      : []),
    {
      id: 'stage',
      header: t('transcripts.stage'),
      cell: ({ stage }) => <Badge tone={tones[stage]}>{t(`transcripts.stage.${stage}`)}</Badge>,
      sortBy: ({ stage }) => stage,
    },
    {
      id: 'words',
      header: t('transcripts.column.words'),
      cell: ({ words }) => words.toLocaleString(language()),
      sortBy: ({ words }) => words,
      align: 'end',
    },
    {
      id: 'format',
      header: t('transcripts.column.format'),
      cell: ({ format }) => format,
      sortBy: ({ format }) => format,
    },
    {
      id: 'imported',
      header: t('transcripts.column.imported'),
      cell: ({ importedBy, importedAt }) => (
        <span className="transcripts-about">
          {t('transcripts.byWhen', { who: nameOf(importedBy), when: dayOf(importedAt) })}
        </span>
      ),
      sortBy: ({ importedAt }) => importedAt,
    },
    {
      id: 'notes',
      header: t('transcripts.column.notes'),
      cell: ({ id, warnings }) =>
        warnings.length > 0 && (
          <Button
            tone="plain"
            size="small"
            onPress={() => onStep({ what: 'edit', transcript: id })}
          >
            {t('transcripts.notes', { count: warnings.length })}
          </Button>
        ),
      sortBy: ({ warnings }) => warnings.length,
    },
    ...(mayImport
      ? [
          {
            id: 'actions',
            header: t('transcripts.column.actions'),
            align: 'end' as const,
            cell: (one: TranscriptSummary) => (
              <Actions study={study} transcript={one} t={t} a={a} onStep={onStep} />
            ),
          },
        ]
      : []),
  ]
}

const nameOfFolder = (folders: readonly Folder[], id: string | null) =>
  folders.find((folder) => folder.id === id)?.name ?? null

function Title({ study, transcript }: { study: string; transcript: TranscriptSummary }) {
  const { id, title, stage } = transcript
  if (stage !== 'released') return <b>{title}</b>
  return (
    <Link
      to="/studies/$study/code/$transcript"
      params={{ study, transcript: id }}
      className="transcripts-open"
    >
      {title}
    </Link>
  )
}

function Actions({
  study,
  transcript: { id, title, stage },
  t,
  a,
  onStep,
}: {
  study: string
  transcript: TranscriptSummary
  t: Words
  a: ArrangeWords
  onStep: (step: TranscriptStep) => void
}) {
  const isReleased = stage === 'released'
  return (
    <MenuTrigger>
      <IconButton size="small" aria-label={t('transcripts.actionsOf', { title })}>
        <Icon name="more" />
      </IconButton>
      <Menu placement="bottom end">
        {isReleased && (
          <MenuItem href={`/studies/${study}/code/${id}`}>{t('transcripts.open')}</MenuItem>
        )}
        <MenuItem onAction={() => onStep({ what: 'edit', transcript: id })}>
          {t('transcripts.edit')}
        </MenuItem>
        <MenuItem onAction={() => onStep({ what: 'up', transcript: id })}>
          {a('arrange.up')}
        </MenuItem>
        <MenuItem onAction={() => onStep({ what: 'down', transcript: id })}>
          {a('arrange.down')}
        </MenuItem>
        <MenuItem onAction={() => onStep({ what: 'split', transcript: id })}>
          {a('arrange.split')}
        </MenuItem>
        <MenuItem onAction={() => onStep({ what: 'replace', transcript: id })}>
          {a('arrange.replace')}
        </MenuItem>
        {!isReleased && (
          <MenuItem href={`/studies/${study}/code/${id}`}>{t('transcripts.read')}</MenuItem>
        )}
        {!isReleased && (
          <MenuItem onAction={() => onStep({ what: 'release', transcript: id })}>
            {t('transcripts.release')}
          </MenuItem>
        )}
        <MenuItem tone="danger" onAction={() => onStep({ what: 'remove', transcript: id })}>
          {t('transcripts.remove')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  )
}
