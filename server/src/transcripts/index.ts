import type { Room } from '../platform/room.ts'
import { transcriptMigrations } from './migrations.ts'

export const transcripts: Room = {
  name: 'transcripts',
  migrations: transcriptMigrations,
  endpoints: [],
}
