import { toast } from '../../design/index.ts'
import { messages } from '../messages.ts'
import { outbox } from '../outbox/index.ts'
import { wordsOf } from '../words.tsx'

/** Tells at once of what the server refused: of the last one only, for the save state keeps the list. */
export function announceRefusals(): void {
  const t = wordsOf(messages)
  let closeLast = () => {}
  outbox.whenRefused(({ describe, problem }) => {
    closeLast()
    closeLast = toast({
      text: t('app.refused.toast', { what: describe, why: problem.detail }),
      tone: 'bad',
    })
  })
}
