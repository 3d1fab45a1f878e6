import pg from 'pg'
import type { ClientConfig } from 'pg'
import { StartFailure } from '../home/index.ts'

/** Owns the embedded database and its tables; runs migrations and nothing else. */
export const ownerRole = 'throughline_owner'
/** What the app's sessions run as: no owner, no superuser, bound by row-level security. */
export const appRole = 'throughline_app'
export const databaseName = 'throughline'

/** Runs `work` on one connection and closes it. */
export async function withClient<T>(
  config: ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config)
  // A connection lost between queries shows in the next query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes both roles and the database of an embedded server, unless they are there. */
export async function prepareEmbedded(superuser: ClientConfig): Promise<void> {
  await withClient(superuser, async (client) => {
    await createRole(client, ownerRole, 'LOGIN')
    await createRole(client, appRole, 'LOGIN')
    await createDatabase(client, databaseName)
  })
}

/** Makes a role that holds no privilege of the server; false when it was there. */
async function createRole(
  client: pg.Client,
  role: string,
  login: 'LOGIN' | 'NOLOGIN',
): Promise<void> {
  const name = client.escapeIdentifier(role)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${name} ${login}`)
}

async function createDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  const name = client.escapeIdentifier(database)
  if (rowCount === 0) await client.query(`create database ${name} owner ${ownerRole}`)
  await client.query(`revoke all on database ${name} from public`)
  await client.query(`grant connect on database ${name} to ${appRole}`)
}

/**
 * Checks that a server is fit for us and that its app role stands, and makes the role where the
 * owner may.
 *
 * @throws StartFailure saying what the server lacks, and which SQL its administrator must run
 */
export async function prepareServer(owner: ClientConfig): Promise<void> {
  await withClient(owner, async (client) => {
    await requireFitServer(client)
    await requireAppRole(client)
  })
}

async function requireFitServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num')::int as number,
            current_setting('server_encoding') as encoding`,
  )
  const server = rows[0]
  if (!server || server.number < 150_000) {
    throw unfit(`it is PostgreSQL ${server?.version}, and Throughline needs 15 or newer.`)
  }
  if (server.encoding !== 'UTF8') {
    throw unfit(
      `its encoding is ${server.encoding}. Make a database with ENCODING 'UTF8' for Throughline.`,
    )
  }
}

async function requireAppRole(client: pg.Client): Promise<void> {
  const user = client.escapeIdentifier(client.user ?? '')
  const commands = [`CREATE ROLE ${appRole} NOLOGIN`, `GRANT ${appRole} TO ${user}`]
  try {
    const role = await findAppRole(client)
    if (!role) await client.query(commands[0] ?? '')
    if (!role?.usable) await client.query(commands[1] ?? '')
  } catch (error) {
    // 42501: not permitted. 42710 and 23505: another app process made the role this moment.
    const code = error instanceof pg.DatabaseError ? error.code : undefined
    if (code === '42710' || code === '23505') return requireAppRole(client)
    if (code !== '42501') throw error
    throw unfit(
      `the app's role is missing and ${user} may not make it. Its administrator must run these ` +
        `two lines once, then start again:\n  ${commands[0]};\n  ${commands[1]};`,
    )
  }
  const role = await findAppRole(client)
  if (role?.unbound) {
    throw unfit(
      `its role ${appRole} is a superuser or bypasses row-level security, so it would see every ` +
        `study. Its administrator must run: ALTER ROLE ${appRole} NOSUPERUSER NOBYPASSRLS;`,
    )
  }
}

type AppRole = {
  /** Whether the owner may take the role on. */
  usable: boolean
  unbound: boolean
}

async function findAppRole(client: pg.Client): Promise<AppRole | undefined> {
  const { rows } = await client.query<AppRole>(
    `select pg_has_role(current_user, oid,
              case when current_setting('server_version_num')::int >= 160000
                   then 'SET' else 'MEMBER' end) as usable,
            rolsuper or rolbypassrls as unbound
     from pg_roles where rolname = $1`,
    [appRole],
  )
  return rows[0]
}

function unfit(reason: string): StartFailure {
  return new StartFailure(
    'databaseUnavailable',
    `The server of DATABASE_URL cannot be used: ${reason}`,
  )
}
