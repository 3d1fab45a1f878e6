import type { CodeChange } from '@throughline/contract/coding'
import { sql } from 'kysely'
import { z } from 'zod'
import type { StepContext } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import { Problem } from '../platform/http/problem.ts'

/** A code as its table keeps it. */
export interface CodeRow {
  id: string
  parent: string | null
  position: number
  name: string
  colour: number
  definition: string
  whenToUse: string
  whenNotToUse: string
  example: string
  retired: boolean
}

/** What of a code can change, as its history and undo remember it. */
export const codeFields = z.object({
  parent: z.string().nullable(),
  position: z.number(),
  name: z.string(),
  colour: z.number(),
  definition: z.string(),
  whenToUse: z.string(),
  whenNotToUse: z.string(),
  example: z.string(),
  retired: z.boolean(),
})
export type CodeFields = z.infer<typeof codeFields>

const columns = sql`id, parent_id as parent, position, name, colour, definition, when_to_use as "whenToUse",
  when_not_to_use as "whenNotToUse", example, retired_at is not null as retired`

/** All codes of a study, retired ones included, in no particular order. */
export async function readCodes(transaction: AnyTransaction, study: string): Promise<CodeRow[]> {
  const { rows } =
    await sql<CodeRow>`select ${columns} from code where study_id = ${study}`.execute(transaction)
  return rows
}

/** Changes of the list wait for each other, so that each is a version of its own. */
export async function openCodeList({ transaction, study }: StepContext): Promise<CodeRow[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('code list ' || ${study}::text, 0))`.execute(
    transaction,
  )
  return readCodes(transaction, study)
}

/** @throws Problem 404 */
export function codeOf(codes: readonly CodeRow[], id: string): CodeRow {
  const code = codes.find((candidate) => candidate.id === id)
  if (!code) throw Problem.notFound('This code does not exist, or no longer. Reload the code list.')
  return code
}

export function fieldsOf(code: CodeRow): CodeFields {
  return codeFields.parse(code)
}

/** Writes a code's fields. */
export async function writeCode(
  { transaction, study }: StepContext,
  id: string,
  fields: CodeFields,
): Promise<void> {
  await sql`update code set parent_id = ${fields.parent}, position = ${fields.position}, name = ${fields.name},
    colour = ${fields.colour}, definition = ${fields.definition}, when_to_use = ${fields.whenToUse},
    when_not_to_use = ${fields.whenNotToUse}, example = ${fields.example},
    retired_at = case when ${fields.retired} then coalesce(retired_at, now()) end
    where study_id = ${study} and id = ${id}`.execute(transaction)
}

export type WhatChanged = CodeChange['what']

/** Enters a change into the history of the list. */
export async function enterChange(
  { transaction, study, account, key }: StepContext,
  change: {
    code: string
    what: WhatChanged
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
    reason: string
  },
): Promise<void> {
  await sql`insert into code_change (study_id, code_id, version, what, before, after, reason, by, step)
    select ${study}, ${change.code}, coalesce(max(version), 0) + 1, ${change.what},
      ${change.before && JSON.stringify(change.before)}::jsonb, ${change.after && JSON.stringify(change.after)}::jsonb,
      ${change.reason}, ${account}, ${key}
    from code_change where study_id = ${study}`.execute(transaction)
}

/** The event by which browsers and later rooms hear of a change of the list. */
export function codeChanged(code: string) {
  return { name: 'code.changed', may: 'read transcripts', data: { code } }
}

/**
 * Sets a code back to what it was before a step.
 * @throws Problem 409 when somebody changed the same fields since.
 */
export async function setBack(
  context: StepContext,
  id: string,
  before: Partial<CodeFields>,
  after: Partial<CodeFields>,
): Promise<void> {
  const now = fieldsOf(codeOf(await openCodeList(context), id))
  const later = Object.entries(after).some(
    ([field, value]) =>
      JSON.stringify(
        codeFields.keyof().safeParse(field).success && now[codeFields.keyof().parse(field)],
      ) !== JSON.stringify(value),
  )
  if (later)
    throw Problem.conflict(
      'changed-since',
      'This code was changed again since. Undo the later change first, or change it by hand.',
    )
  await writeCode(context, id, { ...now, ...before })
  await enterChange(context, { code: id, what: 'undone', before: after, after: before, reason: '' })
}

/** Only the fields in which two states differ. */
export function difference(
  before: CodeFields,
  after: CodeFields,
): { before: Partial<CodeFields>; after: Partial<CodeFields> } {
  const changed = codeFields.keyof().options.filter((field) => before[field] !== after[field])
  const pick = (fields: CodeFields) =>
    codeFields.partial().parse(Object.fromEntries(changed.map((field) => [field, fields[field]])))
  return { before: pick(before), after: pick(after) }
}

/** What a change of a code remembers for undo. */
export const changeMemory = z.object({ before: codeFields.partial(), after: codeFields.partial() })
