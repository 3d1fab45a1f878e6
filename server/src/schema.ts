import type pg from 'pg'
import { accountMigrations } from './platform/accounts/index.ts'
import { migrate, type Migration } from './platform/database/migrate.ts'
import { filesMigrations } from './platform/files/index.ts'
import { mailMigrations } from './platform/mail/index.ts'
import { grantToApp, platformMigrations } from './platform/migrations.ts'
import { withClient } from './platform/postgres/index.ts'
import { vaultMigrations } from './platform/vault/index.ts'
import { closeToVisitors, visitMigrations } from './platform/visits/index.ts'
import { rooms } from './rooms.ts'
import { syncPermissions } from './study/index.ts'

/** Every step of the schema, the platform's first, then each room's in the order of the house. */
export const migrations: readonly Migration[] = [
  ...platformMigrations,
  ...vaultMigrations,
  ...accountMigrations,
  ...mailMigrations,
  ...filesMigrations,
  ...visitMigrations,
  ...rooms.flatMap((room) => room.migrations),
]

/** Brings a database up to date: schema, what the app's role may touch, and what each role of a study may do. */
export async function prepareSchema(owner: pg.ClientConfig): Promise<void> {
  await migrate(owner, migrations)
  await withClient(owner, async (client) => {
    await client.query(grantToApp)
    await syncPermissions(client)
    await closeToVisitors(client)
  })
}
