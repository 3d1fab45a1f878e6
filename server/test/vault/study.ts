import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type AnyTransaction } from '../../src/platform/database/database.ts'
import { withClient } from '../../src/platform/postgres/index.ts'
import { openVault } from '../../src/platform/vault/index.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'

/** A throw-away instance: database, keys and files, with people who lead studies. */
export async function makeInstance(test?: TestDatabase) {
  const made = test ?? (await createTestDatabase())
  const directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  const keys = join(directory, 'keys')
  const database = openDatabase(made.appConfig, 4)
  const vault = await openVault({ database, keys })
  return {
    ...made,
    directory,
    keys,
    database,
    vault,
    async close() {
      await database.close()
      await made.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type Instance = Awaited<ReturnType<typeof makeInstance>>

/** A study with one member, a lead, and how to do something as that lead. */
export async function makeStudy(instance: Pick<Instance, 'database' | 'ownerConfig'>) {
  const study = randomUUID()
  const account = randomUUID()
  await withClient(instance.ownerConfig, async (client) => {
    await client.query('insert into person (id, name, email) values ($1, $2, $3)', [
      account,
      'Lead',
      `${account}@example.org`,
    ])
    await client.query(
      `insert into permission values ('lead', 'remove the study') on conflict do nothing`,
    )
    await client.query('insert into study_key values ($1)', [study])
    await client.query(
      `insert into member (study_id, account_id, role, initials) values ($1, $2, 'lead', 'L')`,
      [study, account],
    )
  })
  return {
    study,
    account,
    inside: <Result>(work: (transaction: AnyTransaction) => Promise<Result>) =>
      instance.database.inStudy(account, study, null, work),
  }
}
