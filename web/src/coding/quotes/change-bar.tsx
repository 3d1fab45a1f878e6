import type { Code } from '@throughline/contract/coding'
import { changeCodings, type Quote } from '@throughline/contract/quotes'
import { useState } from 'react'
import { outbox, undoStep } from '../../app/outbox/index.ts'
import { useWords } from '../../app/words.tsx'
import { Button, ComboBox, toast } from '../../design/index.ts'
import { messages } from './messages.ts'

/** What can be done with the quotes that were ticked, in one step. */
export function ChangeBar({
  study,
  chosen,
  shown,
  codes,
  onAll,
  onDone,
}: {
  study: string
  chosen: readonly Quote[]
  shown: number
  codes: readonly Code[]
  onAll: () => void
  onDone: () => void
}) {
  const t = useWords(messages)
  const [code, setCode] = useState<string | null>(null)
  const name = codes.find(({ id }) => id === code)?.name ?? ''
  const take = (what: 'add' | 'recode' | 'remove') => {
    const describe = t(`quotes.many.did.${what}`, { count: chosen.length, name })
    const { key, acknowledged } = outbox.enqueue({
      command: changeCodings,
      study,
      body: { codings: chosen.map(({ id }) => id), what, code: what === 'remove' ? null : code },
      describe,
    })
    // A refusal is shown and listed by the shell.
    acknowledged.then(
      ({ changed, left }) =>
        toast({
          text: left === 0 ? describe : t('quotes.many.left', { changed, left }),
          ...(changed > 0 ? { onUndo: () => undoStep(study, key) } : {}),
        }),
      () => undefined,
    )
    onDone()
  }
  return (
    <div
      className="quotes-many"
      role="region"
      aria-label={t('quotes.many', { count: chosen.length })}
    >
      <b>{t('quotes.many', { count: chosen.length })}</b>
      <ComboBox
        label={t('quotes.many.code')}
        isLabelHidden
        placeholder={t('quotes.many.code')}
        choices={codes
          .filter(({ retired }) => !retired)
          .map(({ id, name: label, colour }) => ({ id, label, colour }))}
        value={code}
        onChange={setCode}
      />
      <Button size="small" isDisabled={code === null} onPress={() => take('add')}>
        {t('quotes.many.add')}
      </Button>
      <Button size="small" isDisabled={code === null} onPress={() => take('recode')}>
        {t('quotes.many.recode')}
      </Button>
      <Button size="small" onPress={() => take('remove')}>
        {t('quotes.many.remove')}
      </Button>
      {chosen.length < shown && (
        <Button size="small" tone="plain" onPress={onAll}>
          {t('quotes.many.all', { count: shown })}
        </Button>
      )}
      <Button size="small" tone="plain" onPress={onDone}>
        {t('quotes.many.none')}
      </Button>
    </div>
  )
}
