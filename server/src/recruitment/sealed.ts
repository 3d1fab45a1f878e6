import {
  type GivenAnswers,
  givenAnswers,
  type GivenIdentity,
} from '@throughline/contract/recruitment'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { Platform } from '../platform/platform.ts'
import type { SealedKind } from '../platform/vault/index.ts'

/** What identifies people who signed up: sealed, opened, erased. */

export interface Place {
  transaction: AnyTransaction
  platform: Platform
  study: string
}

/** Each part lies under the key of its kind, so that each is erased by itself. */
const kinds = {
  name: 'identity',
  contact: 'contact',
  answers: 'identity',
  note: 'identity',
} as const satisfies Record<string, SealedKind>
type Part = keyof typeof kinds

const contextOf = (part: Part) => `sign-up ${part}`

const contact = z.object({ email: z.string(), phone: z.string() })
type Contact = z.infer<typeof contact>

async function write(
  { transaction, platform, study }: Place,
  signUp: string,
  part: Part,
  value: unknown,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(value))
  const sealed = await platform.vault.seal(
    transaction,
    study,
    signUp,
    kinds[part],
    bytes,
    contextOf(part),
  )
  await sql`insert into sign_up_sealed (study_id, sign_up_id, part, sealed)
    values (${study}, ${signUp}, ${part}, ${sealed})
    on conflict (study_id, sign_up_id, part) do update set sealed = excluded.sealed`.execute(
    transaction,
  )
}

export async function keepIdentity(
  place: Place,
  signUp: string,
  { name, email, phone }: GivenIdentity,
): Promise<void> {
  await write(place, signUp, 'name', name)
  await write(place, signUp, 'contact', { email, phone } satisfies Contact)
}

export function keepAnswers(place: Place, signUp: string, answers: GivenAnswers): Promise<void> {
  return write(place, signUp, 'answers', answers)
}

export function keepNote(place: Place, signUp: string, note: string): Promise<void> {
  return write(place, signUp, 'note', note)
}

/** Opens a part of many people at once: sign-up → what it says. Who was erased is left out. */
async function open<Schema extends z.ZodType>(
  { transaction, platform, study }: Place,
  part: Part,
  schema: Schema,
  signUps: readonly string[] | null,
): Promise<Map<string, z.output<Schema>>> {
  const { rows } = await sql<{ signUp: string; sealed: Uint8Array }>`
    select sign_up_id as "signUp", sealed from sign_up_sealed where study_id = ${study} and part = ${part}
      and (${signUps}::uuid[] is null or sign_up_id = any(${signUps}::uuid[]))`.execute(transaction)
  const opened = await platform.vault.openMany(
    transaction,
    study,
    kinds[part],
    rows.map(({ signUp, sealed }) => ({
      key: signUp,
      subject: signUp,
      sealed,
      context: contextOf(part),
    })),
  )
  return new Map(
    [...opened].map(([key, bytes]) => [
      key,
      schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))),
    ]),
  )
}

export const namesOf = (place: Place, signUps: readonly string[] | null) =>
  open(place, 'name', z.string(), signUps)
export const contactsOf = (place: Place, signUps: readonly string[] | null) =>
  open(place, 'contact', contact, signUps)
export const answersOf = (place: Place, signUps: readonly string[] | null) =>
  open(place, 'answers', givenAnswers, signUps)

/** Everything that one person gave; a part that was erased is null. */
export async function personOf(place: Place, signUp: string) {
  const name = (await namesOf(place, [signUp])).get(signUp)
  const reached = (await contactsOf(place, [signUp])).get(signUp)
  return {
    identity:
      name === undefined
        ? null
        : { name, email: reached?.email ?? '', phone: reached?.phone ?? '' },
    answers: (await answersOf(place, [signUp])).get(signUp) ?? null,
    note: (await open(place, 'note', z.string(), [signUp])).get(signUp) ?? '',
  }
}

/** A look at who people are is entered in the audit trail, with the ids of all who were seen. */
export async function auditLook(
  { transaction, study, account }: { transaction: AnyTransaction; study: string; account: string },
  signUps: readonly string[],
): Promise<void> {
  if (signUps.length === 0) return
  await sql`insert into audit_entry (study_id, account_id, action, subject_kind, subject_id, detail)
    values (${study}, ${account}, 'look at identities', 'sign-up',
      ${signUps.length === 1 ? signUps[0] : null}, ${JSON.stringify(signUps.length === 1 ? {} : { signUps })}::jsonb)`.execute(
    transaction,
  )
}
