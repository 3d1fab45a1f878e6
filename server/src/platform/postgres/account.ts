import { execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { StartFailure } from '../home/index.ts'

/** The user under whom PostgreSQL runs when it cannot be the app's own. */
export type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root, so root starts it as the owner of the data directory or, for
 * a new one, as `postgres` or `nobody`. Undefined: as the user who runs the app.
 */
export async function serverAccount(dataDirectory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    refuseNamelessUser()
    return undefined
  }
  const owner = await stat(dataDirectory).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account) return account
  throw new StartFailure(
    'databaseUnavailable',
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor ' +
      '"nobody" to run it as. Add one (useradd --system postgres), or start as an ordinary user.',
  )
}

function refuseNamelessUser(): void {
  try {
    userInfo()
  } catch (error) {
    throw new StartFailure(
      'databaseUnavailable',
      `PostgreSQL needs a user with a name, and user id ${process.getuid?.()} has none on this ` +
        'machine. Start as a named user, or set DATABASE_URL to use a PostgreSQL server.',
      { cause: error },
    )
  }
}

function lookUp(name: string): Account | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** The first directory on the way to `path` (itself included) that `account` cannot enter. */
export async function firstClosedDirectory(
  path: string,
  account: Account | undefined,
): Promise<string | undefined> {
  if (!account) return undefined
  const above = dirname(path)
  const closed = above === path ? undefined : await firstClosedDirectory(above, account)
  if (closed) return closed
  const { mode, uid, gid } = await stat(path)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return mode & bit ? undefined : path
}
