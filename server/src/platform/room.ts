import type { Migration } from './database/migrate.ts'
import type { BoundEndpoint } from './http/endpoints.ts'
import type { Platform } from './platform.ts'

/** A refusal by a constraint of the database, as a person reads it. */
export interface Refusal {
  status?: number
  code: string
  detail: string
}

/** A room of the house, as the program that starts it sees it. */
export interface Room {
  name: string
  migrations: readonly Migration[]
  endpoints: readonly BoundEndpoint[]
  /** What to say when a constraint of this room's tables refuses: constraint name → code and sentence. */
  refusals?: Readonly<Record<string, Refusal>>
  /** Subscribes to events of earlier rooms and defines kinds of long work. Called once, before anything is served. */
  furnish?(platform: Platform): void
}
