import { findHolder, lockHome, prepareHome } from '@throughline/server/platform/home'
import { joinServer, openServer, withClient } from '@throughline/server/platform/postgres'
import { migrations, prepareSchema } from '@throughline/server/schema'
import { settingsFrom, type Start } from '@throughline/server/settings-from'
import { openPlatform } from '@throughline/server/start'
import type { ClientConfig } from 'pg'
import { exitCodes, Refusal } from './exit-codes.ts'
import { say } from './output.ts'

/** Where an installation is, as every command takes it. */
export interface Place {
  home?: string
  keys?: string
  port?: string
  host?: string
}

export type Platform = Awaited<ReturnType<typeof openPlatform>>['platform']

/** An installation whose database answers. */
export interface Installation extends Start {
  ownerConfig: ClientConfig
  appConfig: ClientConfig
  /** Whether the app runs on it at this moment, and the database is the app's to keep. */
  appRuns: boolean
}

/** Settings from the flags of a command, then the environment. @throws StartFailure */
export function settingsOf(place: Place): Start {
  const flags = (['home', 'keys', 'port', 'host'] as const).flatMap((name) => {
    const value = place[name]
    return value === undefined ? [] : [`--${name}`, value]
  })
  return settingsFrom(flags, process.env)
}

/**
 * Works on an installation, whether or not its app runs: it joins the database of a running app, and otherwise starts
 * the database and ends it afterwards. With `alone`, a running app is a reason to refuse.
 *
 * @throws StartFailure
 */
export async function withInstallation<Result>(
  place: Place,
  work: (installation: Installation) => Promise<Result>,
  { alone = false } = {},
): Promise<Result> {
  const start = settingsOf(place)
  await prepareHome(start.home)
  const appRuns = findHolder(start.home) !== undefined
  if (appRuns && !alone)
    return work({ ...start, ...(await configsOfRunning(start)), appRuns: true })

  const lock = lockHome(start.home)
  const server = await openServer({
    home: start.home,
    databaseUrl: start.databaseUrl,
    log: say,
  }).catch((error: unknown) => {
    lock.release()
    throw error
  })
  let ending: Promise<void> | undefined
  const end = () => (ending ??= server.stop().finally(() => lock.release()))
  const interrupted = () => void end().finally(() => process.exit(130))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, interrupted)
  try {
    return await work({
      ...start,
      ownerConfig: server.ownerConfig,
      appConfig: server.appConfig,
      appRuns: false,
    })
  } finally {
    for (const signal of signals) process.off(signal, interrupted)
    await end()
  }
}

async function configsOfRunning({ home, databaseUrl }: Start) {
  const server = databaseUrl
    ? await openServer({ home, databaseUrl, log: say })
    : await joinServer(home)
  await refuseOtherRelease(server.ownerConfig)
  return { ownerConfig: server.ownerConfig, appConfig: server.appConfig }
}

/** A newer program must not change the tables under an app that runs. */
async function refuseOtherRelease(owner: ClientConfig): Promise<void> {
  const taken = await withClient(owner, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from migration')
    return new Set(rows.map((row) => row.name))
  })
  if (migrations.some((step) => !taken.has(step.name)))
    throw new Refusal(
      'Throughline was updated while it ran. Restart the app (throughline stop, then start) and try again.',
      exitCodes.homeInUse,
    )
}

/** Works with the platform and all rooms furnished, without HTTP. */
export async function withPlatform<Result>(
  installation: Installation,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const log = {
    info: () => {},
    warn: (_facts: Record<string, unknown>, message: string) => say(message),
    error: (_facts: Record<string, unknown>, message: string) => say(message),
  }
  const { platform, close } = await openPlatform(installation.settings, installation, log)
  try {
    return await work(platform)
  } finally {
    await close()
  }
}

/** Brings the schema up to date, for work that needs the tables and not the rooms. */
export async function withTables<Result>(
  place: Place,
  work: (installation: Installation) => Promise<Result>,
  more?: { alone: boolean },
): Promise<Result> {
  return withInstallation(
    place,
    async (installation) => {
      if (!installation.appRuns) await prepareSchema(installation.ownerConfig)
      return work(installation)
    },
    more,
  )
}
