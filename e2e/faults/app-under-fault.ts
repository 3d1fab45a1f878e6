import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const commandLine = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))

/** Where an app runs: a home, keys and a port of its own. Several apps may run there one after the other. */
export interface Place {
  home: string
  keys: string
  port: number
  origin: string
  environment: Record<string, string>
  /** Ends whatever still runs there and removes it. */
  clear(): Promise<void>
}

/**
 * Makes a place in a directory of its own. `home` puts the home elsewhere, as on a small disk; `keys` are those of
 * another place, where both stand on one database.
 */
export async function makePlace(
  choice: { home?: string; keys?: string; environment?: Record<string, string> } = {},
): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'throughline-fault-'))
  // Under root the database runs as another user, who must be able to pass.
  await chmod(directory, 0o711)
  const home = choice.home ?? join(directory, 'home')
  const port = await freePort()
  return {
    home,
    keys: choice.keys ?? join(directory, 'keys'),
    port,
    origin: `http://localhost:${port}`,
    environment: choice.environment ?? {},
    async clear() {
      for (const app of running.get(home) ?? []) {
        app.kill('SIGKILL')
        await app.ended
      }
      await killDatabase(home)
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

const running = new Map<string, Set<App>>()

/** The real server in a process of its own, which a test may kill. */
export interface App {
  pid: number
  /** What it said so far, on standard output and standard error. */
  said(): string
  /** The token of the set-up link; empty when it printed none. */
  setUpToken(): string
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** Starts the app and waits until it serves. @throws when it ends before */
export async function startApp(place: Place): Promise<App> {
  const app = launchApp(place)
  await untilItServes(app)
  return app
}

/** Starts the app without waiting for it. */
export function launchApp(place: Place): App {
  const child = spawn(
    process.execPath,
    [main, '--port', String(place.port), '--home', place.home, '--keys', place.keys],
    {
      env: environmentOf(place),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const app = appOf(child)
  const here = running.get(place.home) ?? new Set()
  running.set(place.home, here.add(app))
  void app.ended.then(() => here.delete(app))
  return app
}

/** Any program that starts an app, such as `npm start`, seen as one. */
export function appOf(child: ChildProcess): App {
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words += text
    })
  return {
    pid: child.pid ?? 0,
    said: () => words,
    setUpToken: () => /\/set-up\/(\S+)\s/.exec(words)?.[1] ?? '',
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(() => child.exitCode ?? child.signalCode ?? 1),
  }
}

/** Waits until an app says that it serves. @throws with its words when it ends before, or is silent for two minutes */
export async function untilItServes(app: App): Promise<void> {
  let how: number | NodeJS.Signals | undefined
  void app.ended.then((code) => {
    how = code
  })
  const deadline = Date.now() + 120_000
  while (!/Throughline runs at/.test(app.said())) {
    if (how !== undefined) throw new Error(`The app ended (${how}) and said: ${app.said()}`)
    if (Date.now() > deadline) throw new Error(`The app does not serve, and said: ${app.said()}`)
    await sleep(20)
  }
}

function environmentOf(place: Place): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, THROUGHLINE_REQUESTS_PER_MINUTE: '10000000', ...place.environment }
}

/** Runs the command line on a place. */
export function runCommand(
  place: Place,
  ...words: string[]
): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const flags = ['--home', place.home, '--keys', place.keys]
    execFile(
      process.execPath,
      [commandLine, ...flags, ...words],
      { env: environmentOf(place), encoding: 'utf8' },
      (error, out, complaint) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0
        resolve({ code, said: out + complaint })
      },
    )
  })
}

/** The process of the embedded database server of a home; undefined when none lives. */
export async function databaseProcess(home: string): Promise<number | undefined> {
  const text = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text)
  return Number.isInteger(pid) && isDatabaseOf(pid, home) ? pid : undefined
}

/** Kills the database server of a home, without a warning; gives the process that was. */
export async function killDatabase(home: string): Promise<number | undefined> {
  const pid = await databaseProcess(home)
  if (pid === undefined) return undefined
  process.kill(pid, 'SIGKILL')
  while (isDatabaseOf(pid, home)) await sleep(10)
  return pid
}

function isDatabaseOf(pid: number, home: string): boolean {
  try {
    // Empty for a zombie.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`-D\0${home}/postgres\0`)
  } catch {
    return false
  }
}

/** Whether somebody listens on a port of this machine. */
export async function isTaken(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (free) await new Promise((resolve) => server.close(resolve))
  return !free
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given.')
  await new Promise((resolve) => server.close(resolve))
  return address.port
}

/** Waits until something holds. @throws after `seconds`, with what was waited for */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 60,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain: ${what}.`)
    await sleep(50)
  }
}

/** A moment that nobody can foresee. Milliseconds. */
export const randomPause = (least: number, most: number) =>
  sleep(least + Math.random() * (most - least))

export const newId = () => randomUUID()
