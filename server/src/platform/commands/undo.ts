import * as contract from '@throughline/contract/platform'
import { sql } from 'kysely'
import { z } from 'zod'
import { answer, type BoundEndpoint, perform, type RecordedUseCase } from '../http/endpoints.ts'
import { requirePermission } from '../http/permission.ts'
import { Problem } from '../http/problem.ts'
import { type StepContext, type Undone, useCase } from './step.ts'

const recorded = z.object({
  account_id: z.string(),
  name: z.string(),
  body: z.unknown(),
  memory: z.unknown(),
  undone_by: z.uuid().nullable(),
})

/** Undo and redo over the step log: each use case knows how to take itself back. */
export function undoEndpoints(useCases: ReadonlyMap<string, RecordedUseCase>): BoundEndpoint[] {
  return [
    perform(
      useCase({
        command: contract.undo,
        may: null,
        async run(context, { command: key }) {
          const { step, known } = await load(context, key)
          if (step.undone_by)
            throw Problem.conflict('undone-already', 'This step was undone already.')
          if (!known.undo || step.memory === null)
            throw Problem.conflict('not-undoable', 'This step cannot be undone.')
          const undone = await known.undo(context, step.memory, step.body)
          await sql`update step set undone_by = ${context.key}
            where study_id = ${context.study} and key = ${key}`.execute(context.transaction)
          return { ...done(undone, { undoes: key }), answer: { undone: key } }
        },
      }),
    ),
    perform(
      useCase({
        command: contract.redo,
        may: null,
        async run(context, { command: key }) {
          const { step, known } = await load(context, key)
          if (!step.undone_by) throw Problem.conflict('not-undone', 'This step was not undone.')
          const again = await known.redo(context, step.body)
          await sql`update step set undone_by = null, memory = ${JSON.stringify(again.memory ?? null)}::jsonb
            where study_id = ${context.study} and key = ${key}`.execute(context.transaction)
          return { ...done(again, { redoes: key }), answer: { redone: key } }
        },
      }),
    ),
    answer(contract.listMySteps, null, async ({ transaction, account, study }, { search }) => {
      const { rows } = await sql<{
        key: string
        name: string
        at: Date
        undone: boolean
        remembered: boolean
      }>`
        select key, name, at, undone_by is not null as undone, memory is not null as remembered from step
        where study_id = ${study} and account_id = ${account.id} and name not in ('undo', 'redo')
        order by at desc limit ${search.limit}`.execute(transaction)
      return {
        steps: rows.map(({ remembered, at, ...step }) => ({
          ...step,
          account: account.id,
          at: at.toISOString(),
          undoable: remembered && !step.undone && Boolean(useCases.get(step.name)?.undo),
        })),
      }
    }),
  ]

  async function load(context: StepContext, key: string) {
    const { rows } = await sql`select account_id, name, body, memory, undone_by from step
      where study_id = ${context.study} and key = ${key} for update`.execute(context.transaction)
    if (rows.length === 0) throw Problem.notFound('There is no such step in this study.')
    const step = recorded.parse(rows[0])
    const known = useCases.get(step.name)
    if (!known) throw Problem.conflict('not-undoable', 'This step cannot be undone.')
    requirePermission(context.member, known.may)
    if (step.account_id !== context.account && !known.sharedUndo)
      throw Problem.notAllowed('Only who took this step can undo it.')
    return { step, known }
  }
}

function done(undone: Undone, detail: Record<string, unknown>) {
  return { ...undone, detail: { ...undone.detail, ...detail } }
}
