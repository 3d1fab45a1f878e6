import type { Accounts } from './accounts/index.ts'
import type { Database } from './database/database.ts'
import type { Events } from './events/events.ts'
import type { Files } from './files/index.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Mail } from './mail/index.ts'
import type { Settings } from './settings.ts'
import type { Vault } from './vault/index.ts'
import type { Visits } from './visits/index.ts'

/** A structured log. What is logged names nobody and quotes nobody: ids, counts, durations, error codes. */
export interface Log {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

/** What every room stands on. */
export interface Platform {
  settings: Settings
  log: Log
  database: Database
  accounts: Accounts
  events: Events
  jobs: Jobs
  vault: Vault
  files: Files
  mail: Mail
  visits: Visits
}
