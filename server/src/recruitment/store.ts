import {
  type MoveReason,
  moveReason,
  signUpState,
  type SignUpState,
} from '@throughline/contract/recruitment'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../platform/database/database.ts'
import { Problem } from '../platform/http/problem.ts'

/** The rows of those who signed up, without who they are. */

const version = z.object({ document: z.string(), number: z.number() })

const signUpRow = z.object({
  id: z.string(),
  channel: z.string(),
  site: z.string(),
  year: z.number().nullable(),
  programme: z.string().nullable(),
  state: signUpState,
  reason: moveReason.nullable(),
  since: z.date(),
  signedUpAt: z.date(),
  language: z.string(),
  saysSo: z.boolean(),
  available: z.boolean().nullable(),
  looksAutomatic: z.boolean(),
  isDouble: z.boolean(),
  label: z.string().nullable(),
  link: z.string(),
  /** The versions that they had before them when they signed up. */
  seen: z.object({ sheet: version, form: version, eligibility: version }),
})
export type SignUp = z.infer<typeof signUpRow>

export const signUpColumns = sql`sign_up.id, channel_id as channel, site_id as site, year_group as year,
  programme_id as programme, state, reason, since, signed_up_at as "signedUpAt", language, says_so as "saysSo",
  available, looks_automatic as "looksAutomatic", link_id as link, seen,
  contact_hash is not null and exists (select from sign_up other where other.study_id = sign_up.study_id
    and other.contact_hash = sign_up.contact_hash and other.id <> sign_up.id) as "isDouble",
  (select label from participant where participant.study_id = sign_up.study_id and participant.id = sign_up.id) as label`

export const signUpsFrom = (rows: readonly unknown[]): SignUp[] => z.array(signUpRow).parse(rows)

interface Place {
  transaction: AnyTransaction
  study: string
}

/** Some people, locked in the order of their ids; who is not there is missing in the answer. */
export async function lockSignUps(
  { transaction, study }: Place,
  ids: readonly string[],
): Promise<SignUp[]> {
  await sql`select from sign_up where study_id = ${study} and id = any(${ids}::uuid[])
    order by id for update`.execute(transaction)
  const { rows } = await sql`select ${signUpColumns} from sign_up
    where study_id = ${study} and id = any(${ids}::uuid[]) order by id`.execute(transaction)
  return signUpsFrom(rows)
}

/** @throws Problem 404 */
export async function signUpOrRefuse(place: Place, id: string, lock = false): Promise<SignUp> {
  const { transaction, study } = place
  const [found] = lock
    ? await lockSignUps(place, [id])
    : signUpsFrom(
        (
          await sql`select ${signUpColumns} from sign_up where study_id = ${study} and id = ${id}`.execute(
            transaction,
          )
        ).rows,
      )
  if (!found) throw Problem.notFound('There is no such sign-up in this study.')
  return found
}

/** Moves people and keeps how they went; whether they may is for `rules.ts` to say. */
export async function writeMoves(
  { transaction, study, account }: Place & { account: string },
  moves: readonly {
    signUp: string
    from: SignUpState | null
    to: SignUpState
    reason: MoveReason | null
    proposal?: object | null
  }[],
): Promise<void> {
  const moved = JSON.stringify(moves)
  await sql`update sign_up set state = move.to, reason = move.reason, since = now()
    from jsonb_to_recordset(${moved}::jsonb) as move ("signUp" uuid, "to" text, reason text)
    where sign_up.study_id = ${study} and sign_up.id = move."signUp"`.execute(transaction)
  await sql`insert into sign_up_move (study_id, sign_up_id, from_state, to_state, reason, account_id, proposal)
    select ${study}, "signUp", "from", "to", reason, ${account}, proposal
    from jsonb_to_recordset(${moved}::jsonb) as move ("signUp" uuid, "from" text, "to" text, reason text, proposal jsonb)`.execute(
    transaction,
  )
}

export const movedEvent = (signUps: readonly string[], to: SignUpState) => ({
  name: 'sign-up.moved',
  may: 'see recruitment counts',
  // who moved is for those who see recruitment; the others hear that numbers changed
  data: { to, signUps: signUps.length },
})

export const changedEvent = {
  name: 'sign-up.changed',
  may: 'see recruitment counts',
  data: {},
} as const
