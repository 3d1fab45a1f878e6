import type { Migration } from './database/migrate.ts'
import type { BoundEndpoint } from './http/endpoints.ts'
import type { Platform } from './platform.ts'

/** A room of the house, as the program that starts it sees it. */
export interface Room {
  name: string
  migrations: readonly Migration[]
  endpoints: readonly BoundEndpoint[]
  /** Subscribes to events of earlier rooms and defines kinds of long work. Called once, before anything is served. */
  furnish?(platform: Platform): void
}
