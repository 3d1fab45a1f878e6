import * as contract from '@throughline/contract/recruitment'
import { sql } from 'kysely'
import { useCase } from '../platform/commands/step.ts'
import type { Action } from '../study/index.ts'
import { keepNote } from './sealed.ts'
import { changedEvent, signUpOrRefuse } from './store.ts'

export const recordScreening = useCase({
  command: contract.recordScreening,
  may: 'recruit' satisfies Action,
  isSecret: true,
  async run(context, { signUp, available, note }) {
    const { transaction, study } = context
    await signUpOrRefuse(context, signUp, true)
    await sql`update sign_up set available = ${available}
      where study_id = ${study} and id = ${signUp}`.execute(transaction)
    await keepNote(context, signUp, note)
    return {
      answer: {},
      subject: { kind: 'sign-up', id: signUp },
      detail: { available },
      events: [changedEvent],
    }
  },
})
