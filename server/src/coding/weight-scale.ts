import * as contract from '@throughline/contract/coding'
import type { WeightScale } from '@throughline/contract/coding'
import { sql } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import { Problem } from '../platform/http/problem.ts'
import { refuseWeight } from './rules.ts'

const scale = contract.weightScale.nullable()
const changed = { name: 'weight-scale.changed', may: 'read transcripts', data: {} }

/** The scale on which the team weighs codings is shared: who may set it may take back what another set. */
export const setWeightScale = useCase({
  command: contract.setWeightScale,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({ before: scale, after: scale }),
  async run(context, { scale: after }) {
    const before = await lockWeightScale(context)
    await writeWeightScale(context, after)
    return { answer: {}, ...about(context), memory: { before, after } }
  },
  async undo(context, { before, after }) {
    if (!isDeepStrictEqual(await lockWeightScale(context), after))
      throw Problem.conflict(
        'changed-since',
        'The scale of weights was changed again since. Change it by hand.',
      )
    await writeWeightScale(context, before)
    return about(context)
  },
})

const about = ({ study }: StepContext) => ({
  subject: { kind: 'weight scale', id: study },
  events: [changed],
})

/** The study's scale, or null where it weighs no codings. */
export async function readWeightScale(
  transaction: AnyTransaction,
  study: string,
): Promise<WeightScale | null> {
  const { rows } = await sql<WeightScale>`select name, lowest, highest, labels from weight_scale
    where study_id = ${study}`.execute(transaction)
  return rows[0] ?? null
}

/**
 * Who sets the scale and who gives a weight by it wait for each other.
 *
 * @throws Problem 409 when the study's scale has no such step, or there is no scale
 */
export async function requireWeightOfScale(context: StepContext, weight: number): Promise<void> {
  await waitForScale(context, 'shared')
  const refusal = refuseWeight(await readWeightScale(context.transaction, context.study), weight)
  if (refusal) throw Problem.conflict('no-such-weight', refusal)
}

async function lockWeightScale(context: StepContext): Promise<WeightScale | null> {
  await waitForScale(context, 'alone')
  return readWeightScale(context.transaction, context.study)
}

/** There may be no row to lock yet. */
async function waitForScale({ transaction, study }: StepContext, as: 'alone' | 'shared') {
  const lock = sql.raw(as === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  await sql`select ${lock}(hashtextextended('weight scale ' || ${study}::text, 0))`.execute(
    transaction,
  )
}

async function writeWeightScale(
  { transaction, study }: StepContext,
  to: WeightScale | null,
): Promise<void> {
  if (to === null) {
    await sql`delete from weight_scale where study_id = ${study}`.execute(transaction)
    return
  }
  const { rows } = await sql<{ outside: number }>`select count(*)::int as outside from coding
    where study_id = ${study} and not (weight between ${to.lowest} and ${to.highest})`.execute(
    transaction,
  )
  const outside = rows[0]?.outside ?? 0
  if (outside > 0)
    throw Problem.conflict(
      'weights-outside',
      `${outside === 1 ? 'One coding has a weight' : `${outside} codings have weights`} outside this scale. Choose a wider one, or have their coders change them first.`,
    )
  await sql`insert into weight_scale (study_id, name, lowest, highest, labels)
    values (${study}, ${to.name}, ${to.lowest}, ${to.highest}, ${JSON.stringify(to.labels)}::jsonb)
    on conflict (study_id) do update set name = excluded.name, lowest = excluded.lowest,
      highest = excluded.highest, labels = excluded.labels`.execute(transaction)
}
