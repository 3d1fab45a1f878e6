import * as contract from '@throughline/contract/coding'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { refuseRetired } from './add-coding.ts'
import { requireWeightOfScale } from './weight-scale.ts'

const fields = z.object({
  from: z.number(),
  to: z.number(),
  code: z.string(),
  weight: z.number().nullable(),
  comment: z.string(),
})
type Fields = z.infer<typeof fields>
type Coding = Fields & { transcript: string; coder: string }

const names = fields.keyof().options

/** A coding says what its coder thinks: others read it, or take it away if their role may, and never reword it. */
export const changeCoding = useCase({
  command: contract.changeCoding,
  may: 'code',
  memory: z.object({ before: fields.partial(), after: fields.partial() }),
  async run(context, { id, ...change }) {
    const coding = await lockOwnCoding(context, id)
    const wanted = { ...fields.parse(coding), ...given(change) }
    if (wanted.from >= wanted.to)
      throw Problem.invalid('empty-range', 'A coding needs at least one character of the text.')
    if (wanted.weight !== null && wanted.weight !== coding.weight)
      await requireWeightOfScale(context, wanted.weight)
    const memory = difference(coding, wanted)
    await write(context, id, coding, wanted)
    return { answer: { id }, memory, ...about(id, coding, wanted) }
  },
  async undo(context, { before, after }, { id }) {
    const coding = await lockOwnCoding(context, id)
    if (names.some((name) => after[name] !== undefined && after[name] !== coding[name]))
      throw Problem.conflict(
        'changed-since',
        'This coding was changed again since. Undo the later change first, or change it by hand.',
      )
    const wanted = { ...fields.parse(coding), ...given(before) }
    await write(context, id, coding, wanted)
    return about(id, coding, wanted)
  },
})

/** Without the fields that are left out. */
function given(change: { [Name in keyof Fields]?: Fields[Name] | undefined }): Partial<Fields> {
  return fields
    .partial()
    .parse(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)))
}

function difference(before: Fields, after: Fields) {
  const changed = names.filter((name) => before[name] !== after[name])
  const pick = (from: Fields) =>
    fields.partial().parse(Object.fromEntries(changed.map((name) => [name, from[name]])))
  return { before: pick(before), after: pick(after) }
}

/** The words of a comment stay out of events; browsers that show it ask for it. */
function about(id: string, before: Coding, after: Fields) {
  const { transcript, coder } = before
  const { comment, ...told } = after
  return {
    subject: { kind: 'coding', id },
    detail: { transcript, fields: Object.keys(difference(before, after).after) },
    events: [
      {
        name: 'coding.changed',
        may: 'read transcripts',
        data: { id, transcript, coder, ...told, commented: comment !== before.comment },
      },
    ],
  }
}

async function lockOwnCoding(
  { transaction, study, account }: StepContext,
  id: string,
): Promise<Coding> {
  const { rows } =
    await sql<Coding>`select transcript_id as transcript, coder_id as coder, code_id as code,
      starts as "from", ends as "to", weight, comment
    from coding where study_id = ${study} and id = ${id} and coder_id = ${account} for update`.execute(
      transaction,
    )
  if (rows[0]) return rows[0]
  const { rows: others } =
    await sql`select from coding where study_id = ${study} and id = ${id}`.execute(transaction)
  if (others.length > 0)
    throw Problem.notAllowed(
      'This coding is another member’s. Only they can change it; add one of your own instead.',
    )
  throw Problem.notFound('This coding does not exist, or no longer.')
}

/** A code that is retired keeps the codings it has; it gets no new ones. */
async function write(
  context: StepContext,
  id: string,
  before: Coding,
  after: Fields,
): Promise<void> {
  const { transaction, study } = context
  const { numAffectedRows } = await sql`update coding
    set starts = ${after.from}::int, ends = ${after.to}::int, code_id = code.id, weight = ${after.weight}::smallint,
      comment = ${after.comment}
    from code where coding.study_id = ${study} and coding.id = ${id} and code.study_id = ${study}
      and code.id = ${after.code} and (code.retired_at is null or code.id = ${before.code})`.execute(
    transaction,
  )
  if (numAffectedRows !== 1n) await refuseRetired(context, after.code)
}
