import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { StepContext } from '../platform/commands/step.ts'
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

/** The original holds the words of all who speak in it: with the erasure of one of them its key is destroyed. */
export function eraseOriginals(vault: Vault): ErasureHook {
  return async (transaction, { study, subject, kinds }) => {
    if (!kinds.includes(kind)) return
    const { rows } = await sql<{ subject: string }>`
      select distinct file.subject from transcript
      join file on file.study_id = transcript.study_id and file.id = transcript.original_file
      where transcript.study_id = ${study} and transcript.participant_id = ${subject}
        and file.subject <> ${subject}`.execute(transaction)
    for (const original of rows) await vault.erase(transaction, study, original.subject, [kind])
  }
}
