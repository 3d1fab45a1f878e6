import type * as contract from '@throughline/contract/transcripts'
import { wordsIn } from '@throughline/text'
import type { CsvInspection } from '@throughline/transcripts'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { ReadContext } from '../platform/http/endpoints.ts'
import { Problem } from '../platform/http/problem.ts'
import type { Platform } from '../platform/platform.ts'
import { readApart } from './reading/reader.ts'
import { participantLabelIn } from './rules.ts'

type Where = Pick<ReadContext, 'transaction' | 'platform' | 'study'> & { account: string }

/** Keeps a sent file, encrypted, until it is imported or a day has gone by. */
export async function keepUpload(
  { transaction, platform, study, account }: Where,
  name: string,
  content: Uint8Array,
): Promise<string> {
  const upload = uuidv7()
  const file = await platform.files.put(transaction, study, {
    content,
    subject: upload,
    kind: 'raw transcript',
    mediaType: 'application/octet-stream',
    name,
  })
  await sql`insert into upload (study_id, id, file_id, sent_by) values (${study}, ${upload}, ${file.id}, ${account})`.execute(
    transaction,
  )
  return upload
}

/** @throws Problem 404 when it was imported, forgotten, or sent by somebody else */
export async function openUpload(
  {
    transaction,
    platform,
    study,
  }: { transaction: AnyTransaction; platform: Platform; study: string },
  upload: string,
): Promise<{ file: string; name: string; bytes: Uint8Array }> {
  const { rows } = await sql<{ file: string }>`select file_id as file from upload
    where study_id = ${study} and id = ${upload}`.execute(transaction)
  const [row] = rows
  if (!row)
    throw Problem.notFound(
      'This file is no longer here: it was imported, or a day has gone by. Choose it again.',
    )
  const stored = await platform.files.read(transaction, study, row.file)
  return { file: row.file, name: stored.name, bytes: await stored.wholeContent() }
}

const shownTranscripts = 50
const shownBeginning = 600

/** What a file would become. */
export async function previewOf(
  { transaction, platform, study }: Where,
  upload: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
  options: contract.ReadOptions,
): Promise<contract.FilePreview> {
  const { inspection, result } = await readApart({ bytes, name, options })
  const transcripts = result.ok ? result.transcripts : []
  const shown = transcripts.slice(0, shownTranscripts)
  const participants = await participantsByLabel(
    transaction,
    study,
    shown.flatMap(({ title }) => participantLabelIn(title) ?? participantLabelIn(name) ?? []),
  )
  return {
    upload,
    name,
    bytes: bytes.length,
    format: inspection ? { name: inspection.format, title: inspection.formatTitle } : null,
    encoding: inspection?.encoding
      ? { ...inspection.encoding, alternatives: [...inspection.encoding.alternatives] }
      : null,
    csv: inspection?.csv ? columnsOf(inspection.csv) : null,
    transcripts: shown.map(({ title, text, turns, speakers, warnings }) => ({
      title,
      words: (turns.length > 0 ? turns : [{ from: 0, to: text.length }]).reduce(
        (sum, turn) => sum + wordsIn(text, turn),
        0,
      ),
      turns: turns.length,
      speakers: speakers.map(({ guess, ...speaker }) => ({ ...speaker, role: guess })),
      warnings: warnings.map(({ code, message }) => ({ code, message })),
      beginning: text.slice(0, shownBeginning),
      participant:
        participants.get(participantLabelIn(title) ?? participantLabelIn(name) ?? '') ?? null,
    })),
    transcriptCount: transcripts.length,
    problem: result.ok ? null : result.error,
    sameAs: await transcriptsFrom(
      transaction,
      study,
      await platform.vault.keyedHash(transaction, study, bytes),
    ),
  }
}

function columnsOf({ choice, columnNames, firstRows, rowCount }: CsvInspection) {
  return {
    choice,
    columnNames: [...columnNames],
    firstRows: firstRows.map((row) => [...row]),
    rowCount,
  }
}

/** Transcripts that came from exactly this file. */
export async function transcriptsFrom(transaction: AnyTransaction, study: string, hash: string) {
  const { rows } = await sql<{ id: string; title: string }>`select id, title from transcript
    where study_id = ${study} and original_hash = ${hash} order by imported_at limit 20`.execute(
    transaction,
  )
  return rows
}

async function participantsByLabel(
  transaction: AnyTransaction,
  study: string,
  labels: string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`select id, label from participant
    where study_id = ${study} and label = any(${labels}::text[])`.execute(transaction)
  return new Map(rows.map(({ id, label }) => [label, id]))
}
