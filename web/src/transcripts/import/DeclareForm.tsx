import { importTranscripts } from '@throughline/contract/transcripts'
import { useState } from 'react'
import type { z } from 'zod'
import { outbox } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import { Button, Card, RadioGroup } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { asked, isSkipped, readable } from './choices.ts'
import type { ByLabel } from './choices.ts'
import { useIsAsked } from './begun-imports.ts'
import type { SentFile } from './sent-file.ts'

type Declared = z.output<typeof importTranscripts.body>['declared']

/** Whoever imports declares what the files are; then the import begins. */
export function DeclareForm({
  study,
  files,
  ready,
  byLabel,
  isSending,
  onBegun,
}: {
  study: string
  files: readonly SentFile[]
  ready: readonly SentFile[]
  byLabel: ByLabel
  isSending: boolean
  onBegun: (job: string) => void
}) {
  const t = useWords(messages)
  const [declared, setDeclared] = useState<Declared | null>(null)
  const [isMissing, setMissing] = useState(false)
  const isAsking = useIsAsked(study)
  const unreadable = files.filter(
    ({ progress }) => progress.is === 'read' && progress.preview.problem !== null,
  ).length
  const skipped = files.filter((file) => readable(file) !== null && isSkipped(file)).length

  const begin = () => {
    if (declared === null) return setMissing(true)
    const wanted = ready.flatMap((file) => asked(file, byLabel) ?? [])
    const { acknowledged } = outbox.enqueue({
      command: importTranscripts,
      study,
      body: { declared, files: wanted },
      describe: t('transcripts.do.describe', { count: wanted.length }),
      undoable: false,
    })
    acknowledged.then(
      // Whoever went elsewhere meanwhile is left there.
      ({ job }) => onBegun(job),
      // The refusal is shown and listed by the shell; the files stay in the list.
      () => undefined,
    )
  }

  return (
    <Card title={t('transcripts.declare')} aside={t('transcripts.declare.kept')}>
      <RadioGroup
        label={t('transcripts.declare')}
        isLabelHidden
        framed
        choices={[
          {
            id: 'pseudonymised',
            label: t('transcripts.declare.pseudonymised'),
            hint: t('transcripts.declare.pseudonymisedHint'),
          },
          {
            id: 'raw',
            label: t('transcripts.declare.raw'),
            hint: t('transcripts.declare.rawHint'),
          },
        ]}
        value={declared}
        onChange={(value) => {
          setDeclared(value)
          setMissing(false)
        }}
        error={isMissing ? t('transcripts.declare.missing') : undefined}
      />
      <footer className="transcripts-do">
        <p>
          {isAsking
            ? t('transcripts.do.asking')
            : isSending
              ? t('transcripts.do.wait')
              : ready.length === 0
                ? t('transcripts.do.none')
                : t('transcripts.do.left', { unreadable, skipped })}
        </p>
        <Button
          tone="primary"
          size="large"
          isDisabled={ready.length === 0 || isSending}
          isPending={isAsking}
          onPress={begin}
        >
          {t('transcripts.do', { count: ready.length })}
        </Button>
      </footer>
    </Card>
  )
}
