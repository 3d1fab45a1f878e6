import * as contract from '@throughline/contract/transcript-order'
import { speakerRole } from '@throughline/contract/transcripts'
import { sql } from 'kysely'
import { z } from 'zod'
import { changed, release, remove, removed, transcriptOf, write } from '../change-transcript.ts'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { labelOf } from '../import-file.ts'
import { countHeld } from '../reshaping/queries.ts'

const may = 'import transcripts'

/** What hinders a step with one of many, as a sentence; null when nothing does. */
type Hindrance = (transcript: Found) => string | null

interface Found {
  id: string
  title: string
  participant: string | null
  stage: string
  /** Its words are sealed from this member. */
  kept: boolean
}

/** Of these the ones with which the step may be taken, and of the others why not. Each is locked. */
async function sorted(context: StepContext, ids: readonly string[], hindrance: Hindrance) {
  const { transaction, study } = context
  const { rows } = await sql<Found>`select t.id, t.title, t.participant_id as participant, t.stage,
      t.stage <> 'released' and not may_read_sealed(t.study_id, t.id) as kept
    from transcript t where t.study_id = ${study} and t.id = any(${ids}::uuid[])
    order by t.id for update of t`.execute(transaction)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const taken: Found[] = []
  const refused: contract.Outcome['refused'] = []
  for (const id of new Set(ids)) {
    const found = byId.get(id)
    const reason = found ? hindrance(found) : 'It does not exist, or no longer.'
    if (found && reason === null) taken.push(found)
    else refused.push({ id, reason: reason ?? '' })
  }
  return { taken, refused }
}

function outcome(taken: readonly { id: string }[], refused: contract.Outcome['refused']) {
  const done = taken.map(({ id }) => id)
  return {
    answer: { done, refused },
    subject: { kind: 'transcript', id: null },
    detail: { transcripts: done },
  }
}

const sealedFromMe =
  'It is raw, and its participant belongs to your site: somebody of another site can do this.'

export const changeTranscripts = useCase({
  command: contract.changeTranscripts,
  may,
  sharedUndo: true,
  memory: z.object({
    before: z.array(
      z.object({ id: z.string(), title: z.string(), participant: z.string().nullable() }),
    ),
  }),
  async run(context, { transcripts }) {
    const asked = new Map(transcripts.map((one) => [one.id, one]))
    for (const participant of new Set(transcripts.map((one) => one.participant)))
      if (participant) await labelOf(context, participant)
    const { taken, refused } = await sorted(context, [...asked.keys()], ({ id, kept }) =>
      kept && asked.get(id)?.participant !== undefined ? sealedFromMe : null,
    )
    for (const before of taken) {
      const { title, participant } = asked.get(before.id) ?? {}
      await write(context, before.id, before, {
        title: title ?? before.title,
        participant: participant === undefined ? before.participant : participant,
      })
    }
    return {
      ...outcome(taken, refused),
      memory: { before: taken.map(({ id, title, participant }) => ({ id, title, participant })) },
      events: taken.map(({ id }) => changed(id)),
    }
  },
  async undo(context, { before }) {
    for (const { id, ...former } of before)
      await write(context, id, await transcriptOf(context, id), former)
    return {
      subject: { kind: 'transcript', id: null },
      detail: { transcripts: before.map(({ id }) => id) },
      events: before.map(({ id }) => changed(id)),
    }
  },
})

const roleBefore = z.object({ transcript: z.string(), label: z.string(), role: speakerRole })

export const setSpeakerRoles = useCase({
  command: contract.setSpeakerRoles,
  may,
  sharedUndo: true,
  memory: z.object({ before: z.array(roleBefore) }),
  async run(context, { transcripts, roles }) {
    const { taken, refused } = await sorted(context, transcripts, ({ stage }) =>
      stage === 'released' ? null : 'It is raw: the names of its speakers are sealed.',
    )
    const wanted = taken.flatMap(({ id }) => roles.map((each) => ({ transcript: id, ...each })))
    const before = await setRoles(context, wanted)
    const having = new Set(before.map(({ transcript }) => transcript))
    const done = taken.filter(({ id }) => having.has(id))
    const without = taken
      .filter(({ id }) => !having.has(id))
      .map(({ id }) => ({
        id,
        reason: 'None of these speakers is in it, or each is that already.',
      }))
    return {
      ...outcome(done, [...refused, ...without]),
      memory: { before },
      events: done.map(({ id }) => changed(id)),
    }
  },
  async undo(context, { before }) {
    await setRoles(context, before)
    const transcripts = [...new Set(before.map(({ transcript }) => transcript))]
    return {
      subject: { kind: 'transcript', id: null },
      detail: { transcripts },
      events: transcripts.map(changed),
    }
  },
})

/** Gives what was changed, as it was. */
async function setRoles(
  { transaction, study }: StepContext,
  roles: readonly z.infer<typeof roleBefore>[],
) {
  const { rows } = await sql`update speaker s set role = r.role
    from jsonb_to_recordset(${JSON.stringify(roles)}::jsonb) as r(transcript uuid, label text, role text)
    join speaker old on old.study_id = ${study} and old.transcript_id = r.transcript and old.label = r.label
    where s.study_id = ${study} and s.transcript_id = r.transcript and s.label = r.label and s.role <> r.role
    returning s.transcript_id as transcript, s.label, old.role`.execute(transaction)
  return z.array(roleBefore).parse(rows)
}

/** From sealed to clear, many at once. It cannot be undone. */
export const releaseTranscripts = useCase({
  command: contract.releaseTranscripts,
  may,
  async run(context, { transcripts }) {
    const { taken, refused } = await sorted(context, transcripts, ({ stage, kept }) =>
      stage === 'released' ? 'It is released already.' : kept ? sealedFromMe : null,
    )
    for (const { id, participant } of taken) await release(context, id, participant)
    return { ...outcome(taken, refused), events: taken.map(({ id }) => changed(id)) }
  },
})

export const removeTranscripts = useCase({
  command: contract.removeTranscripts,
  may,
  async run(context, { transcripts }) {
    const codings = await countHeld(context)
    const { taken, refused } = await sorted(context, transcripts, ({ id }) => {
      const count = codings.get(id) ?? 0
      if (count === 0) return null
      return `${count === 1 ? 'One coding stands' : `${count} codings stand`} on it. Take ${count === 1 ? 'it' : 'them'} away first.`
    })
    for (const { id } of taken) await remove(context, id)
    return { ...outcome(taken, refused), events: taken.map(({ id }) => removed(id)) }
  },
})
