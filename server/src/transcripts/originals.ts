import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { StepContext } from '../platform/commands/step.ts'
import type { AnyTransaction } from '../platform/database/database.ts'
import type { ErasureHook, Vault } from '../platform/vault/index.ts'

const kind = 'raw transcript'

/**
 * Keeps the file that transcripts come from, encrypted under a key of its own: one file may hold several
 * participants' interviews.
 */
export async function keepOriginal(
  { transaction, platform, study }: Pick<StepContext, 'transaction' | 'platform' | 'study'>,
  { name, bytes, subject = uuidv7() }: { name: string; bytes: Uint8Array; subject?: string },
): Promise<{ file: string; name: string; hash: string }> {
  const { id, keyedHash } = await platform.files.put(transaction, study, {
    content: bytes,
    subject,
    kind,
    mediaType: 'application/octet-stream',
    name,
  })
  return { file: id, name, hash: keyedHash }
}

/** The files that a transcript came from: one, or several of one session that were joined. */
export async function originalsOf(
  transaction: AnyTransaction,
  study: string,
  transcript: string,
): Promise<string[]> {
  const { rows } = await sql<{ file: string }>`
    select original_file as file from transcript
      where study_id = ${study} and id = ${transcript} and original_file is not null
    union select file_id from further_original
      where study_id = ${study} and transcript_id = ${transcript}`.execute(transaction)
  return rows.map(({ file }) => file)
}

/** Removes a file once no transcript comes from it: a table of interviews is the original of many. */
export async function removeUnneeded(
  { transaction, platform, study }: Pick<StepContext, 'transaction' | 'platform' | 'study'>,
  file: string,
): Promise<void> {
  const { rows } = await sql`
    select from transcript where study_id = ${study} and original_file = ${file}
    union all select from further_original where study_id = ${study} and file_id = ${file}
    union all select from former_transcript where study_id = ${study} and ${file}::uuid = any(originals)
    limit 1`.execute(transaction)
  if (rows.length === 0) await platform.files.remove(transaction, study, file)
}

/** The original holds the words of all who speak in it: with the erasure of one of them its key is destroyed. */
export function eraseOriginals(vault: Vault): ErasureHook {
  return async (transaction, { study, subject, kinds }) => {
    if (!kinds.includes(kind)) return
    const { rows } = await sql<{ subject: string }>`
      select distinct file.subject from transcript
      left join further_original further
        on further.study_id = transcript.study_id and further.transcript_id = transcript.id
      join file on file.study_id = transcript.study_id
        and file.id in (transcript.original_file, further.file_id)
      where transcript.study_id = ${study} and transcript.participant_id = ${subject}
        and file.subject <> ${subject}`.execute(transaction)
    for (const original of rows) await vault.erase(transaction, study, original.subject, [kind])
  }
}
