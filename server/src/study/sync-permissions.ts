import type { ClientBase } from 'pg'
import { permissions } from './rules.ts'

/**
 * Writes the permission table of `rules.ts` into the database, where every policy asks it. Called at every start,
 * as the owner: the app's role may only read it.
 */
export async function syncPermissions(owner: ClientBase): Promise<void> {
  const lines = Object.entries(permissions).flatMap(([action, roles]) =>
    roles.map((role) => ({ role, action })),
  )
  await owner.query('begin')
  try {
    await owner.query('lock table permission in share row exclusive mode')
    await owner.query('delete from permission')
    await owner.query(
      'insert into permission (role, action) select * from unnest($1::text[], $2::text[])',
      [lines.map(({ role }) => role), lines.map(({ action }) => action)],
    )
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}
