import * as contract from '@throughline/contract/transcripts'
import type { FileToImport, ImportedFile } from '@throughline/contract/transcripts'
import { command } from '@throughline/contract/endpoint'
import type { ReadResult, TranscriptText } from '@throughline/transcripts'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { performInStudy } from '../platform/commands/perform.ts'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Platform } from '../platform/platform.ts'
import { readApart } from './reading/reader.ts'
import { participantLabelIn, titleFor } from './rules.ts'
import { openUpload, transcriptsFrom } from './uploads.ts'
import { countWords, wordsFrom, writeInClear, writeSealed } from './write-transcript.ts'

/** What the original was: a format's name and, of plain text, its encoding. */
interface Source {
  format: string
  encoding: string
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
 * Imports one sent file whole or not at all. Reading happens before the transaction, in a thread of its own; what
 * cannot be read is an answer with its sentence, never a throw.
 */
export async function importFile(
  platform: Platform,
  who: { account: string; study: string; key: string },
  declared: Declared,
  file: FileToImport,
): Promise<ImportedFile> {
  const { account, study, key } = who
  const opened = await platform.database.inStudy(
    account,
    study,
    key,
    async (transaction, _member, earlier) =>
      earlier
        ? contract.importedFile.parse(earlier.answer)
        : openUpload({ transaction, platform, study }, file.upload),
  )
  if ('ok' in opened) return opened
  const { inspection, result } = await readApart({
    bytes: opened.bytes,
    name: opened.name,
    options: file.options,
  })
  const name = declared === 'raw' ? 'A raw transcript' : opened.name
  if (!result.ok) return { file: name, ok: false, transcripts: [], message: result.error.message }
  try {
    return await performInStudy(
      platform,
      { account: { id: account }, study, key },
      importRead(opened, result, {
        format: inspection?.format ?? 'txt',
        encoding: inspection?.encoding?.name ?? '',
      }),
      { ...file, declared },
    )
  } catch (error) {
    if (error instanceof Problem)
      return { file: name, ok: false, transcripts: [], message: error.message }
    throw error
  }
}

function importRead(
  { file: uploaded, name, bytes }: { file: string; name: string; bytes: Uint8Array },
  result: Extract<ReadResult, { ok: true }>,
  source: Source,
) {
  return useCase({
    command: importFileCommand,
    may: 'import transcripts',
    async run(context, { upload, declared, participants, speakers, again }) {
      const { transaction, platform, study } = context
      const hash = await platform.vault.keyedHash(transaction, study, bytes)
      const [same] = again ? [] : await transcriptsFrom(transaction, study, hash)
      if (same)
        throw Problem.conflict(
          'imported-before',
          `This file was imported before: it is “${same.title}”. Choose “import again” if you want it twice.`,
        )
      const made: ImportedFile['transcripts'] = []
      for (const [index, read] of result.transcripts.entries()) {
        const participant = participants[index] ?? null
        made.push(
          await addTranscript(context, {
            read,
            declared,
            participant,
            speakers,
            name,
            bytes,
            hash,
            source,
          }),
        )
      }
      await sql`delete from upload where study_id = ${study} and id = ${upload}`.execute(
        transaction,
      )
      await platform.files.remove(transaction, study, uploaded)
      return {
        answer: {
          file: declared === 'raw' ? 'A raw transcript' : name,
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

/** Writes one read transcript with its original; the file's name is its own only where nothing in it names anybody. */
export async function addTranscript(
  context: StepContext,
  {
    read,
    declared,
    participant,
    speakers,
    name,
    bytes,
    hash,
    source,
  }: {
    read: TranscriptText
    declared: Declared
    participant: string | null
    speakers: Readonly<FileToImport['speakers']>
    name: string
    bytes: Uint8Array
    hash: string
    source: Source
  },
) {
  const { transaction, platform, study, account } = context
  const transcript = uuidv7()
  const whose = participant === null ? null : await labelOf(context, participant)
  const words = wordsFrom(read, speakers)
  const counted = countWords(words)
  const title = titleFor(declared, read.title, whose ?? participantLabelIn(name))
  const original = await platform.files.put(transaction, study, {
    content: bytes,
    subject: participant ?? transcript,
    kind: 'raw transcript',
    mediaType: 'application/octet-stream',
    name,
  })
  const warnings = read.warnings.map(({ code, message }) => ({ code, message }))
  const released = declared === 'pseudonymised'
  await sql`insert into transcript (study_id, id, participant_id, title, stage, format, encoding, original_file, original_hash,
      declared, imported_by, released_by, released_at, words, length, warnings)
    values (${study}, ${transcript}, ${participant}, ${title}, ${released ? 'released' : 'raw'}, ${source.format}, ${source.encoding}, ${original.id},
      ${hash}, ${declared}, ${account}, ${released ? account : null}, case when ${released} then now() end, ${counted},
      ${words.text.length}, ${JSON.stringify(warnings)}::jsonb)`.execute(transaction)
  if (released) await writeInClear(context, transcript, words)
  else await writeSealed(context, transcript, participant ?? transcript, words)
  return { id: transcript, title, words: counted }
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
