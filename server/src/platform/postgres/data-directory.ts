import { spawn } from 'node:child_process'
import { chown, mkdtemp, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { diskFull, explainFileError, StartFailure } from '../home/index.ts'
import { firstClosedDirectory, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { superuser } from './settings.ts'

/**
 * Makes the data directory unless it is there, and checks that these programs can open it.
 * It is built beside its place and then renamed, so that an end in the middle leaves nothing half
 * made. The caller holds the home.
 */
export async function prepareDataDirectory(
  dataDirectory: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  await removeUnfinished(dataDirectory)
  const closed = await firstClosedDirectory(dirname(dataDirectory), account)
  if (closed) throw outOfReach(dataDirectory, closed)
  const version = await readVersion(dataDirectory)
  if (version === undefined) await initialise(dataDirectory, binaries, account)
  else if (version !== String(binaries.major)) throw otherVersion(dataDirectory, version, binaries)
}

/** PostgreSQL's major version that made the directory; undefined when there is none yet. */
async function readVersion(dataDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT') throw explainFileError(error, dirname(dataDirectory))
  }
  const left = await readdir(dataDirectory).catch(() => [])
  if (left.length === 0) return undefined
  throw new StartFailure(
    'databaseUnavailable',
    `${dataDirectory} holds files but no PostgreSQL database (PG_VERSION is missing). Restore a ` +
      'backup, or move that directory away to begin with an empty database.',
  )
}

function otherVersion(dataDirectory: string, found: string, binaries: Binaries): StartFailure {
  return new StartFailure(
    'databaseUnavailable',
    `The database in ${dataDirectory} was made by PostgreSQL ${found}; this release brings ` +
      `PostgreSQL ${binaries.major}. Start the release that made it, take a backup with ` +
      '"throughline backup", and restore that backup with this release into a new home.',
  )
}

function outOfReach(dataDirectory: string, closed: string): StartFailure {
  return new StartFailure(
    'badSettings',
    `Started by root, the database runs as another user, who cannot enter ${closed} on the way to ` +
      `${dataDirectory}. Choose a home that everybody can reach, such as /var/lib/throughline, ` +
      'with THROUGHLINE_HOME or --home, or start as an ordinary user.',
  )
}

async function initialise(
  dataDirectory: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  const home = dirname(dataDirectory)
  try {
    const unfinished = await mkdtemp(unfinishedPrefix(dataDirectory))
    if (account) await chown(unfinished, account.uid, account.gid)
    await runInitdb(unfinished, binaries, account)
    await rm(dataDirectory, { recursive: true, force: true })
    await rename(unfinished, dataDirectory)
    await syncDirectory(home)
  } catch (error) {
    await removeUnfinished(dataDirectory)
    throw explainFileError(error, home)
  }
}

async function runInitdb(
  directory: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  const initdb = spawn(
    join(binaries.directory, 'initdb'),
    [
      `--pgdata=${directory}`,
      `--username=${superuser}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--auth-local=trust',
      '--auth-host=reject',
      '--data-checksums',
      '--no-instructions',
    ],
    { ...account, cwd: '/', env: { LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaint = ''
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    initdb.once('error', reject)
    initdb.once('close', resolve)
  })
  if (code === 0) return
  if (tellsOfFullDisk(complaint)) throw diskFull(directory)
  throw new StartFailure(
    'databaseUnavailable',
    `The database could not be made in ${dirname(directory)}. PostgreSQL said: ${complaint.trim()}`,
  )
}

/** Whether PostgreSQL's words blame the disk. */
export function tellsOfFullDisk(words: string): boolean {
  return /No space left on device|Disk quota exceeded|Check free disk space/.test(words)
}

function unfinishedPrefix(dataDirectory: string): string {
  return `${dataDirectory}.unfinished-`
}

async function removeUnfinished(dataDirectory: string): Promise<void> {
  const above = dirname(dataDirectory)
  for (const name of await readdir(above)) {
    if (name.startsWith(basename(unfinishedPrefix(dataDirectory)))) {
      // An initdb whose app was killed may still be writing there, until it misses its files.
      await rm(join(above, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    }
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
