import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'

/**
 * What was under way when the backup was made is under way no longer. A message that waited was perhaps sent since:
 * it is not sent again by itself.
 *
 * @param otherInstance whether the backup's instance key is lost
 */
export async function settle(transaction: AnyTransaction, otherInstance: boolean): Promise<void> {
  await sql`update job set state = 'failed',
    message = 'This was interrupted: the installation was restored from a backup. Start it again.'
    where state in ('waiting', 'running')`.execute(transaction)
  await sql`update mail set state = 'by hand',
    problem = 'restored'
    where state = 'waiting'`.execute(transaction)
  if (otherInstance) {
    // Sealed with an instance key that is lost: the secret is made anew at the next start.
    await sql`delete from accounts.secret`.execute(transaction)
    await sql`delete from mail`.execute(transaction)
  }
  await sql`insert into audit_entry (action, subject_kind) values ('restore-backup', 'installation')`.execute(
    transaction,
  )
}
