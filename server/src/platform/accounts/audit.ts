import { sql } from 'kysely'
import type { AnyTransaction } from '../database/database.ts'

/** An entry about an account, for the commands that keep nothing in the step log. `by` is null when nobody is signed in. */
export async function noteInTrail(
  transaction: AnyTransaction,
  by: string | null,
  action: string,
  account: string,
): Promise<void> {
  await sql`insert into audit_entry (account_id, action, subject_kind, subject_id)
    values (${by}, ${action}, 'account', ${account})`.execute(transaction)
}
