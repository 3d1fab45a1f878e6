import * as contract from '@throughline/contract/transcripts'
import type { FileToImport, ImportedFile } from '@throughline/contract/transcripts'
import { command } from '@throughline/contract/endpoint'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { performInStudy } from '../platform/commands/perform.ts'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { isPassing } from '../platform/http/problem-of.ts'
import type { Platform } from '../platform/platform.ts'
import type { ReadTranscript } from './reading/packed.ts'
import { readApart } from './reading/reader.ts'
import { countTranscripts } from './queries.ts'
import { participantLabelIn, speakersIn, titleFrom } from './rules.ts'
import { type OpenedUpload, openUpload, openUploads, transcriptsFrom } from './uploads.ts'
import { type Roles, wordsFrom, writeInClear, writeSealed } from './write-transcript.ts'

/** The file that transcripts came from: kept once, however many came from it. */
interface Original {
  file: string
  name: string
  hash: string
  /** The format's name and, of plain text, its encoding. */
  format: string
  encoding: string
  /** The other files of the session that were joined with this one. */
  further?: readonly { file: string; hash: string }[]
}

type Declared = z.infer<typeof contract.declared>

/** One file of an import is a step of its own; it has no address, because only the job and the command line take it. */
const importFileCommand = command({
  name: 'import-file',
  summary: 'Import one file.',
  body: contract.fileToImport.extend({ declared: contract.declared }),
  answer: contract.importedFile,
})

/**
 * Imports one sent file whole or not at all. Reading happens before the transaction, in a thread of its own. Whatever
 * is wrong with the file is an answer with its sentence, never a throw, so that it stops no other file.
 */
export async function importFile(
  platform: Platform,
  who: { account: string; study: string; key: string },
  declared: Declared,
  file: FileToImport,
): Promise<ImportedFile> {
  const refusal = (name: string, message: string): ImportedFile => ({
    upload: file.upload,
    joined: file.joined.map(({ upload }) => upload),
    file: declared === 'raw' ? rawName : name,
    ok: false,
    transcripts: [],
    message,
  })
  let name = rawName
  try {
    const opened = await openOnce(platform, who, file)
    if ('ok' in opened) return opened
    const { first, joined } = opened
    name = [first, ...joined].map((each) => each.name).join(', ')
    const { inspection, result } = await readApart({ ...first, joined })
    if (!result.ok) return refusal(name, result.error.message)
    const format = inspection?.format ?? 'txt'
    const encoding = file.options.encoding ?? inspection?.encoding?.name ?? ''
    return await performInStudy(
      platform,
      { account: { id: who.account }, study: who.study, key: who.key },
      importRead({ ...first, format, encoding }, joined, result.transcripts),
      { ...file, declared },
    )
  } catch (error) {
    if (error instanceof Problem) return refusal(name, error.message)
    // The job is begun again once the database is back, and finds what it did.
    if (isPassing(error)) throw error
    platform.log.error(
      { study: who.study, code: error instanceof Error ? error.name : 'unknown' },
      'a file could not be imported',
    )
    return refusal(
      name,
      'A fault in Throughline stopped the import of this file; nothing of it was kept. Try it again.',
    )
  }
}

const rawName = 'A raw transcript'

/** The sent file with those that are joined with it, or what became of it when it was imported under this key before. */
function openOnce(
  platform: Platform,
  { account, study, key }: { account: string; study: string; key: string },
  { upload, options, joined }: FileToImport,
) {
  return platform.database.inStudy(account, study, key, async (transaction, _member, earlier) => {
    if (earlier) return contract.importedFile.parse(earlier.answer)
    const where = { transaction, platform, study }
    const first = { options, ...(await openUpload(where, upload)) }
    return { first, joined: await openUploads(where, joined) }
  })
}

