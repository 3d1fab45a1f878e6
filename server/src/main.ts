import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { lockHome, onLauncherEnd, prepareHome, StartFailure } from './platform/home/index.ts'
import { openServer } from './platform/postgres/index.ts'
import { settingsFrom } from './settings-from.ts'
import { buildApp, openPlatform } from './start.ts'

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** A start that takes longer is broken off by a signal. Milliseconds. */
const longestStart = 20_000

/** Starts everything in order; what was started is stopped in the reverse order, whenever it ends. */
async function main(): Promise<void> {
  const stops: (() => unknown)[] = []
  const started = Promise.withResolvers<void>()
  let stopping = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    // Who is told to stop in the middle of the start would leave behind what is just being started.
    await Promise.race([started.promise, sleep(longestStart)])
    for (const undo of stops.toReversed())
      await Promise.resolve()
        .then(undo)
        .catch(() => {})
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop(0))
  onLauncherEnd(() => void stop(0))

  try {
    const { settings, home, databaseUrl } = settingsFrom(process.argv.slice(2), process.env)
    const log = pino({ level: settings.logLevel, base: null })
    await prepareHome(home)
    const lock = lockHome(home)
    stops.push(() => lock.release())
    const server = await openServer({
      databaseUrl,
      home,
      log: (message) => log.info({ part: 'database' }, message),
      notify: (event) => console.error(JSON.stringify(event)),
    })
    stops.push(() => server.stop())
    const opened = await openPlatform(
      { ...settings, webRoot: existsSync(webRoot) ? webRoot : null },
      server,
      log,
    )
    stops.push(() => opened.close())
    await opened.begin()
    const app = await buildApp(opened.platform)
    stops.push(() => app.close())
    await app.listen({ host: settings.host, port: settings.port }).catch((error: unknown) => {
      throw new StartFailure(
        'badSettings',
        `Port ${settings.port} cannot be opened: ${error instanceof Error ? error.message : 'unknown reason'}. Another program may use it; choose another with --port.`,
        { cause: error },
      )
    })
    lock.announce(settings.origin)
    const link = await opened.platform.accounts.firstRunLink()
    const setUp = link ? `\nSet it up with this link; it works once:\n  ${link}` : ''
    console.log(`Throughline runs at ${settings.origin}${setUp}`)
  } catch (error) {
    if (error instanceof StartFailure) console.error(error.message)
    else console.error(error)
    started.resolve()
    await stop(error instanceof StartFailure ? error.exitCode : 1)
  } finally {
    started.resolve()
  }
}

await main()
