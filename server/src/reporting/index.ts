import type { Room } from '../platform/room.ts'
import { reportingMigrations } from './migrations.ts'

export const reporting: Room = {
  name: 'reporting',
  migrations: reportingMigrations,
  endpoints: [],
}
