import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { StepContext } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { ErasureHook, Vault } from '../../platform/vault/index.ts'
import { removeUnneeded } from '../originals.ts'
import { wordsInClear } from '../queries.ts'
import { packedTurns } from '../reading/packed.ts'
import {
  type NewWords,
  openSealed,
  type Words,
  wordsOfTranscript,
  writeInClear,
  writeSealed,
} from '../write-transcript.ts'

/** A transcript's row, as far as its reshaping asks. */
export const transcriptRow = z.looseObject({
  id: z.string(),
  participant_id: z.string().nullable(),
  folder_id: z.string().nullish(),
  title: z.string(),
  stage: z.string(),
})
const further = z.object({ number: z.number(), file_id: z.string(), hash: z.string() })
const aboutFormer = z.object({ row: transcriptRow, further: z.array(further) })

/** A transcript with its words, locked until the step ends. */
export interface Standing {
  row: z.infer<typeof transcriptRow>
  words: Words
  further: z.infer<typeof further>[]
}

const kind = 'raw transcript'
const sealedAs = 'words of a former transcript'

/** Its columns, in which `jsonb_populate_record` brings back a row. */
const columns =
  sql.raw(`study_id, id, participant_id, title, stage, format, encoding, original_file, original_hash,
  declared, imported_by, imported_at, released_by, released_at, words, length, revision, warnings, position, folder_id`)

/**
 * Reads a transcript for a step that takes it as a whole.
 * @throws Problem 404, and 403 where its words are sealed from this member
 */
export async function takeTranscript(context: StepContext, id: string): Promise<Standing> {
  const { transaction, study } = context
  const { rows } = await sql<{ row: unknown; text: string | null; sealed: Uint8Array | null }>`
    select to_jsonb(t) as row, x.text, x.sealed from transcript t
    left join transcript_text x on x.study_id = t.study_id and x.transcript_id = t.id
    where t.study_id = ${study} and t.id = ${id} for update of t`.execute(transaction)
  const [found] = rows
  if (!found) throw Problem.notFound('There is no such transcript in this study, or no longer.')
  const row = transcriptRow.parse(found.row)
  const { rows: others } = await sql`select number, file_id, hash from further_original
    where study_id = ${study} and transcript_id = ${id} order by number`.execute(transaction)
  return {
    row,
    further: z.array(further).parse(others),
    words: await wordsOf(context, row, found),
  }
}

async function wordsOf(
  context: StepContext,
  row: Standing['row'],
  { text, sealed }: { text: string | null; sealed: Uint8Array | null },
): Promise<Words> {
  if (text !== null) return wordsInClear(context.transaction, context.study, row.id, text)
  if (sealed) return openSealed(context, row.participant_id ?? row.id, sealed)
  throw Problem.notAllowed(
    'The words of this transcript are kept from members of the participant’s own site until it is pseudonymised.',
  )
}

/** Words as they are written. */
export function packedWords(words: Words): NewWords {
  return { ...words, turns: packedTurns(words.turns) }
}

/** Writes the words of a transcript that is there already: in clear or sealed, as its stage asks. */
export async function writeWords(
  context: StepContext,
  { id, stage, participant_id: participant }: Standing['row'],
  words: NewWords,
): Promise<void> {
  if (stage === 'released') await writeInClear(context, id, words)
  else await writeSealed(context, id, participant ?? id, words)
}

/** Keeps a transcript as it stands, sealed, so that the step that ends it can be undone. Gives the id to find it by. */
export async function keepFormer(
  context: StepContext,
  { row, words, further: others }: Standing,
  why: 'merged' | 'split' | 'replaced',
  became: readonly string[],
): Promise<string> {
  const { transaction, platform, study, account } = context
  const id = uuidv7()
  const bytes = Buffer.from(JSON.stringify(words))
  const sealed = await platform.vault.seal(transaction, study, id, kind, bytes, sealedAs)
  const originals = [z.string().nullish().parse(row.original_file), ...others.map((o) => o.file_id)]
  await sql`insert into former_transcript (study_id, id, transcript_id, why, became, participant_id, stage, about,
      originals, sealed, by)
    values (${study}, ${id}, ${row.id}, ${why}, ${became}::uuid[], ${row.participant_id}, ${row.stage},
      ${JSON.stringify({ row, further: others })}::jsonb, ${originals.filter((file) => file)}::uuid[], ${sealed}, ${account})`.execute(
    transaction,
  )
  return id
}

