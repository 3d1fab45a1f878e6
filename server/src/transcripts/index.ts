import { sql } from 'kysely'
import type { Room } from '../platform/room.ts'
import { eraseOriginals } from './originals.ts'
import { importJob } from './import-transcripts.ts'
import { transcriptMigrations } from './migrations.ts'
import { orderMigrations } from './order/migrations.ts'
import { eraseFormer } from './reshaping/former.ts'
import { reshapingMigrations } from './reshaping/migrations.ts'
import { sectionMigrations } from './sections/migrations.ts'
import { transcriptEndpoints } from './routes.ts'

export { addTranscript, importFile } from './import-file.ts'
export { keepOriginal } from './originals.ts'
export { countTranscripts, listTranscripts } from './queries.ts'
export { packed } from './reading/packed.ts'
export {
  type Cut,
  type HeldRange,
  holdWords,
  type PieceInto,
  type WordsHolder,
} from './reshaping/holders.ts'
export { participantLabelIn } from './rules.ts'
export {
  listQuestions,
  listSections,
  type SectionConditions,
  withinSections,
} from './sections/queries.ts'
export { keepUpload } from './uploads.ts'

const forgetEvery = 60 * 60_000

export const transcripts: Room = {
  name: 'transcripts',
  migrations: [
    ...transcriptMigrations,
    ...sectionMigrations,
    ...reshapingMigrations,
    ...orderMigrations,
  ],
  endpoints: transcriptEndpoints,
  furnish(platform) {
    platform.jobs.define(importJob(platform))
    platform.vault.onErase(eraseOriginals(platform.vault))
    platform.vault.onErase(eraseFormer(platform.vault))
    const forget = setInterval(() => {
      sql`select forget_old_uploads()`.execute(platform.database.kysely).catch(() => {})
    }, forgetEvery)
    forget.unref()
  },
  refusals: {
    transcript_folder_name: {
      code: 'name-taken',
      detail: 'A folder of this name is there already. Use that one, or choose another name.',
    },
    transcript_in_folder: {
      code: 'no-such-folder',
      detail: 'This folder does not exist, or no longer. Reload and look again.',
    },
    section_once: {
      code: 'marked-already',
      detail: 'A mark of this kind begins here already. Change that one, or choose another place.',
    },
    transcript_participant: {
      code: 'has-transcripts',
      detail:
        'Transcripts stand on this participant. Assign them to another participant first, or remove them.',
    },
  },
}
