import type { Home } from '@throughline/server/platform/home'
import {
  findRunningServer,
  joinServer,
  openServer,
  withClient,
} from '@throughline/server/platform/postgres'
import { migrations } from '@throughline/server/schema'
import type { ClientConfig } from 'pg'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fine, type Finding, problem, reasonOf, warning } from './finding.ts'
import { heldBy } from './machine.ts'

/** What is seen of the database without starting anything; `instance` as in `checkKeys`. */
export async function checkDatabase(
  home: Home,
  databaseUrl: string | undefined,
): Promise<{ findings: Finding[]; instance: string | null | undefined }> {
  if (databaseUrl) {
    try {
      const server = await openServer({ home, databaseUrl, log: () => {} })
      return await askServer(server.ownerConfig)
    } catch (error) {
      return unreachable(
        reasonOf(error),
        'Mend what the sentence names; DATABASE_URL says where the server is.',
      )
    }
  }
  const running = await findRunningServer(home)
  if (!running) return { findings: [await checkAtRest(home)], instance: undefined }
  const orphan = heldBy(home) ? [] : [orphaned(running.pid)]
  try {
    const { ownerConfig } = await joinServer(home)
    const asked = await askServer(ownerConfig)
    return { ...asked, findings: [...asked.findings, ...orphan] }
  } catch (error) {
    const told = unreachable(reasonOf(error), 'Stop Throughline and start it again.')
    return { ...told, findings: [...told.findings, ...orphan] }
  }
}

async function askServer(owner: ClientConfig) {
  return withClient(owner, async (client) => {
    const { rows } = await client.query<{ version: string; ours: boolean }>(
      `select current_setting('server_version') as version, to_regclass('public.migration') is not null as ours`,
    )
    const [server] = rows
    const findings = [fine('Database', `PostgreSQL ${server?.version} answers.`)]
    if (!server?.ours) return { findings, instance: null }
    const { rows: taken } = await client.query<{ name: string }>('select name from migration')
    findings.push(checkSteps(new Set(taken.map((step) => step.name))))
    const { rows: keys } = await client.query<{ fingerprint: string }>(
      'select fingerprint from vault.instance',
    )
    return { findings, instance: keys[0]?.fingerprint ?? null }
  })
}

function checkSteps(taken: ReadonlySet<string>): Finding {
  const known = new Set(migrations.map((step) => step.name))
  if ([...taken].some((name) => !known.has(name)))
    return problem(
      'Schema',
      'The database was last opened by a newer Throughline.',
      'Update this one, or restore a backup that it made.',
    )
  const waiting = migrations.filter((step) => !taken.has(step.name)).length
  return waiting === 0
    ? fine('Schema', 'The tables are those of this version.')
    : warning(
        'Schema',
        `${waiting} steps of this version are not taken yet.`,
        'Restart Throughline: it takes them.',
      )
}

async function checkAtRest(home: Home): Promise<Finding> {
  const version = await readFile(join(home.postgres, 'PG_VERSION'), 'utf8').catch(() => null)
  return version === null
    ? fine('Database', 'There is none yet: it is made at the first start.')
    : fine(
        'Database',
        `It is at rest, in the format of PostgreSQL ${version.trim()}. Start Throughline to see more.`,
      )
}

function orphaned(pid: number): Finding {
  return warning(
    'Left behind',
    `A database server (process ${pid}) runs on this home without its app, which was killed.`,
    'Nothing needs to be done: the next start takes it over. To end it now: throughline start, then Ctrl-C.',
  )
}

function unreachable(found: string, mend: string) {
  return { findings: [problem('Database', found, mend)], instance: undefined }
}
