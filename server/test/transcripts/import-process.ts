import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { openPlatform } from '../../src/start.ts'

// Does long work until it is killed, as the app does it, without HTTP.
const { settings, ownerConfig, appConfig } = z
  .object({
    settings: z.object({
      origin: z.string(),
      host: z.string(),
      port: z.number(),
      home: z.string(),
      keys: z.string(),
      webRoot: z.null(),
      smtpUrl: z.null(),
      mailFrom: z.string(),
      requestsPerMinute: z.number(),
      logLevel: z.enum(['info', 'warn', 'error', 'silent']),
    }),
    ownerConfig: z.record(z.string(), z.unknown()),
    appConfig: z.record(z.string(), z.unknown()),
  })
  .parse(JSON.parse(readFileSync(0, 'utf8')))
const silent = () => undefined
const opened = await openPlatform(
  settings,
  { ownerConfig, appConfig },
  { info: silent, warn: silent, error: silent },
)
await opened.begin()
process.stdout.write('working\n')
