import { sql } from 'kysely'
import type { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { type AttributeDefinition, problemOfAttributeName, problemOfChoices } from './rules.ts'
import { attributeValues, type Place } from './store.ts'

/** @throws Problem 422 */
export function refuseBadAttribute({
  name,
  kind,
  choices,
}: Pick<AttributeDefinition, 'name' | 'kind' | 'choices'>): void {
  const problem =
    problemOfAttributeName(name) ??
    problemOfChoices(kind, choices) ??
    (choices.includes('') ? 'A choice has no name.' : null)
  if (problem !== null) throw Problem.invalid('bad-attribute', problem)
}

/** Adds attributes behind those that are there. */
export async function insertAttributes(
  { transaction, study }: Place,
  attributes: readonly AttributeDefinition[],
): Promise<void> {
  for (const { id, name, kind, choices } of attributes)
    await sql`insert into attribute (study_id, id, name, kind, choices, position)
      select ${study}, ${id}, ${name}, ${kind}, ${choices}::text[], coalesce(max(position), 0) + 1
      from attribute where study_id = ${study}`.execute(transaction)
}

/** Participant id → what is recorded under an attribute; the participants are locked. */
export async function lockValues(
  { transaction, study }: Place,
  attribute: string,
): Promise<z.infer<typeof attributeValues>> {
  const { rows } = await sql<{ id: string; value: unknown }>`
    select id, attributes -> ${attribute} as value from participant
    where study_id = ${study} and attributes ? ${attribute} order by id for update`.execute(
    transaction,
  )
  return attributeValues.parse(Object.fromEntries(rows.map(({ id, value }) => [id, value])))
}

/** Writes values of one attribute: participant id → value. */
export async function writeValues(
  { transaction, study }: Place,
  attribute: string,
  values: z.infer<typeof attributeValues>,
): Promise<void> {
  await sql`update participant set attributes = attributes || jsonb_build_object(${attribute}::text, given.value)
    from jsonb_each(${JSON.stringify(values)}::jsonb) as given
    where participant.study_id = ${study} and participant.id = given.key::uuid`.execute(transaction)
}

/** Removes a definition and what was recorded under it, which it gives back: participant id → value. */
export async function loseAttribute(
  place: Place,
  id: string,
): Promise<z.infer<typeof attributeValues>> {
  const { transaction, study } = place
  const lost = await lockValues(place, id)
  await sql`update participant set attributes = attributes - ${id}::text
    where study_id = ${study} and attributes ? ${id}`.execute(transaction)
  await sql`delete from attribute where study_id = ${study} and id = ${id}`.execute(transaction)
  return lost
}

export const attributeEvent = (what: 'added' | 'changed' | 'removed', attribute: string) => ({
  name: `attribute.${what}`,
  may: 'see participants',
  data: { attribute },
})
