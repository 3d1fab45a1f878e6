import type { ClientConfig } from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { StartFailure } from '../home/index.ts'
import { startEmbedded, type EmbeddedOptions } from './embedded.ts'
import { appRole, databaseName, ownerRole, prepareEmbedded, prepareServer } from './roles.ts'

/** The database, wherever it runs. */
export type DatabaseServer = {
  kind: 'embedded' | 'server'
  /** Connects as the owner of the schema: for migrations and maintenance. */
  ownerConfig: ClientConfig
  /** Connects as the app: bound by row-level security. */
  appConfig: ClientConfig
  stop(): Promise<void>
}

export type ServerChoice = EmbeddedOptions & {
  /** A PostgreSQL server's URL; without it the embedded server is started in `home`. */
  databaseUrl?: string | undefined
}

/**
 * Opens the database that the settings name, ready for migrations.
 *
 * @throws StartFailure with a sentence for the person at the terminal
 */
export async function openServer(choice: ServerChoice): Promise<DatabaseServer> {
  return choice.databaseUrl ? openGiven(choice.databaseUrl) : openEmbedded(choice)
}

async function openEmbedded(choice: ServerChoice): Promise<DatabaseServer> {
  const postgres = await startEmbedded(choice)
  await prepareEmbedded(postgres.connection('postgres', postgres.superuser))
  return {
    kind: 'embedded',
    ownerConfig: postgres.connection(databaseName, ownerRole),
    appConfig: postgres.connection(databaseName, appRole),
    stop: () => postgres.stop(),
  }
}

async function openGiven(databaseUrl: string): Promise<DatabaseServer> {
  const ownerConfig = parseUrl(databaseUrl)
  try {
    await prepareServer(ownerConfig)
  } catch (error) {
    if (error instanceof StartFailure) throw error
    throw new StartFailure(
      'databaseUnavailable',
      `The PostgreSQL server of DATABASE_URL could not be opened: ${reasonOf(error)}. Check that ` +
        'it runs and that host, port, user, password and database in the URL are right.',
      { cause: error },
    )
  }
  return {
    kind: 'server',
    ownerConfig,
    appConfig: runAsApp(ownerConfig),
    stop: async () => undefined,
  }
}

/** The same connection, whose sessions run under the app's role from their first statement on. */
export function runAsApp(ownerConfig: ClientConfig): ClientConfig {
  const options = [ownerConfig.options, `-c role=${appRole}`].filter(Boolean).join(' ')
  return { ...ownerConfig, options }
}

function parseUrl(databaseUrl: string): ClientConfig {
  try {
    if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw new TypeError('not a postgres:// URL')
    return parseIntoClientConfig(databaseUrl)
  } catch (error) {
    throw new StartFailure(
      'badSettings',
      'DATABASE_URL is not a PostgreSQL URL. It looks like postgresql://user:password@host:5432/database.',
      // The URL holds a password, and the parser's own error may hold the URL.
      { cause: error instanceof Error ? error.name : undefined },
    )
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
