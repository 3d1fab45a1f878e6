import { parseArgs } from 'node:util'
import { z } from 'zod'
import { resolveHome, StartFailure, type Home } from './platform/home/index.ts'
import type { Settings } from './platform/settings.ts'

/** What flags and environment ask for, where state lives, and which database. */
export interface Start {
  settings: Settings
  home: Home
  databaseUrl: string | undefined
}

const port = z.coerce.number().int().min(1).max(65_535)
const requests = z.coerce.number().int().min(1)

/** Flags win over the environment, the environment over the defaults. @throws StartFailure with a sentence */
export function settingsFrom(args: readonly string[], env: NodeJS.ProcessEnv): Start {
  const flags = readFlags(args)
  const home = resolveHome({
    ...env,
    ...(flags.home ? { THROUGHLINE_HOME: flags.home } : {}),
    ...(flags.keys ? { THROUGHLINE_KEYS: flags.keys } : {}),
  })
  const host = flags.host ?? env.THROUGHLINE_HOST ?? '127.0.0.1'
  const chosenPort = read(
    port,
    flags.port ?? env.THROUGHLINE_PORT ?? '4680',
    'The port is a number from 1 to 65535',
  )
  return {
    home,
    databaseUrl: env.DATABASE_URL || undefined,
    settings: {
      host,
      port: chosenPort,
      // Passkeys and cookies want a name: 127.0.0.1 is opened as localhost.
      origin: (env.THROUGHLINE_ORIGIN ?? `http://localhost:${chosenPort}`).replace(/\/$/, ''),
      home: home.directory,
      keys: home.keys,
      webRoot: null,
      smtpUrl: env.THROUGHLINE_SMTP_URL || null,
      mailFrom: env.THROUGHLINE_MAIL_FROM ?? 'Throughline <throughline@localhost>',
      requestsPerMinute: read(
        requests,
        env.THROUGHLINE_REQUESTS_PER_MINUTE ?? '1200',
        'THROUGHLINE_REQUESTS_PER_MINUTE is a number above 0',
      ),
      logLevel: read(
        z.enum(['info', 'warn', 'error', 'silent']),
        env.THROUGHLINE_LOG ?? 'warn',
        'THROUGHLINE_LOG is info, warn, error or silent',
      ),
    },
  }
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        home: { type: 'string' },
        keys: { type: 'string' },
      },
    }).values
  } catch {
    throw new StartFailure(
      'badSettings',
      'The flags are --port N, --host ADDRESS, --home DIRECTORY and --keys DIRECTORY.',
    )
  }
}

function read<Value>(schema: z.ZodType<Value>, value: string, sentence: string): Value {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new StartFailure('badSettings', `${sentence}; “${value}” is not.`)
  return parsed.data
}
