import * as contract from '@throughline/contract/transcripts'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { labelOf } from './import-file.ts'
import { originalsOf, removeUnneeded } from './originals.ts'
import { forgetWhatBecameNothing } from './reshaping/former.ts'
import { openInClear, openSealed, sealAgain } from './write-transcript.ts'

const may = 'import transcripts'
/** What browsers hear of a changed transcript. */
export const changed = (transcript: string) => ({
  name: 'transcript.changed',
  may: 'read transcripts',
  data: { transcript },
})
const done = (transcript: string) => ({
  subject: { kind: 'transcript', id: transcript },
  events: [changed(transcript)],
})

interface Row {
  title: string
  participant: string | null
  stage: string
}

/** Locks a transcript and says what it is. @throws Problem 404 */
export async function transcriptOf({ transaction, study }: StepContext, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select title, participant_id as participant, stage from transcript
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  const [row] = rows
  if (!row) throw Problem.notFound('There is no such transcript in this study.')
  return row
}

/** Gives a transcript another title or participant; its sealed words come under that one's key. */
export async function write(
  context: StepContext,
  id: string,
  before: Row,
  after: { title: string; participant: string | null },
) {
  const { transaction, study } = context
  if (before.stage !== 'released' && before.participant !== after.participant)
    await resealFor(context, id, before.participant ?? id, after.participant ?? id)
  await sql`update transcript set title = ${after.title}, participant_id = ${after.participant}
    where study_id = ${study} and id = ${id}`.execute(transaction)
}

/** What is not released stays under the key of whom it is about, so that their erasure reaches it. */
async function resealFor(
  context: StepContext,
  id: string,
  from: string,
  to: string,
): Promise<void> {
  const words = await openSealed(context, from, await sealedOf(context, id))
  await sealAgain(context, id, to, words)
}

async function sealedOf({ transaction, study }: StepContext, id: string): Promise<Uint8Array> {
  const { rows } = await sql<{ sealed: Uint8Array | null }>`select sealed from transcript_text
    where study_id = ${study} and transcript_id = ${id}`.execute(transaction)
  const sealed = rows[0]?.sealed
  if (!sealed)
    throw Problem.notAllowed(
      'The words of this transcript are kept from members of the participant’s own site until it is pseudonymised.',
    )
  return sealed
}

export const changeTranscript = useCase({
  command: contract.changeTranscript,
  may,
  sharedUndo: true,
  memory: z.object({ title: z.string(), participant: z.string().nullable() }),
  async run(context, { id, title, participant }) {
    const before = await transcriptOf(context, id)
    if (participant) await labelOf(context, participant)
    await write(context, id, before, {
      title: title ?? before.title,
      participant: participant === undefined ? before.participant : participant,
    })
    return {
      ...done(id),
      answer: { id },
      memory: { title: before.title, participant: before.participant },
    }
  },
  async undo(context, memory, { id }) {
    await write(context, id, await transcriptOf(context, id), memory)
    return done(id)
  },
})

async function setRole(
  { transaction, study }: StepContext,
  transcript: string,
  label: string,
  role: string,
) {
  const { rows } = await sql<{ before: 'interviewer' | 'participant' | 'unknown' }>`
    update speaker set role = ${role} from speaker old
    where speaker.study_id = ${study} and speaker.transcript_id = ${transcript} and speaker.label = ${label}
      and old.study_id = speaker.study_id and old.transcript_id = speaker.transcript_id and old.label = speaker.label
    returning old.role as before`.execute(transaction)
  const [row] = rows
  if (!row) throw Problem.notFound('There is no such speaker in this transcript.')
  return row.before
}

export const setSpeakerRole = useCase({
  command: contract.setSpeakerRole,
  may,
  sharedUndo: true,
  memory: z.object({ before: z.enum(['interviewer', 'participant', 'unknown']) }),
  async run(context, { transcript, label, role }) {
    const before = await setRole(context, transcript, label, role)
    return { ...done(transcript), answer: { id: transcript }, memory: { before } }
  },
  async undo(context, { before }, { transcript, label }) {
    await setRole(context, transcript, label, before)
    return done(transcript)
  },
})

/** From sealed to clear. It cannot be undone: what was readable once cannot be made unread. */
export const releaseTranscript = useCase({
  command: contract.releaseTranscript,
  may,
  async run(context, { id }) {
    const before = await transcriptOf(context, id)
    if (before.stage === 'released')
      throw Problem.conflict('released-already', 'This transcript is released already.')
    await release(context, id, before.participant)
    return { ...done(id), answer: { id } }
  },
})

/** Opens the words of a raw transcript for good. @throws Problem 403 where they are sealed from this member */
export async function release(
  context: StepContext,
  id: string,
  participant: string | null,
): Promise<void> {
  const { transaction, study, account } = context
  const words = await openSealed(context, participant ?? id, await sealedOf(context, id))
  await sql`update transcript set stage = 'released', released_by = ${account}, released_at = now()
    where study_id = ${study} and id = ${id}`.execute(transaction)
  await openInClear(context, id, words)
}

/** What browsers hear of a removed transcript. */
export const removed = (transcript: string) => ({
  name: 'transcript.removed',
  may: 'read transcripts',
  data: { transcript },
})

export const removeTranscript = useCase({
  command: contract.removeTranscript,
  may,
  async run(context, { id }) {
    await transcriptOf(context, id)
    await remove(context, id)
    return { answer: { id }, subject: { kind: 'transcript', id }, events: [removed(id)] }
  },
})

/**
 * Removes a transcript with the originals that only it has. The rooms behind this one hold it by a foreign key while
 * something of theirs stands on it.
 */
export async function remove(context: StepContext, id: string): Promise<void> {
  const { transaction, study } = context
  const originals = await originalsOf(transaction, study, id)
  await sql`delete from transcript where study_id = ${study} and id = ${id}`.execute(transaction)
  for (const file of originals) await removeUnneeded(context, file)
  await forgetWhatBecameNothing(context)
}
