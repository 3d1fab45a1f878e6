import { realpath } from 'node:fs/promises'
import type { ClientConfig } from 'pg'
import { StartFailure, type Home } from '../home/index.ts'
import { isPostmasterOf, readPostmaster } from './postmaster.ts'
import { appRole, databaseName, ownerRole } from './roles.ts'

/** The embedded server that runs on a home at this moment; undefined when none does. */
export async function findRunningServer(
  home: Home,
): Promise<{ pid: number; socketDirectory: string; port: number } | undefined> {
  // Processes are recognised by the directory's real name, whichever link led to the home.
  const directory = await realpath(home.postgres).catch(() => home.postgres)
  const found = await readPostmaster(directory)
  return found && isPostmasterOf(found.pid, directory) ? found : undefined
}

/**
 * Connects to the embedded server that a running app keeps, and leaves its keeping to that app.
 *
 * @throws StartFailure when no server runs there
 */
export async function joinServer(
  home: Home,
): Promise<{ ownerConfig: ClientConfig; appConfig: ClientConfig }> {
  const server = await findRunningServer(home)
  if (!server)
    throw new StartFailure(
      'databaseUnavailable',
      `Throughline holds ${home.directory}, and its database does not run: it is starting or stopping. ` +
        'Try again in a few seconds.',
    )
  const connection = (user: string) => ({
    host: server.socketDirectory,
    port: server.port,
    database: databaseName,
    user,
    ssl: false,
  })
  return { ownerConfig: connection(ownerRole), appConfig: connection(appRole) }
}
