import type { Room } from '../platform/room.ts'
import { codingMigrations } from './migrations.ts'

export const coding: Room = {
  name: 'coding',
  migrations: codingMigrations,
  endpoints: [],
}
