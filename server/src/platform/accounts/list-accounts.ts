import { listAccounts } from '@throughline/contract/accounts'
import { sql } from 'kysely'
import type { Account } from '../database/database.ts'
import { answerAccount } from '../http/endpoints.ts'
import { Problem } from '../http/problem.ts'

/** Everybody who can sign in, for owners. */
export const listAccountsEndpoint = answerAccount(
  listAccounts,
  async ({ transaction, account }) => {
    if (!account.owner)
      throw Problem.notAllowed('Only an owner of this installation sees all accounts.')
    const { rows } = await sql<Account & { since: Date; last_seen: Date | null }>`
      select * from list_accounts()`.execute(transaction)
    return {
      accounts: rows.map(({ since, last_seen, ...person }) => ({
        ...person,
        since: since.toISOString(),
        lastSeen: last_seen?.toISOString() ?? null,
      })),
    }
  },
)
