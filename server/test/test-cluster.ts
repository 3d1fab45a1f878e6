import type { ClientConfig } from 'pg'
import {
  appRole,
  ownerRole,
  runAsApp,
  startEmbedded,
  withClient,
} from '../src/platform/postgres/index.ts'
import { startDebianServer } from './postgres/debian-server.ts'
import { makeTestHome } from './test-home.ts'

/** How to reach the cluster of this test run. Plain data: it is handed to the test workers. */
export type TestCluster = {
  kind: 'embedded' | 'server'
  superuser: ClientConfig
}

export type RunningTestCluster = TestCluster & { stop(): Promise<void> }

/** The database that holds all migrations and no rows, from which every test database is copied. */
export const templateName = 'throughline_test_template'

/**
 * Starts the cluster of a test run: the embedded one, or with THROUGHLINE_TEST_DATABASE=server
 * Debian's, used the way DATABASE_URL uses a server.
 */
export async function startTestCluster(): Promise<RunningTestCluster> {
  const kind = process.env.THROUGHLINE_TEST_DATABASE === 'server' ? 'server' : 'embedded'
  const cluster = kind === 'server' ? await startServer() : await startOwn()
  await withClient(cluster.superuser, async (client) => {
    // On a server the app's sessions come in as the owner and take the role on.
    const appLogin = kind === 'embedded' ? 'login' : 'nologin'
    await client.query(`create role ${ownerRole} login`)
    await client.query(`create role ${appRole} ${appLogin}`)
    if (kind === 'server') await client.query(`grant ${appRole} to ${ownerRole}`)
    await client.query(`create database ${templateName} owner ${ownerRole}`)
  })
  return { kind, ...cluster }
}

async function startOwn(): Promise<Omit<RunningTestCluster, 'kind'>> {
  const { home, remove } = await makeTestHome()
  const postgres = await startEmbedded({
    home,
    log: () => undefined,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  return {
    superuser: postgres.connection('postgres', postgres.superuser),
    stop: async () => {
      await postgres.stop()
      await remove()
    },
  }
}

async function startServer(): Promise<Omit<RunningTestCluster, 'kind'>> {
  const server = await startDebianServer()
  return {
    superuser: server.connection('postgres', server.superuser),
    stop: () => server.stop(),
  }
}

/** How the owner and the app connect to one database of a cluster. */
export function configsOf(
  cluster: TestCluster,
  database: string,
): { ownerConfig: ClientConfig; appConfig: ClientConfig } {
  const ownerConfig = { ...cluster.superuser, database, user: ownerRole }
  const appConfig =
    cluster.kind === 'embedded'
      ? { ...cluster.superuser, database, user: appRole }
      : runAsApp(ownerConfig)
  return { ownerConfig, appConfig }
}
