import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')

/** Where an installation keeps its state and its keys. */
export interface Place {
  readonly home: string
  readonly keys: string
}

/** Throughline in a process of its own, on a real port, as somebody would start it. */
export interface Installation {
  readonly origin: string
  /** Seconds from the start of the process to the answer of /readyz, and to the first page. */
  readonly readyAfter: number
  readonly pageAfter: number
  /** CPU seconds since it started: the app's, and those of the database's processes that live. */
  cpu(): { app: number; database: number }
  /** Memory in MB: the app's resident set, and the database's share (PSS) over all its processes. */
  memory(): { app: number; database: number }
  stop(): Promise<void>
}

/**
 * Starts the app on a home and waits for its first page.
 * @throws Error with what it said when it ends before, or when the web app was not built
 */
export async function startInstallation(place: Place): Promise<Installation> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['server/src/main.ts', '--home', place.home, '--keys', place.keys, '--port', String(port)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        THROUGHLINE_LOG: 'error',
        // The limit guards against people in a hurry, and here there are none.
        THROUGHLINE_REQUESTS_PER_MINUTE: '1000000000',
      },
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const origin = `http://localhost:${port}`
  const seconds = () => (performance.now() - started) / 1000
  try {
    await untilOk(`${origin}/readyz`, child, () => said)
    const readyAfter = seconds()
    const page = await fetch(`${origin}/`)
    if (!page.ok || !(await page.text()).includes('<script'))
      throw new Error('No page is served: the web app was not built. Run `npm run build` first.')
    return {
      origin,
      readyAfter,
      pageAfter: seconds(),
      cpu: () => ({ app: cpuOf(pidOf(child)), database: sum(databaseOf(child), cpuOf) }),
      memory: () => ({
        app: memoryOf(pidOf(child), 'Rss'),
        database: sum(databaseOf(child), (pid) => memoryOf(pid, 'Pss')),
      }),
      stop: () => stop(child),
    }
  } catch (error) {
    await stop(child)
    throw error
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function untilOk(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`Throughline ended before it was ready. It said: ${said()}`)
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await sleep(5)
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('Throughline did not start.')
  return child.pid
}

/** All processes below the app that are PostgreSQL's. */
function databaseOf(child: ChildProcess): number[] {
  const below = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : null
    const parent = Number(fields?.[1])
    if (fields) below.set(parent, [...(below.get(parent) ?? []), Number(name)])
  }
  const found: number[] = []
  for (let next = [...(below.get(pidOf(child)) ?? [])]; next.length > 0;) {
    found.push(...next)
    next = next.flatMap((pid) => below.get(pid) ?? [])
  }
  if (found.length === 0) throw new Error('The processes of the database were not found.')
  return found
}

/** The fields of /proc/PID/stat behind the name: state, parent, … Null when the process has ended. */
function statOf(pid: number): string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

const ticksPerSecond = 100

/** User and system time, with that of children that have ended. */
function cpuOf(pid: number): number {
  const fields = statOf(pid) ?? []
  return fields.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0) / ticksPerSecond
}

function memoryOf(pid: number, kind: 'Rss' | 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]
  if (kilobytes === undefined) throw new Error(`/proc tells no ${kind} of process ${pid}.`)
  return Number(kilobytes) / 1024
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0)
}