function importRead(
  uploaded: Omit<Original, 'further'>,
  joined: readonly OpenedUpload[],
  transcripts: readonly ReadTranscript[],
) {
  return useCase({
    command: importFileCommand,
    may: 'import transcripts',
    async run(context, { upload, declared, participants, speakers, again }) {
      const { transaction, study } = context
      const further = joined.map(({ file, hash }) => ({ file, hash }))
      const hashes = [uploaded.hash, ...further.map((each) => each.hash)]
      // Of two imports of one file at the same moment the second sees the first. Sorted, no two wait for each other.
      for (const each of hashes.toSorted())
        await sql`select pg_advisory_xact_lock(hashtextextended(${study + each}, 0))`.execute(
          transaction,
        )
      const [same] = again ? [] : await transcriptsFrom(transaction, study, hashes)
      if (same)
        throw Problem.conflict(
          'imported-before',
          `This file was imported before: it is “${same.title}”. Choose “import again” if you want it twice.`,
        )
      const roles = rolesByLabel(transcripts, speakers)
      const made: ImportedFile['transcripts'] = []
      for (const [index, read] of transcripts.entries()) {
        const participant = participants[index] ?? null
        const original = { ...uploaded, further }
        made.push(await addTranscript(context, { read, declared, participant, roles, original }))
      }
      const uploads = [upload, ...joined.map((file) => file.upload)]
      await sql`delete from upload where study_id = ${study} and id = any(${uploads})`.execute(
        transaction,
      )
      return {
        answer: {
          upload,
          joined: joined.map((file) => file.upload),
          file:
            declared === 'raw' ? rawName : [uploaded, ...joined].map(({ name }) => name).join(', '),
          ok: true,
          transcripts: made,
          message: null,
        },
        subject: { kind: 'transcript', id: made[0]?.id ?? null },
        detail: { transcripts: made.map((transcript) => transcript.id), declared },
        events: made.map((transcript) => ({
          name: 'transcript.added',
          may: 'read transcripts',
          data: { transcript: transcript.id },
        })),
      }
    },
  })
}

function rolesByLabel(
  transcripts: readonly ReadTranscript[],
  chosen: FileToImport['speakers'],
): Roles {
  return new Map(
    speakersIn(transcripts).flatMap(({ label }, number) => {
      const role = chosen[number]
      return role === undefined ? [] : [[label, role]]
    }),
  )
}

/** Writes one read transcript. `roles` are the parts that a person gave its speakers. */
export async function addTranscript(
  context: StepContext,
  {
    read,
    declared,
    participant,
    roles,
    original,
  }: {
    read: ReadTranscript
    declared: Declared
    participant: string | null
    roles: Roles
    original: Original
  },
) {
  const { transaction, study, account } = context
  const transcript = uuidv7()
  const whose = participant === null ? null : await labelOf(context, participant)
  const words = wordsFrom(read, roles)
  const title =
    declared === 'raw'
      ? (whose ?? participantLabelIn(original.name) ?? (await neutralTitle(context)))
      : titleFrom(read.title, whose)
  const warnings = read.warnings.map(({ code, message }) => ({ code, message }))
  const released = declared === 'pseudonymised'
  await sql`insert into transcript (study_id, id, participant_id, title, stage, format, encoding, original_file, original_hash,
      declared, imported_by, released_by, released_at, words, length, warnings)
    values (${study}, ${transcript}, ${participant}, ${title}, ${released ? 'released' : 'raw'}, ${original.format},
      ${original.encoding}, ${original.file}, ${original.hash}, ${declared}, ${account}, ${released ? account : null},
      case when ${released} then now() end, ${read.words}, ${words.text.length}, ${JSON.stringify(warnings)}::jsonb)`.execute(
    transaction,
  )
  for (const [index, { file, hash }] of (original.further ?? []).entries())
    await sql`insert into further_original (study_id, transcript_id, number, file_id, hash)
      values (${study}, ${transcript}, ${index + 1}, ${file}, ${hash})`.execute(transaction)
  if (released) await writeInClear(context, transcript, words)
  else await writeSealed(context, transcript, participant ?? transcript, words)
  return { id: transcript, title, words: read.words }
}

/** Of a raw transcript nothing that its file was called, for that may name somebody. */
async function neutralTitle({ transaction, study }: StepContext): Promise<string> {
  const { total } = await countTranscripts(transaction, study)
  return `Interview ${total + 1}`
}

/** @throws Problem 404 */
export async function labelOf(
  { transaction, study }: StepContext,
  participant: string,
): Promise<string> {
  const { rows } = await sql<{ label: string }>`select label from participant
    where study_id = ${study} and id = ${participant}`.execute(transaction)
  const [row] = rows
  if (!row)
    throw Problem.notFound(
      'This participant does not exist, or no longer. Choose again whose transcript it is.',
    )
  return row.label
}
