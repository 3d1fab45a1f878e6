import * as contract from '@throughline/contract/transcript-parts'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, type UseCase, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Platform } from '../../platform/platform.ts'
import type { ReadTranscript } from '../reading/packed.ts'
import { readApart } from '../reading/reader.ts'
import { speakersIn } from '../rules.ts'
import { openUpload } from '../uploads.ts'
import { type NewWords, wordsFrom } from '../write-transcript.ts'
import {
  forgetFormer,
  keepFormer,
  openFormer,
  packedWords,
  type Standing,
  takeTranscript,
  writeFurther,
  writeWords,
} from './former.ts'
import { countHeld } from './queries.ts'
import { refuseReplacement } from './rules.ts'

type Body = z.output<typeof contract.replaceTranscript.body>

interface Corrected {
  read: ReadTranscript
  file: string
  hash: string
  format: string
  encoding: string
}

const memory = z.object({ former: z.string(), file: z.string() })

/** A corrected file takes the place of a transcript's text while nothing stands on it. It keeps its title and stage. */
export const replaceTranscript = replacing(async (context, body) =>
  readCorrected(await openUpload(context, body.upload), body),
)

/** Reads the file before the transaction opens. @throws Problem as `readCorrected` */
export async function readBefore(
  platform: Platform,
  { account, study, key }: { account: string; study: string; key: string },
  body: Body,
): Promise<UseCase<typeof contract.replaceTranscript, z.infer<typeof memory>>> {
  const opened = await platform.database.inStudy(
    account,
    study,
    key,
    async (transaction, member, earlier) =>
      earlier || !member.actions.has('import transcripts')
        ? null
        : openUpload({ transaction, platform, study }, body.upload),
  )
  // Done before, or not allowed: the use case says which.
  if (!opened) return replaceTranscript
  const corrected = await readCorrected(opened, body)
  return replacing(async () => corrected)
}

/** @throws Problem 422 where the file cannot be read, or holds several transcripts */
async function readCorrected(
  { file, name, hash, bytes }: { file: string; name: string; hash: string; bytes: Uint8Array },
  { options }: Body,
): Promise<Corrected> {
  const { inspection, result } = await readApart({ bytes, name, options })
  if (!result.ok) throw Problem.invalid('unreadable', result.error.message)
  const [read, ...others] = result.transcripts
  if (!read || others.length > 0)
    throw Problem.invalid(
      'several-transcripts',
      `This file holds ${result.transcripts.length} transcripts and cannot take the place of one. Import it, and remove the former one.`,
    )
  return {
    read,
    file,
    hash,
    format: inspection?.format ?? 'txt',
    encoding: options.encoding ?? inspection?.encoding?.name ?? '',
  }
}

function replacing(corrected: (context: StepContext, body: Body) => Promise<Corrected>) {
  return useCase({
    command: contract.replaceTranscript,
    may: 'import transcripts',
    sharedUndo: true,
    memory,
    async run(context, body) {
      const { transaction, study } = context
      const { id, upload, speakers } = body
      const { read, file, hash, format, encoding } = await corrected(context, body)
      const before = await takeTranscript(context, id)
      await requireNothingOn(context, id)
      const former = await keepFormer(context, before, 'replaced', [id])
      const roles = new Map(
        speakersIn([read]).flatMap(({ label }, number) => {
          const role = speakers[number]
          return role === undefined ? [] : [[label, role] as const]
        }),
      )
      const words = wordsFrom(read, roles)
      const warnings = read.warnings.map(({ code, message }) => ({ code, message }))
      await sql`update transcript set format = ${format}, encoding = ${encoding}, original_file = ${file},
          original_hash = ${hash}, words = ${read.words}, length = ${words.text.length},
          warnings = ${JSON.stringify(warnings)}::jsonb, revision = revision + 1
        where study_id = ${study} and id = ${id}`.execute(transaction)
      await exchangeWords(context, before.row, words, [])
      await sql`delete from upload where study_id = ${study} and id = ${upload}`.execute(
        transaction,
      )
      return { ...done(id), answer: { id, words: read.words }, memory: { former, file } }
    },
    async undo(context, { former, file }, { id, upload }) {
      const { transaction, study, account } = context
      const now = await takeTranscript(context, id)
      await requireNothingOn(context, id)
      const before = await openFormer(context, former)
      await sql`update transcript set format = b.format, encoding = b.encoding, original_file = b.original_file,
          original_hash = b.original_hash, words = b.words, length = b.length, warnings = b.warnings,
          revision = transcript.revision + 1
        from jsonb_populate_record(null::transcript, ${JSON.stringify(before.row)}::jsonb) b
        where transcript.study_id = ${study} and transcript.id = ${id}`.execute(transaction)
      await exchangeWords(context, now.row, packedWords(before.words), before.further)
      await forgetFormer(context, former)
      // The corrected file is as it was before it came in: sent, for a day.
      await sql`insert into upload (study_id, id, file_id, sent_by)
        values (${study}, ${upload}, ${file}, ${account})`.execute(transaction)
      return done(id)
    },
  })
}

const done = (id: string) => ({
  subject: { kind: 'transcript', id },
  events: [{ name: 'transcript.changed', may: 'read transcripts', data: { transcript: id } }],
})

async function requireNothingOn(context: StepContext, id: string): Promise<void> {
  const { rows } = await sql<{ sections: number }>`select count(*)::int as sections from section
    where study_id = ${context.study} and transcript_id = ${id}`.execute(context.transaction)
  const refused = refuseReplacement((await countHeld(context)).get(id) ?? 0, rows[0]?.sections ?? 0)
  if (refused !== null) throw Problem.conflict('something-stands-on-it', refused)
}

async function exchangeWords(
  context: StepContext,
  row: Standing['row'],
  words: NewWords,
  further: Standing['further'],
) {
  const { transaction, study } = context
  for (const table of ['transcript_text', 'turn', 'speaker', 'source_note', 'further_original'])
    await sql`delete from ${sql.table(table)} where study_id = ${study} and transcript_id = ${row.id}`.execute(
      transaction,
    )
  await writeWords(context, row, words)
  await writeFurther(context, row.id, further)
}
