import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StartFailure, type Home } from '../home/index.ts'
import { firstClosedDirectory, type Account } from './account.ts'
import { port } from './settings.ts'

/** The longest path of a socket in bytes: the kernel's limit less the closing NUL. */
const longestSocketPath = process.platform === 'linux' ? 107 : 103

/**
 * Makes the directory (0700, of the server's user) in which the server's socket stands: inside the
 * home or, when that path is too long for a socket, a short one that belongs to this home alone.
 */
export async function prepareSocketDirectory(
  home: Home,
  account: Account | undefined,
): Promise<string> {
  const short = `throughline-${createHash('sha256').update(home.directory).digest('hex').slice(0, 12)}`
  const candidates = [join(home.run, 'postgres'), join(tmpdir(), short), join('/tmp', short)]
  for (const directory of candidates) {
    const socket = join(directory, `.s.PGSQL.${port}`)
    if (Buffer.byteLength(socket) > longestSocketPath) continue
    if (await firstClosedDirectory(dirname(directory), account)) continue
    await makePrivate(directory, account)
    return directory
  }
  throw new StartFailure(
    'databaseUnavailable',
    `No directory is short enough for the database's socket (${longestSocketPath} bytes). ` +
      'Choose a shorter home with THROUGHLINE_HOME or --home.',
  )
}

async function makePrivate(directory: string, account: Account | undefined): Promise<void> {
  const uid = account?.uid ?? process.getuid?.()
  const made = await mkdir(directory, { recursive: true, mode: 0o700 })
  if (made && account) await chown(directory, account.uid, account.gid)
  const found = await lstat(directory)
  // In /tmp anybody could have made this directory before us, or a link in its place.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StartFailure(
      'databaseUnavailable',
      `${directory}, where the database's socket belongs, is not a private directory of the user ` +
        'that runs the database. Remove it and start again.',
    )
  }
}
