import { sql } from 'kysely'
import type { Room } from '../platform/room.ts'
import { recruitmentMigrations } from './migrations.ts'
import { recruitmentRefusals } from './refusals.ts'
import { recruitmentRoutes } from './routes.ts'

export const recruitment: Room = {
  name: 'recruitment',
  migrations: recruitmentMigrations,
  endpoints: recruitmentRoutes,
  refusals: recruitmentRefusals,
  furnish({ vault }) {
    vault.onErase(async (transaction, { study, subject, kinds }) => {
      await sql`select forget_sign_up(${study}, ${subject}, ${[...kinds]}::text[])`.execute(
        transaction,
      )
    })
  },
}
