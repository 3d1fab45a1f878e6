import { memo } from 'react'
import { useWords } from '../../app/words.tsx'
import { language } from '../../app/words.tsx'
import { Badge, Button, Gauge, IconButton, Icon } from '../../design/index.ts'
import { sentenceOf } from '../sentences.ts'
import { messages } from '../messages.ts'
import { isSkipped, participantOf } from './choices.ts'
import type { ByLabel } from './choices.ts'
import { useFile } from './sent-files.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'
import type { FilePreview } from '@throughline/contract/transcripts'

/** One file of the list: how far it is, what it becomes, what is wrong with it. Drawn only when it changes. */
export const FileRow = memo(function FileRow({
  list,
  fileKey,
  byLabel,
  labelOf,
  onLook,
}: {
  list: FileList
  fileKey: string
  byLabel: ByLabel
  labelOf: ReadonlyMap<string, string>
  onLook: (key: string) => void
}) {
  const t = useWords(messages)
  const file = useFile(list, fileKey)
  if (!file) return null
  const { progress } = file
  const joined = list.joinedWith(file)
  const name = [file, ...joined].map((each) => each.name).join(' + ')
  const preview = progress.is === 'read' ? progress.preview : null
  const isBad =
    progress.is === 'failed' ||
    progress.is === 'lost' ||
    (preview !== null && preview.problem !== null)
  return (
    <li className="transcripts-file" data-bad={isBad || undefined}>
      <div className="transcripts-file-words">
        <Button
          tone="plain"
          className="transcripts-file-name"
          isDisabled={preview === null}
          aria-label={t('transcripts.file.look', { name })}
          onPress={() => onLook(fileKey)}
        >
          {name}
        </Button>
        <span className="transcripts-file-state">
          <State file={file} />
        </span>
        {joined.length > 0 && (
          <span className="transcripts-file-state">
            {t('transcripts.session.one', { count: joined.length + 1 })}{' '}
            <Button
              tone="plain"
              size="small"
              aria-label={t('transcripts.session.partOne', { name })}
              onPress={() => list.part(fileKey)}
            >
              {t('transcripts.session.part')}
            </Button>
          </span>
        )}
        {preview && <SameFile list={list} file={file} preview={preview} />}
      </div>
      {preview && preview.problem === null && (
        <div className="transcripts-file-badges">
          <Marks preview={preview} file={file} />
          <Whose file={file} preview={preview} byLabel={byLabel} labelOf={labelOf} />
        </div>
      )}
      {progress.is === 'failed' && (
        <Button size="small" onPress={() => list.tryAgain(fileKey)}>
          {t('transcripts.file.tryAgain')}
        </Button>
      )}
      <IconButton
        size="small"
        aria-label={t('transcripts.file.remove', { name })}
        onPress={() => list.remove([...joined.map((other) => other.key), fileKey])}
      >
        <Icon name="close" />
      </IconButton>
    </li>
  )
})

function State({ file: { name, bytes, progress } }: { file: SentFile }) {
  const t = useWords(messages)
  if (progress.is === 'waiting') return t('transcripts.file.waiting')
  if (progress.is === 'reading') return t('transcripts.file.reading')
  if (progress.is === 'lost') return t('transcripts.file.lost')
  if (progress.is === 'failed') return sentenceOf(progress.error)
  if (progress.is === 'sending')
    return (
      <Gauge
        label={t('transcripts.file.sending', { name })}
        value={progress.sent}
        of={bytes || 1}
      />
    )
  const { problem, format, transcripts, speakers } = progress.preview
  if (progress.isReadAgain) return t('transcripts.file.reading')
  if (problem !== null) return problem.message
  const words = transcripts.reduce((sum, transcript) => sum + transcript.words, 0)
  const title = format?.title ?? ''
  return transcripts.length === 1
    ? t('transcripts.file.single', { format: title, words, speakers: speakers.length })
    : t('transcripts.file.several', { format: title, words, transcripts: transcripts.length })
}

function SameFile({
  list,
  file,
  preview: { sameAs, problem },
}: {
  list: FileList
  file: SentFile
  preview: FilePreview
}) {
  const t = useWords(messages)
  const [first] = sameAs
  if (!first || problem !== null) return null
  return (
    <span className="transcripts-file-same">
      {t('transcripts.file.same', { title: first.title })}.{' '}
      {isSkipped(file) ? t('transcripts.file.sameSkip') : t('transcripts.file.againOn')}{' '}
      <Button
        tone="plain"
        size="small"
        onPress={() => list.choose(file.key, { again: !file.again })}
      >
        {file.again ? t('transcripts.file.skip') : t('transcripts.file.again')}
      </Button>
    </span>
  )
}

/** Unsure characters and what was noticed while reading. */
function Marks({ preview, file }: { preview: FilePreview; file: SentFile }) {
  const t = useWords(messages)
  const notes = preview.transcripts.reduce(
    (sum, { warnings }) => sum + warnings.filter(({ code }) => code !== 'encoding-guessed').length,
    0,
  )
  const isDoubtful = preview.encoding?.certain === false && file.options.encoding === undefined
  return (
    <>
      {isDoubtful && <Badge tone="warn">{t('transcripts.file.doubt')}</Badge>}
      {notes > 0 && <Badge tone="warn">{t('transcripts.file.notes', { count: notes })}</Badge>}
    </>
  )
}

function Whose({
  file,
  preview: { transcripts },
  byLabel,
  labelOf,
}: {
  file: SentFile
  preview: FilePreview
  byLabel: ByLabel
  labelOf: ReadonlyMap<string, string>
}) {
  const t = useWords(messages)
  const whose = transcripts.map((_, index) => participantOf(file, index, byLabel))
  const without = whose.filter((id) => id === null).length
  const [only] = whose
  if (transcripts.length === 1)
    return only === null || only === undefined ? (
      <Badge>{t('transcripts.file.nobody')}</Badge>
    ) : (
      <Badge tone="accent">{labelOf.get(only) ?? '…'}</Badge>
    )
  return without > 0 ? (
    <Badge>
      {t('transcripts.file.without', {
        count: without.toLocaleString(language()),
        all: transcripts.length.toLocaleString(language()),
      })}
    </Badge>
  ) : null
}