/**
 * Opens what was kept.
 * @throws Problem 409 when it is gone or kept from this member, 410 when it was erased
 */
export async function openFormer(context: StepContext, former: string): Promise<Standing> {
  const { transaction, platform, study } = context
  const { rows } = await sql<{ about: unknown; sealed: Uint8Array }>`select about, sealed
    from former_transcript where study_id = ${study} and id = ${former}`.execute(transaction)
  const [found] = rows
  if (!found)
    throw Problem.conflict(
      'former-gone',
      'What the transcript was before is no longer kept, or is kept from members of the participant’s own site. This step cannot be undone.',
    )
  const { vault } = platform
  const bytes = await vault.open(transaction, study, former, kind, found.sealed, sealedAs)
  return {
    ...aboutFormer.parse(found.about),
    words: wordsOfTranscript.parse(JSON.parse(Buffer.from(bytes).toString())),
  }
}

/** Puts a former transcript back under its own id, and forgets that it was one. Its codings are carried apart. */
export async function bringBack(
  context: StepContext,
  former: string,
  standing: Standing,
): Promise<void> {
  const { transaction } = context
  const row = await withWhoIsThere(context, standing.row)
  await sql`insert into transcript (${columns})
    select ${columns} from jsonb_populate_record(null::transcript, ${JSON.stringify(row)}::jsonb)`.execute(
    transaction,
  )
  await writeWords(context, row, packedWords(standing.words))
  await writeFurther(context, row.id, standing.further)
  await forgetFormer(context, former)
}

/** The row of a former transcript; of nobody and in no folder, if those are no longer there. */
export async function withWhoIsThere(
  { transaction, study }: StepContext,
  row: Standing['row'],
): Promise<Standing['row']> {
  const { rows } = await sql<{ participant_id: string | null; folder_id: string | null }>`select
    (select id from participant where study_id = ${study} and id = ${row.participant_id}) as participant_id,
    (select id from transcript_folder where study_id = ${study} and id = ${row.folder_id ?? null}) as folder_id`.execute(
    transaction,
  )
  return { ...row, participant_id: null, folder_id: null, ...rows[0] }
}

export async function writeFurther(
  { transaction, study }: StepContext,
  transcript: string,
  others: Standing['further'],
): Promise<void> {
  await sql`insert into further_original (study_id, transcript_id, number, file_id, hash)
    select ${study}, ${transcript}, o.number, o.file_id, o.hash
    from jsonb_to_recordset(${JSON.stringify(others)}::jsonb) as o(number int, file_id uuid, hash text)`.execute(
    transaction,
  )
}

export async function forgetFormer(
  { transaction, study }: StepContext,
  former: string,
): Promise<void> {
  await sql`delete from former_transcript where study_id = ${study} and id = ${former}`.execute(
    transaction,
  )
}

/** Once nothing is left of what they became, former transcripts go as well, with the originals that only they had. */
export async function forgetWhatBecameNothing(context: StepContext): Promise<void> {
  const { transaction, study } = context
  for (;;) {
    const { rows } = await sql<{ originals: string[] }>`
      delete from former_transcript f where study_id = ${study}
        and not exists (select from transcript t where t.study_id = f.study_id and t.id = any(f.became))
        and not exists (select from former_transcript later where later.study_id = f.study_id
          and later.transcript_id = any(f.became) and later.why <> 'replaced')
      returning originals`.execute(transaction)
    if (rows.length === 0) return
    for (const file of new Set(rows.flatMap(({ originals }) => originals)))
      await removeUnneeded(context, file)
  }
}

/** The former states of whatever holds somebody's words go with them, and so do the originals that only those had. */
export function eraseFormer(vault: Vault): ErasureHook {
  return async (transaction, { study, subject, kinds }) => {
    if (!kinds.includes(kind)) return
    const { rows } = await sql<{ subject: string }>`
      with gone as (select id, originals from take_former_of_erased(${subject}))
      select id as subject from gone
      union select file.subject from gone join file on file.study_id = ${study} and file.id = any(gone.originals)`.execute(
      transaction,
    )
    for (const each of rows)
      if (each.subject !== subject) await vault.erase(transaction, study, each.subject, [kind])
  }
}
