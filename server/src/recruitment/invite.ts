import * as contract from '@throughline/contract/recruitment'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { type Action, inForceNow } from '../study/index.ts'
import { writeTo } from './letters.ts'
import { lockSignUps, movedEvent, writeMoves } from './store.ts'

/** A mail that was sent does not come back, so this is not undone; who was invited can be put back on the list. */
export const invite = useCase({
  command: contract.invite,
  may: 'recruit' satisfies Action,
  async run(context, { signUps }) {
    const ids = [...new Set(signUps)]
    const people = await lockSignUps(context, ids)
    if (people.length < ids.length)
      throw Problem.notFound('Somebody of these is not in this study, or no longer.')
    const other = people.find(({ state }) => state !== 'selected')
    if (other)
      throw Problem.conflict(
        'not-possible',
        `Only who was selected is invited; somebody of these is “${other.state}”.`,
      )
    if ((await inForceNow(context, 'consent form')).length === 0)
      throw Problem.conflict(
        'no-consent-form',
        'No consent form is in force, so nobody could agree. Put one in force under Protocol.',
      )
    await writeMoves(
      context,
      people.map(({ id, state }) => ({ signUp: id, from: state, to: 'invited', reason: null })),
    )
    let byHand = 0
    for (const person of people) {
      const isMailed = await writeTo(context, person, 'invitation')
      if (!isMailed || !context.platform.mail.sends) byHand += 1
    }
    return {
      answer: { invited: people.length, byHand },
      subject: { kind: 'sign-up', id: ids.length === 1 ? (ids[0] ?? null) : null },
      detail: ids.length === 1 ? {} : { signUps: ids },
      events: [movedEvent(ids, 'invited')],
    }
  },
})
