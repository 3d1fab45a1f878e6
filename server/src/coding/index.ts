import type { Room } from '../platform/room.ts'
import { holdWords } from '../transcripts/index.ts'
import { codingsOnWords } from './carry-codings.ts'
import { carryMigrations } from './carry-migrations.ts'
import { codingMigrations } from './migrations.ts'
import { quotesMigrations } from './quotes/migrations.ts'
import { codesInViews } from './quotes/views.ts'
import { holdCodes } from './reshaping/holders.ts'
import { reshapingMigrations } from './reshaping/migrations.ts'
import { codingEndpoints } from './routes.ts'

export { addCode } from './add-code.ts'
export { addCoding } from './add-coding.ts'
export { exportCodes, exportCodings, exportQuotes } from './exports.ts'
export { readQuotedWords } from './read-quoted-words.ts'
export { listCodes } from './queries.ts'
export { type CodeHolder, holdCodes, holdCodings } from './reshaping/holders.ts'
export { findQuotes } from './quotes/find-quotes.ts'
export type { Conditions } from './quotes/matching.ts'

export const coding: Room = {
  name: 'coding',
  migrations: [
    ...codingMigrations,
    ...carryMigrations,
    ...reshapingMigrations,
    ...quotesMigrations,
  ],
  endpoints: codingEndpoints,
  furnish(platform) {
    holdWords(platform, codingsOnWords)
    holdCodes(platform, codesInViews)
  },
  refusals: {
    quote_view_name_once: {
      code: 'name-taken',
      detail: 'A view of this name is saved already. Choose another name.',
    },
    coding_once: {
      code: 'coded-already',
      detail: 'You have put this code on exactly this passage already.',
    },
    code_name_once: {
      code: 'name-taken',
      detail: 'A code of this name stands here already. Use that one, or choose another name.',
    },
    coding_transcript: {
      code: 'coded',
      detail: 'Codings stand on this transcript. Take them away first.',
    },
    coding_code: { code: 'in-use', detail: 'Codings use this code. Retire it instead.' },
  },
}
