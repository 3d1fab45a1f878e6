import { createHmac, type Hmac } from 'node:crypto'
import { sql } from 'kysely'
import { UUID, uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { sorted } from '../commands/step.ts'
import type { AnyTransaction, Database } from '../database/database.ts'
import { Problem } from '../http/problem.ts'
import { keyOfInstance } from './open-instance.ts'
import { derived, type Key, newSecret, seal, SealBroken, unseal } from './seal.ts'

/** Each is erased by itself. A voucher still owed outlives the rest. */
export const sealedKinds = [
  'identity',
  'contact',
  'recording',
  'raw transcript',
  'voucher',
] as const
export type SealedKind = (typeof sealedKinds)[number]

/** Removes what a room keeps of somebody beside what the vault sealed. It runs in the transaction of the erasure. */
export type ErasureHook = (
  transaction: AnyTransaction,
  erased: { study: string; subject: string; kinds: readonly SealedKind[] },
) => Promise<void>

/**
 * Encrypts what identifies people, with one key for each study, subject and kind. `subject` is the id of the
 * participant whom it is about (or of the thing, where it is about nobody yet); `context` says what it is, such as
 * `screening answers`, and must be the same at opening. All of it happens in a transaction inside that study.
 */
export interface Vault {
  /**
   * Makes the key at its first use.
   * @throws Problem 410 when the subject's data of this kind were erased: nothing new is kept of them.
   */
  seal(
    transaction: AnyTransaction,
    study: string,
    subject: string,
    kind: SealedKind,
    bytes: Uint8Array,
    context: string,
  ): Promise<Uint8Array>
  /**
   * @throws Problem 410 when it was erased
   * @throws SealBroken when it was changed, or sealed for another study, subject, kind or context
   */
  open(
    transaction: AnyTransaction,
    study: string,
    subject: string,
    kind: SealedKind,
    sealed: Uint8Array,
    context: string,
  ): Promise<Uint8Array>
  /**
   * The same for many at once, in one round trip: what was erased is left out.
   * @throws SealBroken when one was changed, or sealed for something else
   * @returns the key of each item → its bytes
   */
  openMany(
    transaction: AnyTransaction,
    study: string,
    kind: SealedKind,
    items: readonly SealedItem[],
  ): Promise<Map<string, Uint8Array>>
  /** Equal for equal steps and meaningless without the instance's key: for steps of which nothing may be kept. */
  fingerprint(name: string, body: unknown): string
  /** For what belongs to no study, such as the password of a mail server. */
  sealForInstance(bytes: Uint8Array, context?: string): Uint8Array
  /** @throws SealBroken */
  openForInstance(sealed: Uint8Array, context?: string): Uint8Array
  /** Equal for equal bytes within a study and meaningless outside it: 43 characters, base64url. */
  keyedHash(transaction: AnyTransaction, study: string, bytes: Uint8Array): Promise<string>
  /** The same for bytes that come in pieces: `update` it, then `digest('base64url')`. */
  keyedHasher(transaction: AnyTransaction, study: string): Promise<Hmac>
  /** Destroys keys for good and enters it in the erasure ledger; then the rooms remove what they keep. */
  erase(
    transaction: AnyTransaction,
    study: string,
    subject: string,
    kinds: readonly SealedKind[],
  ): Promise<void>
  /** What else an erasure means. Called once for each room, before anything is served. */
  onErase(hook: ErasureHook): void
  /** Lets the rooms remove what they keep of somebody whose keys are gone: after a restore, by the ledger. */
  removeErased: ErasureHook
}

/** Something sealed: `key` is the caller's own name for it. */
export interface SealedItem {
  key: string
  subject: string
  sealed: Uint8Array
  context: string
}

const bytea = z.instanceof(Uint8Array)
const keyRow = z.object({
  study: z.string(),
  subject: z.string(),
  study_id: z.string().nullable(),
  study_wrapped: bytea.nullable(),
  subject_id: z.string().nullable(),
  subject_wrapped: bytea.nullable(),
})

const erased = (kind: string) =>
  new Problem(410, 'erased', `The ${kind} of this person was erased and cannot be read or kept.`)

/**
 * Opens the vault with the instance's key in the directory `keys`, made on the first run.
 *
 * @throws StartFailure when the key is missing, loose, or another than the database knows
 */
export async function openVault(choice: { database: Database; keys: string }): Promise<Vault> {
  const instance = await keyOfInstance(choice.database, choice.keys)
  const fingerprintKey = derived(instance.secret, 'fingerprints of steps')
  const hooks: ErasureHook[] = []

  async function studyKey(transaction: AnyTransaction, study: string): Promise<Key> {
    for (;;) {
      const { rows } = await sql<{ study: string; id: string; wrapped: Uint8Array | null }>`
        select study_id as study, id, wrapped from vault.study_key where study_id = ${study}`.execute(
        transaction,
      )
      const [row] = rows
      if (row?.wrapped) return unwrapStudyKey(row.study, row.id, row.wrapped)
      if (row) throw new Problem(410, 'erased', 'This study was removed with all its keys.')
      await makeStudyKey(transaction, study)
    }
  }

  async function makeStudyKey(transaction: AnyTransaction, study: string): Promise<void> {
    const wrapped = seal(instance, newSecret(), ['study key', study.toLowerCase()])
    await sql`insert into vault.study_key (study_id, id, wrapped) values (${study}, ${uuidv7()}, ${wrapped})
      on conflict do nothing`.execute(transaction)
  }

  function unwrapStudyKey(study: string, id: string, wrapped: Uint8Array): Key {
    return { id: idBytes(id), secret: unseal(instance, wrapped, ['study key', study]) }
  }

  async function findKey(
    transaction: AnyTransaction,
    study: string,
    subject: string,
    kind: SealedKind,
  ) {
    const { rows } = await sql`
      select s.id as study_id, s.wrapped as study_wrapped, k.id as subject_id, k.wrapped as subject_wrapped,
        wanted.study::text as study, wanted.subject::text as subject
      from (select ${study}::uuid as study, ${subject}::uuid as subject) wanted
      left join vault.study_key s on s.study_id = wanted.study
      left join vault.subject_key k
        on k.study_id = wanted.study and k.subject = wanted.subject and k.kind = ${kind}`.execute(
      transaction,
    )
    const row = keyRow.parse(rows[0])
    if (row.subject_id === null) return null
    if (row.study_id === null || !row.study_wrapped || !row.subject_wrapped) throw erased(kind)
    const outer = unwrapStudyKey(row.study, row.study_id, row.study_wrapped)
    const binding = [row.study, row.subject, kind]
    const secret = unseal(outer, row.subject_wrapped, ['subject key', ...binding])
    return { key: { id: idBytes(row.subject_id), secret }, binding }
  }

  async function makeKey(
    transaction: AnyTransaction,
    study: string,
    subject: string,
    kind: SealedKind,
  ): Promise<void> {
    const outer = await studyKey(transaction, study)
    const binding = [study.toLowerCase(), subject.toLowerCase(), kind]
    const wrapped = seal(outer, newSecret(), ['subject key', ...binding])
    await sql`insert into vault.subject_key (study_id, subject, kind, id, wrapped)
      values (${study}, ${subject}, ${kind}, ${uuidv7()}, ${wrapped}) on conflict do nothing`.execute(
      transaction,
    )
  }

  async function keyedHasher(transaction: AnyTransaction, study: string): Promise<Hmac> {
    const { secret } = await studyKey(transaction, study)
    return createHmac('sha256', derived(secret, 'duplicates'))
  }

  const removeErased: ErasureHook = async (transaction, gone) => {
    for (const hook of hooks) await hook(transaction, gone)
  }

  return {
    async seal(transaction, study, subject, kind, bytes, context) {
      for (;;) {
        const found = await findKey(transaction, study, subject, kind)
        if (found) return seal(found.key, bytes, [...found.binding, context])
        await makeKey(transaction, study, subject, kind)
      }
    },
    async open(transaction, study, subject, kind, sealed, context) {
      const found = await findKey(transaction, study, subject, kind)
      if (!found) throw new SealBroken()
      return unseal(found.key, sealed, [...found.binding, context])
    },
    async openMany(transaction, study, kind, items) {
      const subjects = [...new Set(items.map((item) => item.subject))]
      const { rows } = await sql<{ subject: string; id: string; wrapped: Uint8Array }>`
        select subject, id, wrapped from vault.subject_key
        where study_id = ${study} and kind = ${kind} and subject = any(${subjects}::uuid[])
          and wrapped is not null`.execute(transaction)
      if (rows.length === 0) return new Map()
      const outer = await studyKey(transaction, study)
      const bindingOf = (subject: string) => [study.toLowerCase(), subject.toLowerCase(), kind]
      const keys = new Map(
        rows.map(({ subject, id, wrapped }) => [
          subject,
          {
            id: idBytes(id),
            secret: unseal(outer, wrapped, ['subject key', ...bindingOf(subject)]),
          },
        ]),
      )
      const opened = new Map<string, Uint8Array>()
      for (const { key, subject, sealed, context } of items) {
        const own = keys.get(subject)
        if (own) opened.set(key, unseal(own, sealed, [...bindingOf(subject), context]))
      }
      return opened
    },
    fingerprint: (name, body) =>
      createHmac('sha256', fingerprintKey)
        .update(name)
        .update('\n')
        .update(sorted(body))
        .digest('base64url'),
    sealForInstance: (bytes, context = '') => seal(instance, bytes, ['instance', context]),
    openForInstance: (sealed, context = '') => unseal(instance, sealed, ['instance', context]),
    keyedHasher,
    async keyedHash(transaction, study, bytes) {
      const hasher = await keyedHasher(transaction, study)
      return hasher.update(bytes).digest('base64url')
    },
    async erase(transaction, study, subject, kinds) {
      const { rows } = await sql<{ kind: string }>`
        insert into vault.subject_key (study_id, subject, kind, id, wrapped, destroyed_at)
        select ${study}, ${subject}, kind, gen_random_uuid(), null, clock_timestamp() from unnest(${kinds}::text[]) kind
        on conflict (study_id, subject, kind) do update set wrapped = null, destroyed_at = clock_timestamp()
          where subject_key.wrapped is not null
        returning kind`.execute(transaction)
      await sql`insert into vault.erasure (study_id, subject, kind, account_id)
        select ${study}, ${subject}, kind, current_account()
        from unnest(${rows.map((row) => row.kind)}::text[]) kind`.execute(transaction)
      await removeErased(transaction, { study, subject, kinds })
    },
    onErase(hook) {
      hooks.push(hook)
    },
    removeErased,
  }
}

function idBytes(id: string): Uint8Array {
  return UUID.parse(id).bytes
}
