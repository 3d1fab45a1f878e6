import * as contract from '@throughline/contract/code-reshaping'
import type { MergePreview } from '@throughline/contract/code-reshaping'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { ReadContext } from '../../platform/http/endpoints.ts'
import { codeChanged, codeOf, openCodeList, readCodes } from '../code-list.ts'
import { lastPosition, refusePlace } from '../rules.ts'
import { ChangingList, changesMemory, setAllBack } from './code-changes.ts'
import { codingsOf, codingsRecoded, foldsOf, recode, recodeBack, recoded } from './codings.ts'
import { holdersOfCodes } from './holders.ts'
import type { Folded } from './rules.ts'

/** What a merge would do, found by the same rules as the merge itself. */
export async function previewMerge(
  context: Pick<ReadContext, 'transaction' | 'platform' | 'study'>,
  from: readonly string[],
  into: string,
): Promise<MergePreview> {
  const { transaction, platform, study } = context
  const codes = await readCodes(transaction, study)
  for (const id of [into, ...from]) codeOf(codes, id)
  const folds = await foldsOf(context, from, into)
  const { rows } = await sql<{
    codings: number
  }>`select coalesce(sum(codings), 0)::int as codings from code_count
    where study_id = ${study} and code_id = any(${from}::uuid[])`.execute(transaction)
  const gone = folds.flatMap((one) => one.gone)
  const stays = folds.flatMap((one) => one.stays)
  const goneOfThese = await countOf(context, from, gone)
  let themes = 0
  for (const holder of holdersOfCodes(platform))
    themes += await holder.count(transaction, study, from)
  return {
    moves: (rows[0]?.codings ?? 0) - goneOfThese - stays.length,
    folds: gone,
    stays,
    below: codes.filter(
      ({ parent, id }) => parent !== null && from.includes(parent) && !from.includes(id),
    ).length,
    themes,
  }
}

async function countOf(
  { transaction, study }: Pick<ReadContext, 'transaction' | 'study'>,
  codes: readonly string[],
  codings: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ codings: number }>`select count(*)::int as codings from coding
    where study_id = ${study} and id = any(${codings}::uuid[]) and code_id = any(${codes}::uuid[])`.execute(
    transaction,
  )
  return rows[0]?.codings ?? 0
}

const kept = z.object({ id: z.string(), weight: z.number().nullable(), comment: z.string() })

export const mergeCodes = useCase({
  command: contract.mergeCodes,
  may: 'change the code list',
  sharedUndo: true,
  memory: z.object({
    changes: changesMemory,
    recoded,
    /** Codings that became one with another, as they stood. */
    gone: z.array(z.record(z.string(), z.unknown())),
    /** Those that are left of several, before and after. */
    kept: z.array(z.object({ before: kept, after: kept })),
    /** What each later room needs to put the codes back. */
    held: z.array(z.unknown()),
  }),
  async run(context, { into, from, reason }) {
    const list = new ChangingList(context, await openCodeList(context), reason)
    if (codeOf(list.codes, into).retired)
      throw Problem.conflict(
        'code-retired',
        `“${codeOf(list.codes, into).name}” is retired. Bring it back first, or merge into another code.`,
      )
    const folds = await foldsOf(context, from, into)
    const before = await readKept(context, folds)
    const gone = await takeGone(context, folds)
    await amend(
      context,
      folds.map((one) => one.kept),
    )
    const moving = await codingsOf(
      context.transaction,
      context.study,
      from,
      folds.flatMap(({ stays }) => stays),
    )
    let moved = 0
    for (const { code, codings } of moving) moved += await recode(context, codings, [code], into)
    await raiseThoseBelow(list, from, into)
    const name = codeOf(list.codes, into).name
    for (const id of from)
      await list.change(id, 'merged', { retired: true }, { into, intoName: name })
    const held = []
    for (const holder of holdersOfCodes(context.platform))
      held.push(await holder.replace(context, from, into, reason))
    return {
      answer: { id: into, moved, folded: gone.length },
      subject: { kind: 'code', id: into },
      detail: { from, moved, folded: gone.length },
      memory: {
        changes: list.memory,
        recoded: moving,
        gone,
        kept: folds.flatMap(({ kept: after }) => {
          const was = before.get(after.id)
          return was ? [{ before: was, after }] : []
        }),
        held: held.map(({ memory }) => memory),
      },
      events: [
        ...[...from, into].map(codeChanged),
        codingsRecoded([...from, into]),
        ...held.flatMap(({ events }) => events),
      ],
    }
  },
  async undo(context, { changes, recoded: moved, gone, kept: left, held }, { into, from }) {
    const events = []
    for (const [index, holder] of holdersOfCodes(context.platform).entries())
      events.push(...(await holder.putBack(context, held[index])))
    await setAllBack(context, changes)
    await recodeBack(context, moved, into)
    const now = await readKept(
      context,
      left.map(({ after }) => ({ kept: after, gone: [], stays: [] })),
    )
    await amend(
      context,
      // What somebody weighed or said of it since stays.
      left.flatMap(({ before, after }) => (isLike(now.get(after.id), after) ? [before] : [])),
    )
    await refuseMovedWords(context, gone)
    if (gone.length > 0)
      await sql`select unfold_codings(${JSON.stringify(gone)}::jsonb)`.execute(context.transaction)
    return {
      subject: { kind: 'code', id: into },
      detail: { from },
      events: [...[...from, into].map(codeChanged), codingsRecoded([...from, into]), ...events],
    }
  },
})

