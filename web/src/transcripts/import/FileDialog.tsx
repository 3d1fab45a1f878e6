import type { Participant } from '@throughline/contract/participants'
import type { FilePreview } from '@throughline/contract/transcripts'
import { useWords } from '../../app/words.tsx'
import { Button, Modal } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { roleOf } from './choices.ts'
import type { ByLabel } from './choices.ts'
import { EncodingChoice } from './EncodingChoice.tsx'
import { JoinedFiles } from './JoinedFiles.tsx'
import { RoleSelect } from './RoleSelect.tsx'
import { useFile } from './sent-files.ts'
import type { FileList } from './sent-files.ts'
import type { SentFile } from './sent-file.ts'
import { TableChoice } from './TableChoice.tsx'
import { WhoseTranscripts } from './WhoseTranscripts.tsx'

interface FileDialogProps {
  study: string
  list: FileList
  files: readonly SentFile[]
  /** The file that is looked at; none when null. */
  opened: string | null
  byLabel: ByLabel
  participants: readonly Participant[]
  onOpen: (key: string | null) => void
}

/** What one file becomes, and what can be chosen for it. */
export function FileDialog({ files, opened, onOpen, ...rest }: FileDialogProps) {
  const t = useWords(messages)
  const read = files.filter(({ progress }) => progress.is === 'read')
  const at = read.findIndex(({ key }) => key === opened)
  const before = read[at - 1]
  const after = at < 0 ? undefined : read[at + 1]
  return (
    <Modal
      size="wide"
      isOpen={opened !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onOpen(null)
      }}
      title={read[at]?.name ?? ''}
      footer={(close) => (
        <>
          <Button isDisabled={before === undefined} onPress={() => onOpen(before?.key ?? null)}>
            {t('transcripts.look.before')}
          </Button>
          <Button isDisabled={after === undefined} onPress={() => onOpen(after?.key ?? null)}>
            {t('transcripts.look.after')}
          </Button>
          <Button tone="primary" onPress={close}>
            {t('transcripts.look.close')}
          </Button>
        </>
      )}
    >
      {opened !== null && <FileDetails key={opened} fileKey={opened} files={files} {...rest} />}
    </Modal>
  )
}

function FileDetails({
  list,
  fileKey,
  files,
  ...people
}: Pick<FileDialogProps, 'study' | 'list' | 'files' | 'byLabel' | 'participants'> & {
  fileKey: string
}) {
  const t = useWords(messages)
  const file = useFile(list, fileKey)
  if (file?.progress.is !== 'read') return null
  const { preview, isReadAgain } = file.progress
  return (
    <div className="transcripts-look" aria-busy={isReadAgain}>
      {preview.problem !== null && <p className="transcripts-problem">{preview.problem.message}</p>}
      <EncodingChoice list={list} file={file} preview={preview} />
      {file.joinedTo === null ? (
        <JoinedFiles list={list} file={file} files={files} />
      ) : (
        <p className="transcripts-faint">{t('transcripts.session.isPart')}</p>
      )}
      {preview.csv && (
        <TableChoice study={people.study} list={list} file={file} table={preview.csv} />
      )}
      {preview.problem === null && file.joinedTo === null && (
        <>
          <Notes preview={preview} />
          <WhoseTranscripts list={list} file={file} preview={preview} {...people} />
          <Speakers list={list} file={file} preview={preview} />
          <Beginning preview={preview} />
        </>
      )}
    </div>
  )
}

function Notes({ preview: { transcripts } }: { preview: FilePreview }) {
  const t = useWords(messages)
  const notes = new Set(
    transcripts.flatMap(({ warnings }) =>
      warnings.filter(({ code }) => code !== 'encoding-guessed').map(({ message }) => message),
    ),
  )
  if (notes.size === 0) return null
  return (
    <section>
      <h3>{t('transcripts.look.notes')}</h3>
      <ul className="transcripts-notes">
        {[...notes].map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  )
}

const shownSpeakers = 60

function Speakers({
  list,
  file,
  preview: { speakers },
}: {
  list: FileList
  file: SentFile
  preview: FilePreview
}) {
  const t = useWords(messages)
  return (
    <section>
      <h3>{t('transcripts.look.speakers')}</h3>
      {speakers.length === 0 && (
        <p className="transcripts-faint">{t('transcripts.look.noSpeakers')}</p>
      )}
      <ul className="transcripts-speakers">
        {speakers.slice(0, shownSpeakers).map(({ label, turns, words }, index) => (
          <li key={label}>
            <b>{label}</b>
            <span>{t('transcripts.look.speakerHint', { turns, words })}</span>
            <RoleSelect
              label={label}
              role={roleOf(file, index)}
              onChange={(role) =>
                list.choose(file.key, { speakers: { ...file.speakers, [index]: role } })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Beginning({ preview: { transcripts } }: { preview: FilePreview }) {
  const t = useWords(messages)
  return (
    <section>
      <h3>{t('transcripts.look.words')}</h3>
      <div className="transcripts-beginning" lang="">
        {transcripts[0]?.beginning}
        {(transcripts[0]?.beginning.length ?? 0) >= 600 && '…'}
      </div>
    </section>
  )
}
