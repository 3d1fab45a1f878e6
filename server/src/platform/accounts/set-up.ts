import { setUp } from '@throughline/contract/accounts'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { performWithSecret } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'
import { hashOfToken } from './links.ts'
import { requireStrong } from './password-strength.ts'
import { hashOf, signInWith } from './sign-in.ts'

/** The first account, which owns the installation. */
export const setUpEndpoint = performWithSecret(
  setUp,
  async (context, { token, name, email, password }) => {
    await requireStrong(password, { name, email })
    const hash = await hashOf(context.platform, password)
    const outcome = await context.platform.database.aboveStudies(
      null,
      null,
      async (transaction) => {
        const { rows } = await sql<{ outcome: string }>`
        select set_up(${hashOfToken(token)}, ${uuidv7()}, ${name}, ${email}, ${hash}) as outcome`.execute(
          transaction,
        )
        return rows[0]?.outcome
      },
    )
    if (outcome === 'set up already')
      throw Problem.conflict(
        'set-up-already',
        'This installation was set up already. Sign in, or ask its owner for an invitation.',
      )
    if (outcome !== 'done')
      throw Problem.notFound(
        'This set-up link does not work, or no longer: each start prints a new one. Use the latest.',
      )
    return { account: await signInWith(context, email, password) }
  },
)
