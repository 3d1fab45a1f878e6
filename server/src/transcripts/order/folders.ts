import * as contract from '@throughline/contract/transcript-order'
import type { Folder } from '@throughline/contract/transcript-order'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import type { AnyTransaction } from '../../platform/database/database.ts'
import { Problem } from '../../platform/http/problem.ts'
import { placedBefore } from './rules.ts'

const may = 'import transcripts'
const done = (id: string) => ({
  subject: { kind: 'folder', id },
  events: [{ name: 'transcript.arranged', may: 'read transcripts', data: {} }],
})

/** The folders in their order. */
export async function listFolders(transaction: AnyTransaction, study: string): Promise<Folder[]> {
  const { rows } = await sql<Folder>`select id, name from transcript_folder
    where study_id = ${study} order by position, name, id`.execute(transaction)
  return rows
}

export const addFolder = useCase({
  command: contract.addFolder,
  may,
  sharedUndo: true,
  memory: z.object({}),
  async run(context, { id, name }) {
    await insertFolder(context, id, name)
    return { ...done(id), answer: { id }, memory: {} }
  },
  async undo(context, _memory, { id }) {
    await deleteFolder(context, id)
    return done(id)
  },
})

export const changeFolder = useCase({
  command: contract.changeFolder,
  may,
  sharedUndo: true,
  memory: z.object({ name: z.string(), order: z.array(z.string()) }),
  async run(context, { id, name, before }) {
    const folders = await listFolders(context.transaction, context.study)
    const folder = folders.find((one) => one.id === id)
    if (!folder) throw noFolder()
    if (name !== undefined) await rename(context, id, name)
    const order = folders.map((one) => one.id)
    if (before !== undefined) await setOrder(context, placedBefore(order, [id], before))
    return { ...done(id), answer: { id }, memory: { name: folder.name, order } }
  },
  async undo(context, { name, order }, { id, name: renamed, before }) {
    if (renamed !== undefined) await rename(context, id, name)
    if (before !== undefined) await setOrder(context, order)
    return done(id)
  },
})

export const removeFolder = useCase({
  command: contract.removeFolder,
  may,
  sharedUndo: true,
  memory: z.object({ name: z.string(), order: z.array(z.string()), held: z.array(z.string()) }),
  async run(context, { id }) {
    const folders = await listFolders(context.transaction, context.study)
    const folder = folders.find((one) => one.id === id)
    if (!folder) throw noFolder()
    const held = await deleteFolder(context, id)
    const order = folders.map((one) => one.id)
    return { ...done(id), answer: { id }, memory: { name: folder.name, order, held } }
  },
  async undo(context, { name, order, held }, { id }) {
    await insertFolder(context, id, name)
    await setOrder(context, order)
    // What was put into another folder since stays there.
    await sql`update transcript set folder_id = ${id}
      where study_id = ${context.study} and id = any(${held}::uuid[]) and folder_id is null`.execute(
      context.transaction,
    )
    return done(id)
  },
})

const noFolder = () => Problem.notFound('This folder does not exist, or no longer.')

async function insertFolder(
  { transaction, study, account }: StepContext,
  id: string,
  name: string,
): Promise<void> {
  await sql`insert into transcript_folder (study_id, id, name, position, made_by)
    select ${study}, ${id}, ${name}, coalesce(max(position), 0) + 1, ${account}
    from transcript_folder where study_id = ${study}`.execute(transaction)
}

/** Gives the transcripts that were in it. */
async function deleteFolder({ transaction, study }: StepContext, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update transcript set folder_id = null
    where study_id = ${study} and folder_id = ${id} returning id`.execute(transaction)
  await sql`delete from transcript_folder where study_id = ${study} and id = ${id}`.execute(
    transaction,
  )
  return rows.map((row) => row.id)
}

async function rename({ transaction, study }: StepContext, id: string, name: string) {
  await sql`update transcript_folder set name = ${name} where study_id = ${study} and id = ${id}`.execute(
    transaction,
  )
}

async function setOrder({ transaction, study }: StepContext, order: readonly string[]) {
  await sql`update transcript_folder f set position = o.position
    from unnest(${order}::uuid[]) with ordinality as o(id, position)
    where f.study_id = ${study} and f.id = o.id`.execute(transaction)
}
