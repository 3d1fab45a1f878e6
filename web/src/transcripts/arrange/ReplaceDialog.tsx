import { replaceTranscript } from '@throughline/contract/transcript-parts'
import {
  uploadFile,
  type FilePreview,
  type TranscriptSummary,
} from '@throughline/contract/transcripts'
import { useState } from 'react'
import { sendUpload } from '../../app/client.ts'
import { useWords } from '../../app/words.tsx'
import { ErrorNotice, FileDrop, Loading } from '../../design/index.ts'
import { act } from '../../study/study-data.ts'
import { useStanding } from './arrange-data.ts'
import { messages } from './messages.ts'
import { StepModal } from './StepModal.tsx'

/** A corrected file takes the place of a transcript on which nothing stands yet. */
export function ReplaceDialog({
  study,
  transcript: { id, title, stage },
  onClose,
}: {
  study: string
  transcript: TranscriptSummary
  onClose: () => void
}) {
  const t = useWords(messages)
  const stands = useStanding(study).get(id)
  const [reading, setReading] = useState(false)
  const [preview, setPreview] = useState<FilePreview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = async (file: File) => {
    setReading(true)
    setError(null)
    setPreview(null)
    try {
      const search = { name: file.name }
      setPreview(await sendUpload(uploadFile, { params: { study }, search, body: file }))
    } catch (refused) {
      setError(refused)
    } finally {
      setReading(false)
    }
  }
  const codings = stands?.codings ?? 0
  const sections = stands?.sections ?? 0
  const isFree = stands !== undefined && codings + sections === 0
  const [one, ...others] = preview?.transcripts ?? []
  return (
    <StepModal
      title={t('arrange.replace.title', { title })}
      action={t('arrange.replace.do')}
      isDisabled={!isFree || one === undefined || others.length > 0 || preview?.problem !== null}
      onClose={onClose}
      onTake={() =>
        preview &&
        act(replaceTranscript, {
          study,
          body: { id, upload: preview.upload },
          describe: t('arrange.replace.done', { title }),
        })
      }
    >
      <p>{t('arrange.replace.lede')}</p>
      {stage === 'released' && <p>{t('arrange.replace.released')}</p>}
      {stands !== undefined && !isFree && (
        <p role="alert" className="arrange-refused">
          {t('arrange.replace.stands', {
            codings,
            sections,
            both: codings > 0 && sections > 0 ? 'yes' : 'no',
          })}
        </p>
      )}
      {isFree && !reading && (
        <FileDrop
          hint={t('arrange.replace.hint')}
          onFiles={([file]) => {
            if (file) void read(file)
          }}
        />
      )}
      {reading && <Loading label={t('arrange.replace.reading')} />}
      {error !== null && <ErrorNotice error={error} />}
      {preview?.problem && (
        <p role="alert" className="arrange-refused">
          {preview.problem.message}
        </p>
      )}
      {preview && others.length > 0 && (
        <p role="alert" className="arrange-refused">
          {t('arrange.replace.several', { count: preview.transcripts.length })}
        </p>
      )}
      {preview && one && others.length === 0 && (
        <section aria-live="polite">
          <h3>
            {t('arrange.replace.words', { name: preview.name, words: one.words, turns: one.turns })}
          </h3>
          <p className="arrange-beginning" dir="auto">
            {one.beginning}
          </p>
          {one.warnings.map(({ message }) => (
            <p key={message} className="transcripts-faint">
              {message}
            </p>
          ))}
        </section>
      )}
    </StepModal>
  )
}
