import type { Room } from '../platform/room.ts'
import { studyMigrations } from './migrations.ts'

export const study: Room = {
  name: 'study',
  migrations: studyMigrations,
  endpoints: [],
}
