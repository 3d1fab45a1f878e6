import * as contract from '@throughline/contract/study'
import { withdrawInvitation as withdraw } from '../platform/accounts/index.ts'
import { useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Action } from './rules.ts'

/** Not to be undone: a link that stopped working may have been thrown away. A new invitation is made in a moment. */
export const withdrawInvitation = useCase({
  command: contract.withdrawInvitation,
  may: 'manage members' satisfies Action,
  async run(context, { id }) {
    if (!(await withdraw(context, id)))
      throw Problem.conflict(
        'not-open',
        'This invitation is no longer open: it was accepted, taken back, or has expired.',
      )
    return {
      answer: { id },
      subject: { kind: 'invitation', id },
      events: [{ name: 'invitation.changed', may: 'manage members' satisfies Action, data: {} }],
    }
  },
})
