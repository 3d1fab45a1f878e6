import type { FastifyInstance } from 'fastify'
import { join } from 'node:path'
import { accountEndpoints, createAccounts } from './platform/accounts/index.ts'
import { exampleEndpoints } from './example/index.ts'
import { openDatabase } from './platform/database/database.ts'
import { createEvents } from './platform/events/events.ts'
import { openFiles } from './platform/files/index.ts'
import { createApp } from './platform/http/app.ts'
import { jobEndpoints } from './platform/jobs/endpoints.ts'
import { auditEndpoints } from './platform/audit/index.ts'
import { createJobs } from './platform/jobs/jobs.ts'
import { createMail, mailEndpoints } from './platform/mail/index.ts'
import type { Log, Platform } from './platform/platform.ts'
import type { DatabaseServer } from './platform/postgres/index.ts'
import type { Settings } from './platform/settings.ts'
import { openVault } from './platform/vault/index.ts'
import { createVisits } from './platform/visits/index.ts'
import { rooms } from './rooms.ts'
import { prepareSchema } from './schema.ts'

/** The platform with all rooms furnished, without HTTP: what the server and the command line both stand on. */
export interface OpenPlatform {
  platform: Platform
  /** Begins what runs by itself: delivery of events and mail, long work. */
  begin(): Promise<void>
  close(): Promise<void>
}

export async function openPlatform(
  settings: Settings,
  server: Pick<DatabaseServer, 'ownerConfig' | 'appConfig'>,
  log: Log,
): Promise<OpenPlatform> {
  await prepareSchema(server.ownerConfig)
  const database = openDatabase(server.appConfig)
  const vault = await openVault({ database, keys: settings.keys })
  const files = openFiles({ database, vault, directory: join(settings.home, 'files') })
  const events = createEvents(database, server.appConfig)
  const jobs = createJobs(database, events, server.ownerConfig, log)
  const mail = createMail({ database, settings, vault, log })
  const accounts = await createAccounts({
    owner: server.ownerConfig,
    settings,
    vault,
    mail,
    log,
  })
  const visits = createVisits({ database, secret: accounts.inside.secret })
  const platform: Platform = {
    settings,
    log,
    database,
    accounts,
    events,
    jobs,
    vault,
    files,
    mail,
    visits,
  }
  for (const room of rooms) room.furnish?.(platform)
  return {
    platform,
    async begin() {
      files.start()
      await events.start()
      await jobs.start()
      mail.start()
    },
    async close() {
      await jobs.close()
      await mail.close()
      await files.close()
      await events.close()
      await accounts.close()
      await database.close()
    },
  }
}

/** All endpoints of the platform and of every room. */
export const endpoints = [
  ...accountEndpoints,
  ...mailEndpoints,
  ...jobEndpoints,
  ...auditEndpoints,
  ...rooms.flatMap((room) => room.endpoints),
  ...exampleEndpoints,
]

/** The HTTP application over an open platform; not yet listening. */
export async function buildApp(platform: Platform): Promise<FastifyInstance> {
  const refusals = Object.assign({}, ...rooms.map((room) => room.refusals ?? {}))
  return createApp(platform, endpoints, refusals)
}