/** A transcript that was merged or split since has its words under another name. @throws Problem 409 */
async function refuseMovedWords(
  { transaction, study }: StepContext,
  gone: readonly Record<string, unknown>[],
): Promise<void> {
  const { rows } = await sql<{ moved: number }>`select count(*)::int as moved
    from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as g(transcript_id uuid)
    where not exists (select from transcript t where t.study_id = ${study} and t.id = g.transcript_id)`.execute(
    transaction,
  )
  if ((rows[0]?.moved ?? 0) > 0)
    throw Problem.conflict(
      'changed-since',
      'A transcript on which these codings stood was merged or split since. Undo that first.',
    )
}

type Kept = z.infer<typeof kept>

const isLike = (now: Kept | undefined, after: Kept) =>
  now !== undefined && now.weight === after.weight && now.comment === after.comment

/** Codes below merged ones come to stand under the other, or where that stands if it is one of them. */
async function raiseThoseBelow(
  list: ChangingList,
  from: readonly string[],
  into: string,
): Promise<void> {
  const target = codeOf(list.codes, into)
  if (target.parent !== null && from.includes(target.parent)) {
    const parent = firstOutside(list, from, target.parent)
    await list.change(into, 'moved', { parent, position: lastPosition(list.codes, parent) })
  }
  const below = list.codes.filter(
    ({ id, parent }) => parent !== null && from.includes(parent) && !from.includes(id),
  )
  for (const code of below.toSorted((a, b) => a.position - b.position)) {
    const refusal = refusePlace(list.codes, code.id, into)
    if (refusal)
      throw Problem.conflict(
        'no-such-place',
        `“${code.name}” would have to stand under the code into which these are merged. ${refusal}`,
      )
    await list.change(code.id, 'moved', { parent: into, position: lastPosition(list.codes, into) })
  }
}

/** The nearest code above that is not merged; null for the first level. */
function firstOutside(list: ChangingList, from: readonly string[], start: string): string | null {
  let at: string | null = start
  while (at !== null && from.includes(at)) at = codeOf(list.codes, at).parent
  return at
}

async function readKept(
  { transaction, study }: StepContext,
  folds: readonly Folded[],
): Promise<Map<string, Kept>> {
  const ids = folds.map((one) => one.kept.id)
  const { rows } = await sql<Kept>`select id, weight, comment from coding
    where study_id = ${study} and id = any(${ids}::uuid[])`.execute(transaction)
  return new Map(rows.map((row) => [row.id, row]))
}

async function takeGone({ transaction }: StepContext, folds: readonly Folded[]) {
  const ids = folds.flatMap(({ gone }) => gone)
  if (ids.length === 0) return []
  const { rows } = await sql<{ gone: Record<string, unknown> }>`
    select to_jsonb(folded) as gone from fold_codings(${ids}::uuid[]) folded`.execute(transaction)
  return rows.map(({ gone }) => gone)
}

async function amend({ transaction }: StepContext, left: readonly Kept[]): Promise<void> {
  if (left.length === 0) return
  await sql`select amend_codings(${JSON.stringify(left)}::jsonb)`.execute(transaction)
}
