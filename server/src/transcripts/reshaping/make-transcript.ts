import { sql } from 'kysely'
import type { StepContext } from '../../platform/commands/step.ts'
import { countWords } from '../rules.ts'
import type { Words } from '../write-transcript.ts'
import { packedWords, type Standing, writeFurther, writeWords } from './former.ts'

/**
 * Makes a transcript out of others: who imported, declared and released it, and when, is what it is of `like`, which
 * is the first of them.
 */
export async function makeFrom(
  context: StepContext,
  like: Standing['row'],
  {
    id,
    title,
    participant,
    words,
    originals,
  }: {
    id: string
    title: string
    participant: string | null
    words: Words
    originals: Standing['further']
  },
): Promise<void> {
  const { transaction, study } = context
  await sql`insert into transcript (study_id, id, participant_id, title, stage, format, encoding, original_file, original_hash,
      declared, imported_by, imported_at, released_by, released_at, words, length, warnings, position, folder_id)
    select study_id, ${id}, ${participant}, ${title}, stage, format, encoding, original_file, original_hash,
      declared, imported_by, imported_at, released_by, released_at, ${countWords(words)}, ${words.text.length}, warnings, position, folder_id
    from transcript where study_id = ${study} and id = ${like.id}`.execute(transaction)
  await writeWords(context, { ...like, id, participant_id: participant }, packedWords(words))
  await writeFurther(context, id, originals)
}

/** Takes a transcript away whose words stand elsewhere by now. What a later room still holds on it refuses. */
export async function takeAway({ transaction, study }: StepContext, id: string): Promise<void> {
  await sql`delete from transcript where study_id = ${study} and id = ${id}`.execute(transaction)
}
