import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { explainFileError, type Home } from './home.ts'
import { StartFailure } from './start-failure.ts'

const holderSchema = z.object({
  pid: z.number().int(),
  startedAt: z.iso.datetime(),
  /** Where the app answers; absent until it does. */
  url: z.string().optional(),
})

/** Who holds a home. `startedAt` is in UTC. */
export type HomeHolder = z.infer<typeof holderSchema>

export type HomeLock = {
  /** Tells other processes of this machine (`findHolder`) where the app answers. */
  announce(url: string): void
  release(): void
}

/**
 * Takes the home for this process until it ends, however it ends.
 *
 * The lock is the kernel's: an exclusive transaction on an empty SQLite file, which is a POSIX
 * (on Windows, a native) file lock. It vanishes with the process even after kill -9, cannot be
 * mistaken for a reused process id, and holds between containers that share the home. Two rules
 * follow from POSIX: nothing else in this process may open that file, and who holds the lock is
 * written beside it.
 *
 * @throws StartFailure `homeInUse`, naming the other process
 */
export function lockHome(home: Home): HomeLock {
  // A short wait, because `findHolder` takes the lock for a moment to see whether it is free.
  const database = openLock(home, 1000)
  if (!database) throw inUse(home, readHolder(home))
  const holder: HomeHolder = { pid: process.pid, startedAt: new Date().toISOString() }
  writeHolder(home, holder)
  return {
    announce: (url) => writeHolder(home, { ...holder, url }),
    release: () => database.close(),
  }
}

/** The app that runs on this home; undefined when none does. */
export function findHolder(home: Home): HomeHolder | undefined {
  const database = openLock(home, 0)
  if (database) {
    database.close()
    return undefined
  }
  return readHolder(home)
}

function openLock(home: Home, timeout: number): DatabaseSync | undefined {
  const database = openLockFile(home, timeout)
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

function openLockFile(home: Home, timeout: number): DatabaseSync {
  try {
    return new DatabaseSync(join(home.run, 'lock'), { timeout })
  } catch (error) {
    throw new StartFailure(
      'badSettings',
      `The lock of the home ${home.directory} cannot be opened (${String(error)}). Start as the ` +
        'user the home belongs to, or choose another with THROUGHLINE_HOME or --home.',
      { cause: error },
    )
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

function inUse(home: Home, holder: HomeHolder | undefined): StartFailure {
  const who = holder ? `process ${holder.pid}, since ${holder.startedAt}` : 'another process'
  return new StartFailure(
    'homeInUse',
    `Throughline already runs on ${home.directory} (${who}). Use that one, stop it, or give this ` +
      'one another home with THROUGHLINE_HOME or --home.',
  )
}

function writeHolder(home: Home, holder: HomeHolder): void {
  const file = join(home.run, 'app.json')
  try {
    writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch (error) {
    throw explainFileError(error, home.directory)
  }
}

function readHolder(home: Home): HomeHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(home.run, 'app.json'), 'utf8')))
  } catch {
    // The other process has taken the lock and not yet written who it is.
    return undefined
  }
}
