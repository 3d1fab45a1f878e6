import type { WaitingItem } from '@throughline/contract/study'
import { sql } from 'kysely'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { type Action, protocolOf } from '../study/index.ts'

/** Days after which an invitation without an answer is told. */
const unansweredAfter = 7

/** What waits in recruitment for whoever asks. */
export async function waitingOf(context: ReadContext): Promise<WaitingItem[]> {
  const { transaction, study, member } = context
  if (!member.actions.has('recruit' satisfies Action)) return []
  const { rows } = await sql<Record<string, number>>`select
      count(*) filter (where state = 'signed up') as new,
      count(*) filter (where state = 'screened') as screened,
      count(*) filter (where state = 'selected') as selected,
      count(*) filter (where state = 'invited' and since < now() - make_interval(days => ${unansweredAfter})) as unanswered
    from sign_up where study_id = ${study}`.execute(transaction)
  const { new: fresh = 0, screened = 0, selected = 0, unanswered = 0 } = rows[0] ?? {}
  const { openedAt } = await protocolOf(context)
  const people = (count: number) => (count === 1 ? 'one person' : `${count} people`)
  const items: (WaitingItem | false)[] = [
    openedAt !== null &&
      fresh > 0 && {
        id: 'to-screen',
        sentence: `Screen ${people(fresh)}`,
        detail: 'They signed up and wait to hear from you.',
        page: 'recruit?state=signed+up',
        action: 'Screen',
        urgent: true,
      },
    screened > 0 && {
      id: 'to-decide',
      sentence: `Say whether ${people(screened)} can take part`,
      detail: 'They were screened; the rules propose, you decide.',
      page: 'recruit?state=screened',
      action: 'Decide',
      urgent: false,
    },
    selected > 0 && {
      id: 'to-invite',
      sentence: `Invite ${people(selected)}`,
      detail: 'They were selected and have not been invited yet.',
      page: 'recruit?state=selected',
      action: 'Invite',
      urgent: false,
    },
    unanswered > 0 && {
      id: 'unanswered',
      sentence: `${unanswered === 1 ? 'One invitation has' : `${unanswered} invitations have`} no answer yet`,
      detail: `They were sent more than ${unansweredAfter} days ago.`,
      page: 'recruit?state=invited',
      action: 'Look',
      urgent: false,
    },
  ]
  return items.filter((item) => item !== false)
}
