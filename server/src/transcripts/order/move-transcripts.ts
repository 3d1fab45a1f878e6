import * as contract from '@throughline/contract/transcript-order'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { inOrder } from '../queries.ts'
import { placedBefore } from './rules.ts'

const place = z.object({ id: z.string(), folder: z.string().nullable(), position: z.number() })
type Place = z.infer<typeof place>

const done = (moved: number) => ({
  subject: { kind: 'transcript', id: null },
  detail: { moved },
  events: [{ name: 'transcript.arranged', may: 'read transcripts', data: {} }],
})

/** Puts transcripts where they belong; the others of that folder keep their order. */
export const moveTranscripts = useCase({
  command: contract.moveTranscripts,
  may: 'import transcripts',
  sharedUndo: true,
  memory: z.object({ places: z.array(place) }),
  async run(context, { transcripts, folder, before }) {
    if (folder !== null && !(await hasFolder(context, folder)))
      throw Problem.notFound('This folder does not exist, or no longer. Reload and look again.')
    const { transaction, study } = context
    const { rows } =
      await sql<Place>`select t.id, t.folder_id as folder, t.position from transcript t
      left join participant p on p.study_id = t.study_id and p.id = t.participant_id
      where t.study_id = ${study}
        and (t.folder_id is not distinct from ${folder}::uuid or t.id = any(${transcripts}::uuid[]))
      order by ${inOrder} for update of t`.execute(transaction)
    const there = new Set(rows.map(({ id }) => id))
    const moving = [...new Set(transcripts)].filter((id) => there.has(id))
    if (moving.length === 0)
      throw Problem.notFound('These transcripts do not exist, or no longer. Reload and look again.')
    const inFolder = rows.filter((row) => row.folder === folder).map(({ id }) => id)
    const order = placedBefore(inFolder, moving, before)
    await setPlaces(
      context,
      order.map((id, index) => ({ id, folder, position: index + 1 })),
    )
    return { ...done(moving.length), answer: { moved: moving.length }, memory: { places: rows } }
  },
  async undo(context, { places }) {
    await setPlaces(context, places)
    return done(places.length)
  },
})

async function hasFolder({ transaction, study }: StepContext, folder: string) {
  const { rows } = await sql`select from transcript_folder
    where study_id = ${study} and id = ${folder} for share`.execute(transaction)
  return rows.length > 0
}

/** A folder that is gone meanwhile is none. */
async function setPlaces({ transaction, study }: StepContext, places: readonly Place[]) {
  await sql`update transcript t set position = o.position, folder_id = (select f.id from transcript_folder f
      where f.study_id = ${study} and f.id = o.folder)
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as o(id uuid, folder uuid, position int)
    where t.study_id = ${study} and t.id = o.id`.execute(transaction)
}
