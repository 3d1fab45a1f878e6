import type * as contract from '@throughline/contract/transcripts'
import { fileLimit, type CsvInspection } from '@throughline/transcripts'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { AnyTransaction } from '../platform/database/database.ts'
import { Afterwards, type ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Platform } from '../platform/platform.ts'
import { keepOriginal } from './originals.ts'
import { readApart } from './reading/reader.ts'
import { participantLabelIn, speakersIn } from './rules.ts'

type Where = Pick<ReadContext, 'transaction' | 'platform' | 'study'> & { account: string }

/** Keeps a sent file, encrypted, until it is imported or a day has gone by. */
export async function keepUpload(
  { transaction, platform, study, account }: Where,
  name: string,
  content: Uint8Array,
): Promise<{ upload: string; hash: string }> {
  const upload = uuidv7()
  const { file, hash } = await keepOriginal(
    { transaction, platform, study },
    { name, bytes: content, subject: upload },
  )
  await sql`insert into upload (study_id, id, file_id, sent_by) values (${study}, ${upload}, ${file}, ${account})`.execute(
    transaction,
  )
  return { upload, hash }
}

/** @throws Problem 404 when it was imported, forgotten, or sent by somebody else */
export async function openUpload(
  {
    transaction,
    platform,
    study,
  }: { transaction: AnyTransaction; platform: Platform; study: string },
  upload: string,
): Promise<{ file: string; name: string; hash: string; bytes: Uint8Array }> {
  const { rows } = await sql<{ file: string }>`select file_id as file from upload
    where study_id = ${study} and id = ${upload}`.execute(transaction)
  const [row] = rows
  if (!row)
    throw Problem.notFound(
      'This file is no longer here: it was imported, or a day has gone by. Choose it again.',
    )
  const stored = await platform.files.read(transaction, study, row.file)
  const { name, keyedHash: hash } = stored
  return { file: row.file, name, hash, bytes: await stored.wholeContent() }
}

/** A sent file, opened, and how it is to be read. */
export interface OpenedUpload {
  upload: string
  file: string
  name: string
  hash: string
  bytes: Uint8Array
  options: contract.ReadOptions
}

/** Opens several, in this order. @throws Problem 404 as `openUpload`, 422 when they are too large together */
export async function openUploads(
  where: Pick<Where, 'transaction' | 'platform' | 'study'>,
  files: readonly contract.JoinedFile[],
): Promise<OpenedUpload[]> {
  const opened: OpenedUpload[] = []
  let total = 0
  for (const { upload, options } of files) {
    const file = await openUpload(where, upload)
    total += file.bytes.length
    if (total > fileLimit)
      throw Problem.invalid(
        'too-large',
        `Together these files are larger than ${fileLimit / 1_000_000} MB. Import them one by one.`,
      )
    opened.push({ upload, options, ...file })
  }
  return opened
}

const shownBeginnings = 50
const shownBeginning = 600

/**
 * What a file would become, joined with the others of its session where there are any. The database is asked first;
 * the file is read when its connection is given back, for reading may take half a minute.
 */
export async function previewOf(
  { transaction, study }: Where,
  upload: string,
  { name, hash, bytes }: { name: string; hash: string; bytes: Uint8Array },
  options: contract.ReadOptions,
  joined: readonly OpenedUpload[] = [],
): Promise<Afterwards<contract.FilePreview>> {
  const hashes = [hash, ...joined.map((file) => file.hash)]
  const length = bytes.length
  const sameAs = await transcriptsFrom(transaction, study, hashes)
  const participants = await participantsByLabel(transaction, study)
  return new Afterwards(async () => {
    const { inspection, result } = await readApart({ bytes, name, options, joined })
    const transcripts = result.ok ? result.transcripts : []
    return {
      upload,
      name,
      bytes: length,
      format: inspection ? { name: inspection.format, title: inspection.formatTitle } : null,
      encoding: inspection?.encoding
        ? { ...inspection.encoding, alternatives: [...inspection.encoding.alternatives] }
        : null,
      csv: inspection?.csv ? columnsOf(inspection.csv) : null,
      transcripts: transcripts.map(({ title, text, words, turnCount, warnings }, number) => {
        const participantLabel = participantLabelIn(title) ?? participantLabelIn(name)
        return {
          title,
          words,
          turns: turnCount,
          warnings: warnings.map(({ code, message }) => ({ code, message })),
          beginning: number < shownBeginnings ? text.slice(0, shownBeginning) : '',
          participant: participants.get(participantLabel ?? '') ?? null,
          participantLabel,
        }
      }),
      timed: transcripts.length === 1 && (transcripts[0]?.timed ?? false),
      speakers: speakersIn(transcripts).map(({ guess, ...speaker }) => ({
        ...speaker,
        role: guess,
      })),
      problem: result.ok ? null : result.error,
      sameAs,
    }
  })
}

function columnsOf({ choice, columnNames, firstRows, rowCount }: CsvInspection) {
  return {
    choice,
    columnNames: [...columnNames],
    firstRows: firstRows.map((row) => [...row]),
    rowCount,
  }
}

/** Transcripts that came from exactly one of these files, alone or joined with others. */
export async function transcriptsFrom(
  transaction: AnyTransaction,
  study: string,
  hashes: readonly string[],
) {
  const { rows } = await sql<{ id: string; title: string }>`select id, title from transcript
    where study_id = ${study} and (original_hash = any(${hashes}) or id in (
      select transcript_id from further_original where study_id = ${study} and hash = any(${hashes})))
    order by imported_at, id limit 20`.execute(transaction)
  return rows
}

async function participantsByLabel(
  transaction: AnyTransaction,
  study: string,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`select id, label from participant
    where study_id = ${study}`.execute(transaction)
  return new Map(rows.map(({ id, label }) => [label, id]))
}
