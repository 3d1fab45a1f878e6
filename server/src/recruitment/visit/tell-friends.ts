import * as contract from '@throughline/contract/visit'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { visitUseCase } from '../../platform/visits/index.ts'
import { signUpOrRefuse } from '../store.ts'
import { looksForFriends, subjectOf } from './pages.ts'
import { answerForOneself } from './sign-up.ts'

/** The same link each time; that somebody came by it is seen by who recruits, and by nobody else. */
export const tellFriends = visitUseCase({
  command: contract.tellFriends,
  may: answerForOneself,
  kept: z.object({ link: z.string() }),
  async run(context) {
    const { transaction, study, platform, visit } = context
    const person = await signUpOrRefuse(context, subjectOf(visit), true)
    if (person.state === 'withdrew' || !(await looksForFriends(context)))
      throw Problem.conflict(
        'closed',
        'The study does not look for people in this way at the moment.',
      )
    const { rows } = await sql<{ link: string }>`select link_id as link from friend_link
      where study_id = ${study} and sign_up_id = ${person.id}`.execute(transaction)
    const link = rows[0]?.link ?? uuidv7()
    if (!rows[0]) {
      await platform.visits.openFor(transaction, {
        study,
        id: link,
        subject: null,
        may: ['sign up'],
      })
      await sql`insert into friend_link (study_id, link_id, sign_up_id)
        values (${study}, ${link}, ${person.id})`.execute(transaction)
    }
    return { answer: { link }, subject: { kind: 'sign-up', id: person.id } }
  },
  reveal: (platform, { link }) => ({
    link: `${platform.settings.origin}/join/${platform.visits.tokenOf(link)}`,
  }),
})
