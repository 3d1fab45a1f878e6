import type { Room } from '../platform/room.ts'
import { themeMigrations } from './migrations.ts'

export const themes: Room = {
  name: 'themes',
  migrations: themeMigrations,
  endpoints: [],
}
