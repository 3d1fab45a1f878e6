import { releaseTranscript, removeTranscript } from '@throughline/contract/transcripts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { outbox } from '../app/outbox/index.ts'
import { useWords } from '../app/words.tsx'
import { ConfirmDialog, toast } from '../design/index.ts'
import type { TranscriptStep } from './columns.tsx'
import { messages } from './messages.ts'

/** The steps that cannot be taken back ask first, and say what they mean. */
export function StepDialogs({
  study,
  transcript: { id, title },
  step,
  onStep,
}: {
  study: string
  transcript: TranscriptSummary
  step: TranscriptStep
  onStep: (step: TranscriptStep | null) => void
}) {
  const t = useWords(messages)
  const close = (isOpen: boolean) => {
    if (!isOpen) onStep(null)
  }
  const take = (command: typeof releaseTranscript | typeof removeTranscript, describe: string) => {
    const { acknowledged } = outbox.enqueue({
      command,
      study,
      body: { id },
      describe,
      undoable: false,
    })
    // A refusal is shown and listed by the shell.
    acknowledged.then(
      () => toast({ text: describe }),
      () => undefined,
    )
  }
  return (
    <>
      <ConfirmDialog
        isOpen={step.what === 'release'}
        onOpenChange={close}
        title={t('transcripts.release.title', { title })}
        action={t('transcripts.release.do')}
        onConfirm={() => take(releaseTranscript, t('transcripts.released', { title }))}
      >
        {t('transcripts.release.text')}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={step.what === 'remove'}
        onOpenChange={close}
        title={t('transcripts.remove.title', { title })}
        action={t('transcripts.remove.do')}
        typeName={title}
        onConfirm={() => take(removeTranscript, t('transcripts.removed', { title }))}
      >
        {t('transcripts.remove.text')}
      </ConfirmDialog>
    </>
  )
}
