import { sql } from 'kysely'
import { z } from 'zod'
import type { StepContext } from '../platform/commands/step.ts'
import { packedTurns, type ReadTranscript } from './reading/packed.ts'

type Role = 'interviewer' | 'participant' | 'unknown'
/** A speaker's label → the part that a person gave them. */
export type Roles = ReadonlyMap<string, Role>

/** A transcript's words with what stands on them, as they are sealed until its release. */
export const wordsOfTranscript = z.object({
  text: z.string(),
  turns: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      label: z.object({ from: z.number(), to: z.number() }).nullable(),
      speaker: z.string().nullable(),
      startsAt: z.number().nullable(),
      endsAt: z.number().nullable(),
    }),
  ),
  speakers: z.array(
    z.object({ label: z.string(), role: z.enum(['interviewer', 'participant', 'unknown']) }),
  ),
  // What was sealed before there were notes has none.
  notes: z
    .array(
      z.object({
        kind: z.enum(['comment', 'footnote', 'endnote']),
        from: z.number(),
        to: z.number(),
        text: z.string(),
      }),
    )
    .default([]),
})
export type Words = z.infer<typeof wordsOfTranscript>

/** The words of a new transcript; their turns are the JSON of those of `Words`. */
export interface NewWords extends Omit<Words, 'turns'> {
  turns: string
}

/** A read transcript with the parts that a person gave its speakers. */
export function wordsFrom(
  { text, turns, speakers, notes }: ReadTranscript,
  roles: Roles,
): NewWords {
  return {
    text,
    turns,
    speakers: speakers.map(({ label, guess }) => ({ label, role: roles.get(label) ?? guess })),
    notes: notes.map(({ kind, from, to, text: said }) => ({ kind, from, to, text: said })),
  }
}

/** Writes text, speakers, turns and notes of a new transcript in clear; it must be released. */
export async function writeInClear(
  context: StepContext,
  transcript: string,
  words: NewWords,
): Promise<void> {
  await sql`insert into transcript_text (study_id, transcript_id, text)
    values (${context.study}, ${transcript}, ${words.text})`.execute(context.transaction)
  await writeTurns(context, transcript, words)
  await writeNotes(context, transcript, words)
}

/** The same for one whose words were sealed until now. */
export async function openInClear(
  context: StepContext,
  transcript: string,
  words: Words,
): Promise<void> {
  await sql`update transcript_text set text = ${words.text}, sealed = null
    where study_id = ${context.study} and transcript_id = ${transcript}`.execute(
    context.transaction,
  )
  await writeTurns(context, transcript, { ...words, turns: packedTurns(words.turns) })
  await writeNotes(context, transcript, words)
}

async function writeTurns(
  { transaction, study }: StepContext,
  transcript: string,
  words: NewWords,
) {
  await sql`insert into speaker (study_id, transcript_id, label, role)
    select ${study}, ${transcript}, label, role from jsonb_to_recordset(${JSON.stringify(words.speakers)}::jsonb) as s(label text, role text)`.execute(
    transaction,
  )
  await sql`insert into turn (study_id, transcript_id, number, starts, ends, label_starts, label_ends, speaker, starts_at, ends_at)
    select ${study}, ${transcript}, number - 1, "from", "to", (label ->> 'from')::int, (label ->> 'to')::int, speaker,
      "startsAt", "endsAt"
    from rows from (jsonb_to_recordset(${words.turns}::jsonb)
      as ("from" int, "to" int, label jsonb, speaker text, "startsAt" int, "endsAt" int))
      with ordinality as t("from", "to", label, speaker, "startsAt", "endsAt", number)`.execute(
    transaction,
  )
}

async function writeNotes(
  { transaction, study }: StepContext,
  transcript: string,
  { notes: kept }: Pick<Words, 'notes'>,
) {
  if (kept.length === 0) return
  const notes = kept.map(({ from, to, ...note }, number) => ({
    number,
    starts: from,
    ends: to,
    ...note,
  }))
  await sql`insert into source_note (study_id, transcript_id, number, kind, starts, ends, text)
    select ${study}, ${transcript}, n.* from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb)
      as n(number int, kind text, starts int, ends int, text text)`.execute(transaction)
}

const sealedAs = 'words of a transcript'

/** Keeps the words of a new transcript encrypted under the key of whom they are about: the participant, or the transcript alone. */
export async function writeSealed(
  context: StepContext,
  transcript: string,
  subject: string,
  words: NewWords,
): Promise<void> {
  const sealed = await seal(context, subject, words)
  await sql`insert into transcript_text (study_id, transcript_id, sealed)
    values (${context.study}, ${transcript}, ${sealed})`.execute(context.transaction)
}

/** Puts sealed words under another key. */
export async function sealAgain(
  context: StepContext,
  transcript: string,
  subject: string,
  words: Words,
): Promise<void> {
  const sealed = await seal(context, subject, { ...words, turns: packedTurns(words.turns) })
  await sql`update transcript_text set sealed = ${sealed}
    where study_id = ${context.study} and transcript_id = ${transcript}`.execute(
    context.transaction,
  )
}

/** Seals the JSON of `Words`. */
function seal(
  { transaction, platform, study }: StepContext,
  subject: string,
  { text, turns, speakers, notes }: NewWords,
) {
  const others = JSON.stringify({ text, speakers, notes })
  const bytes = Buffer.from(`{"turns":${turns},${others.slice(1)}`)
  return platform.vault.seal(transaction, study, subject, 'raw transcript', bytes, sealedAs)
}

/** Opens what `writeSealed` kept. */
export async function openSealed(
  { transaction, platform, study }: Pick<StepContext, 'transaction' | 'platform' | 'study'>,
  subject: string,
  sealed: Uint8Array,
): Promise<Words> {
  const bytes = await platform.vault.open(
    transaction,
    study,
    subject,
    'raw transcript',
    sealed,
    sealedAs,
  )
  return wordsOfTranscript.parse(JSON.parse(Buffer.from(bytes).toString()))
}
