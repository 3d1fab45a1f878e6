import { toast } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { outbox } from '../outbox/index.ts'
import { wordsOf } from '../words.tsx'

/** Tells at once of everything that the server refused; the save state keeps the list. */
export function announceRefusals(): void {
  const t = wordsOf(messages)
  outbox.whenRefused(({ describe, problem }) => {
    toast({ text: t('app.refused.toast', { what: describe, why: problem.detail }), tone: 'bad' })
  })
}
