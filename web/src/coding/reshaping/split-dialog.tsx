import { splitCode } from '@throughline/contract/code-reshaping'
import { findQuotes, type Code } from '@throughline/contract/coding'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useAsk } from '../../app/queries.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Checkbox,
  EmptyState,
  ErrorNotice,
  Loading,
  TextField,
  toast,
} from '../../design/index.ts'
import { useTeam } from '../data.ts'
import { MoreQuotes } from '../quotes/more-quotes.tsx'
import { useFurtherQuotes } from '../quotes/use-further-quotes.ts'
import { messages } from './messages.ts'
import { QuoteLine } from './quote-line.tsx'
import { StepForm } from './step-form.tsx'

const shown = 200

/** Gives chosen codings to a new code, their words before one's eyes. */
export function SplitDialog({
  study,
  code,
  onClose,
  onSplit,
}: {
  study: string
  code: Code
  onClose: () => void
  onSplit: (into: string) => void
}) {
  const t = useWords(messages)
  const team = useTeam(study)
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const search = { any: code.id, limit: shown }
  const { data, error, refetch } = useAsk(
    findQuotes,
    { params: { study }, search },
    { live: ['coding', 'codings', 'code'] },
  )
  const further = useFurtherQuotes(study, search, data)
  const { quotes } = further
  const take = () => {
    const id = uuidv7()
    const describe = t('split.did', { name: code.name, count: chosen.size, into: name.trim() })
    const { key } = outbox.enqueue({
      command: splitCode,
      study,
      body: {
        code: code.id,
        newCode: { id, name, parent: code.parent },
        codings: [...chosen],
        reason,
      },
      describe,
    })
    toast({ text: describe, onUndo: () => undoStep(study, key) })
    onSplit(id)
  }
  const toggle = (id: string, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((one) => one !== id)))
  return (
    <StepForm
      title={t('split.title', { name: code.name })}
      action={t('split.do')}
      isReady={name.trim() !== '' && chosen.size > 0}
      size="wide"
      reason={reason}
      onReason={setReason}
      onTake={take}
      onClose={onClose}
    >
      <p>{t('split.text')}</p>
      <TextField label={t('split.newName')} value={name} maxLength={200} onChange={setName} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.total === 0 && <EmptyState title={t('split.none')} />}
      {data && data.total > 0 && (
        <section>
          <header className="reshape-choose">
            <h3>{t('split.quotes', { name: code.name })}</h3>
            <span aria-live="polite">{t('split.chosen', { count: chosen.size })}</span>
            <Button size="small" onPress={() => setChosen(new Set(quotes.map(({ id }) => id)))}>
              {t('split.all', { count: quotes.length })}
            </Button>
          </header>
          <ol className="reshape-quotes">
            {quotes.map((quote) => (
              <li key={quote.id}>
                <Checkbox
                  isSelected={chosen.has(quote.id)}
                  onChange={(isChosen) => toggle(quote.id, isChosen)}
                >
                  <QuoteLine quote={quote} coder={team.get(quote.coder)?.initials ?? ''} />
                </Checkbox>
              </li>
            ))}
          </ol>
          <MoreQuotes total={data.total} {...further} />
        </section>
      )}
    </StepForm>
  )
}
