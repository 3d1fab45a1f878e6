import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { importTranscripts as command } from '@throughline/contract/transcripts'
import { performInStudy } from '../../src/platform/commands/perform.ts'
import { openPlatform } from '../../src/start.ts'
import { importTranscripts } from '../../src/transcripts/import-transcripts.ts'

// Asks for an import and works on it until it is killed, as the app does, without HTTP.
const { settings, ownerConfig, appConfig, account, study, body } = z
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
    account: z.string(),
    study: z.string(),
    body: command.body,
  })
  .parse(JSON.parse(readFileSync(0, 'utf8')))
const silent = () => undefined
const opened = await openPlatform(
  settings,
  { ownerConfig, appConfig },
  { info: silent, warn: silent, error: silent },
)
await opened.begin()
const { job } = await performInStudy(
  opened.platform,
  { account: { id: account }, study, key: crypto.randomUUID() },
  importTranscripts,
  body,
)
process.stdout.write(job)
