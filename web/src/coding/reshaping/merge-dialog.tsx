import { mergeCodes, previewMerge, type MergePreview } from '@throughline/contract/code-reshaping'
import { findQuotes, type Code } from '@throughline/contract/coding'
import { useState } from 'react'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import { Badge, ComboBox, ErrorNotice, Loading, toast } from '../../design/index.ts'
import { useTeam } from '../data.ts'
import { MoreQuotes } from '../quotes/more-quotes.tsx'
import { useFurtherQuotes } from '../quotes/use-further-quotes.ts'
import { messages } from './messages.ts'
import { QuoteLine } from './quote-line.tsx'
import { StepForm } from './step-form.tsx'

const shown = 50

/** Merges codes into another one, once it was seen what happens to each coding. */
export function MergeDialog({
  study,
  from,
  codes,
  onClose,
  onMerged,
}: {
  study: string
  from: readonly Code[]
  codes: readonly Code[]
  onClose: () => void
  onMerged: (into: string) => void
}) {
  const t = useWords(messages)
  const [into, setInto] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const targets = codes.filter(({ id, retired }) => !retired && from.every((one) => one.id !== id))
  const target = targets.find(({ id }) => id === into)
  const [first] = from
  const take = () => {
    if (!target) return
    const describe = t('merge.did', {
      codes: from.length,
      name: first?.name ?? '',
      into: target.name,
    })
    const { key } = outbox.enqueue({
      command: mergeCodes,
      study,
      body: { into: target.id, from: from.map(({ id }) => id), reason },
      describe,
    })
    toast({ text: describe, onUndo: () => undoStep(study, key) })
    onMerged(target.id)
  }
  return (
    <StepForm
      title={
        from.length === 1
          ? t('merge.title', { name: first?.name ?? '' })
          : t('merge.titleMany', { codes: from.length })
      }
      action={t('merge.do')}
      isReady={target !== undefined}
      size="wide"
      reason={reason}
      onReason={setReason}
      onTake={take}
      onClose={onClose}
    >
      <ComboBox
        label={t('merge.into')}
        hint={t('merge.intoHint')}
        placeholder={t('merge.into.placeholder')}
        choices={targets.map(({ id, name, colour }) => ({ id, label: name, colour }))}
        value={into}
        onChange={setInto}
      />
      {target && <Preview study={study} from={from} into={target} />}
    </StepForm>
  )
}

function Preview({ study, from, into }: { study: string; from: readonly Code[]; into: Code }) {
  const t = useWords(messages)
  const ids = from.map(({ id }) => id).join(',')
  const { data, error, refetch } = useAsk(
    previewMerge,
    { params: { study, code: into.id }, search: { from: ids } },
    { live: ['coding', 'codings', 'code'] },
  )
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const said = { into: into.name }
  const sentences = [
    t('merge.moves', { ...said, count: data.moves }),
    data.folds.length > 0 && t('merge.folds', { count: data.folds.length }),
    data.stays.length > 0 && t('merge.stays', { count: data.stays.length }),
    data.below > 0 && t('merge.below', { ...said, count: data.below }),
    data.themes > 0 && t('merge.themes', { ...said, count: data.themes }),
  ]
  return (
    <section aria-live="polite">
      <h3>{t('merge.happens')}</h3>
      <ul className="reshape-happens">
        {sentences.map((sentence) => sentence && <li key={sentence}>{sentence}</li>)}
      </ul>
      <Codings key={ids} study={study} from={ids} into={into} preview={data} />
    </section>
  )
}

function Codings({
  study,
  from,
  into,
  preview,
}: {
  study: string
  from: string
  into: Code
  preview: MergePreview
}) {
  const t = useWords(messages)
  const team = useTeam(study)
  const search = { any: from, limit: shown }
  const { data } = useAsk(
    findQuotes,
    { params: { study }, search },
    { live: ['coding', 'codings', 'code'] },
  )
  const further = useFurtherQuotes(study, search, data)
  if (!data || data.total === 0) return null
  const outcome = (id: string) =>
    preview.folds.includes(id) ? 'folds' : preview.stays.includes(id) ? 'stays' : 'moves'
  return (
    <>
      <h3>{t('merge.quotes')}</h3>
      <div className="reshape-quotes" role="region" aria-label={t('merge.quotes')} tabIndex={0}>
        <ol>
          {further.quotes.map((quote) => (
            <li key={quote.id}>
              <QuoteLine quote={quote} coder={team.get(quote.coder)?.initials ?? ''}>
                <Badge tone={outcome(quote.id) === 'moves' ? 'accent' : 'warn'}>
                  {t(`merge.outcome.${outcome(quote.id)}`, { into: into.name })}
                </Badge>
              </QuoteLine>
            </li>
          ))}
        </ol>
      </div>
      <MoreQuotes total={data.total} {...further} />
    </>
  )
}
