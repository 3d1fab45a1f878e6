import type { SignUpState } from '@throughline/contract/recruitment'
import * as contract from '@throughline/contract/visit'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { visitUseCase } from '../../platform/visits/index.ts'
import { changedEvent, movedEvent, signUpOrRefuse, writeMoves } from '../store.ts'

/** Until they agreed to take part, leaving is to delete what they gave; after it, it is a withdrawal. */
export function mayLeave(state: SignUpState): boolean {
  return ![
    'consented',
    'scheduled',
    'interviewed',
    'debriefed',
    'analysed',
    'withdrew',
    'did not attend',
  ].includes(state)
}

export const leaveStudy = visitUseCase({
  command: contract.leaveStudy,
  may: 'answer for oneself',
  kept: z.object({}),
  async run(context) {
    const { transaction, study, platform, visit, account } = context
    if (visit.subject === null)
      throw Problem.notAllowed('This link is for everybody. Use the one that was sent to you.')
    const person = await signUpOrRefuse(context, visit.subject, true)
    if (!mayLeave(person.state))
      throw Problem.conflict('withdrawal', 'You have agreed to take part: use “Withdraw” instead.')
    await writeMoves({ transaction, study, account }, [
      { signUp: person.id, from: person.state, to: 'withdrew', reason: null },
    ])
    await platform.vault.erase(transaction, study, person.id, [
      'identity',
      'contact',
      'recording',
      'raw transcript',
    ])
    return {
      answer: {},
      subject: { kind: 'sign-up', id: person.id },
      events: [movedEvent([person.id], 'withdrew'), changedEvent],
    }
  },
  reveal: () => ({}),
})
