import {
  attributeKind,
  attributeValue,
  quoteConsent,
  type Participant,
} from '@throughline/contract/participants'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Problem } from '../../platform/http/problem.ts'
import { type AttributeDefinition, checkValue, labelFrom, type ParticipantRecord } from './rules.ts'

/** The rows of participants and attributes: read, locked, written. */

export interface Place {
  transaction: AnyTransaction
  study: string
}

export const attributeValues = z.record(z.string(), attributeValue)

export const participantRecord = z.object({
  label: z.string(),
  site: z.string().nullable(),
  year: z.number().nullable(),
  quoteConsent,
  note: z.string(),
  attributes: attributeValues,
})

const attributeDefinition = z.object({
  id: z.string(),
  name: z.string(),
  kind: attributeKind,
  choices: z.array(z.string()),
})

const columns = sql`id, label, site_id as site, year_group as year, quote_consent as "quoteConsent", note, attributes`

/** The participants whom the member may see, by the number of their ids. */
export async function participantsOf({ transaction, study }: Place): Promise<Participant[]> {
  const { rows } = await sql<{ entered_at: Date }>`select ${columns}, entered_at from participant
    where study_id = ${study} order by length(label), label`.execute(transaction)
  return rows.map(({ entered_at, ...row }) => ({
    ...participantRecord.extend({ id: z.string() }).parse(row),
    enteredAt: entered_at.toISOString(),
  }))
}

/** All definitions in the team's order. */
export async function attributesOf({ transaction, study }: Place): Promise<AttributeDefinition[]> {
  const { rows } = await sql`select id, name, kind, choices from attribute
    where study_id = ${study} order by position, name`.execute(transaction)
  return z.array(attributeDefinition).parse(rows)
}

/** How many participants have a value of each attribute: attribute id → number. */
export async function usesOfAttributes({
  transaction,
  study,
}: Place): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select key as id, count(*) as count from participant, jsonb_object_keys(attributes) as key
    where study_id = ${study} group by key`.execute(transaction)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** One attribute, locked. @throws Problem 404 */
export async function lockAttribute(
  { transaction, study }: Place,
  id: string,
): Promise<AttributeDefinition & { position: number }> {
  const { rows } = await sql`select id, name, kind, choices, position from attribute
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such attribute in this study.')
  return attributeDefinition.extend({ position: z.number() }).parse(rows[0])
}

/** Some participants, locked, by id: those that are not there are missing in the answer. */
export async function lockParticipants(
  { transaction, study }: Place,
  ids: readonly string[],
): Promise<Map<string, ParticipantRecord>> {
  const { rows } = await sql<{ id: string }>`select ${columns} from participant
    where study_id = ${study} and id = any(${ids}::uuid[]) order by id for update`.execute(
    transaction,
  )
  return new Map(rows.map((row) => [row.id, participantRecord.parse(row)]))
}

/** One participant, locked. @throws Problem 404 */
export async function lockParticipant(place: Place, id: string): Promise<ParticipantRecord> {
  const record = (await lockParticipants(place, [id])).get(id)
  if (!record) throw Problem.notFound('There is no such participant in this study.')
  return record
}

/** Nobody else adds participants to the study until this transaction ends, so that ids are given once. */
export async function lockLabels({ transaction, study }: Place): Promise<string[]> {
  await sql`select pg_advisory_xact_lock(hashtext('throughline labels'), hashtext(${study}))`.execute(
    transaction,
  )
  const { rows } = await sql<{ label: string }>`select label from participant
    where study_id = ${study}`.execute(transaction)
  return rows.map(({ label }) => label)
}

export async function insertParticipants(
  { transaction, study }: Place,
  records: readonly ({ id: string } & ParticipantRecord)[],
): Promise<void> {
  await sql`insert into participant (study_id, id, label, site_id, year_group, quote_consent, note, attributes)
    select ${study}, id, label, site, year, "quoteConsent", note, attributes
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as (id uuid, label text, site uuid, year smallint, "quoteConsent" text, note text, attributes jsonb)`.execute(
    transaction,
  )
}

export async function updateParticipants(
  { transaction, study }: Place,
  records: readonly ({ id: string } & ParticipantRecord)[],
): Promise<void> {
  await sql`update participant set label = to_be.label, site_id = to_be.site, year_group = to_be.year,
      quote_consent = to_be."quoteConsent", note = to_be.note, attributes = to_be.attributes
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as to_be (id uuid, label text, site uuid, year smallint, "quoteConsent" text, note text, attributes jsonb)
    where participant.study_id = ${study} and participant.id = to_be.id`.execute(transaction)
}

/**
 * Removes participants on whom nothing stands.
 *
 * @throws Problem 409 where another room's rows, such as transcripts, belong to one of them
 */
export async function deleteParticipants(
  { transaction, study }: Place,
  ids: readonly string[],
): Promise<void> {
  const foreignKeyViolation = '23503'
  try {
    await sql`delete from participant where study_id = ${study} and id = any(${ids}::uuid[])`.execute(
      transaction,
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === foreignKeyViolation)
      throw Problem.conflict(
        'in-use',
        `${ids.length === 1 ? 'A transcript belongs to this participant' : 'Transcripts belong to some of these participants'}, so nothing was removed. Remove the transcript first, or give it to somebody else.`,
      )
    throw error
  }
}

/** @throws Problem 422 */
export function labelOrRefuse(text: string): string {
  const label = labelFrom(text)
  if (label === null)
    throw Problem.invalid(
      'bad-label',
      `“${text}” is no participant id. Write P and a number from 1 to 999999, such as P007.`,
    )
  return label
}

/**
 * Values as they are kept; a null removes what stood there.
 *
 * @throws Problem 422 that names the attribute
 */
export function applyValues(
  definitions: readonly AttributeDefinition[],
  before: ParticipantRecord['attributes'],
  change: Readonly<Record<string, z.infer<typeof attributeValue> | null>>,
): ParticipantRecord['attributes'] {
  const after = { ...before }
  for (const [id, value] of Object.entries(change)) {
    if (value === null) {
      delete after[id]
      continue
    }
    const definition = definitions.find((attribute) => attribute.id === id)
    if (!definition)
      throw Problem.invalid('no-such-attribute', 'This attribute does not exist, or no longer.')
    const taken = checkValue(definition, value)
    if ('problem' in taken) throw Problem.invalid('bad-value', taken.problem)
    if (taken.value === null) delete after[id]
    else after[id] = taken.value
  }
  return after
}

export const participantEvent = (
  what: 'added' | 'changed' | 'removed',
  participants: readonly string[],
  fields?: readonly string[],
) => ({
  name: `participant.${what}`,
  may: 'see participants',
  data: { participants, ...(fields ? { fields } : {}) },
})
