import { chmod, mkdir, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import envPaths from 'env-paths'
import { StartFailure } from './start-failure.ts'

/** Where one instance keeps its state. All paths are absolute. */
export type Home = {
  directory: string
  /** The instance's keys. Never inside `directory`, so that a copy of the home holds no keys. */
  keys: string
  /** PostgreSQL's data directory, when the database is embedded. */
  postgres: string
  /** Copies of PostgreSQL's programs, made only where they cannot be run from node_modules. */
  binaries: string
  /** What lives as long as a process: the lock, who holds it, sockets. */
  run: string
  logs: string
}

/**
 * The home that the environment asks for: THROUGHLINE_HOME and THROUGHLINE_KEYS, or the platform's
 * directories for applications. Root on Linux gets /var/lib and /etc, because the database runs as
 * an unprivileged user, who cannot enter /root.
 */
export function resolveHome(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  uid: number | undefined = process.getuid?.(),
): Home {
  const asRoot = uid === 0 && platform !== 'win32'
  const paths = envPaths('throughline', { suffix: '' })
  const directory = resolve(env.THROUGHLINE_HOME || (asRoot ? '/var/lib/throughline' : paths.data))
  const keys = resolve(
    env.THROUGHLINE_KEYS || (asRoot ? '/etc/throughline/keys' : join(paths.config, 'keys')),
  )
  if (contains(directory, keys)) {
    throw new StartFailure(
      'badSettings',
      `The keys (${keys}) must not lie inside the home (${directory}): a copy of the data would ` +
        'carry the keys to it. Set THROUGHLINE_KEYS or --keys to a directory outside the home.',
    )
  }
  return {
    directory,
    keys,
    postgres: join(directory, 'postgres'),
    binaries: join(directory, 'binaries'),
    run: join(directory, 'run'),
    logs: join(directory, 'logs'),
  }
}

function contains(directory: string, path: string): boolean {
  const way = relative(directory, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/** Makes the home's directories and the keys' directory (0700). Safe to repeat. */
export async function prepareHome(home: Home): Promise<void> {
  const asRoot = process.getuid?.() === 0
  try {
    await mkdir(home.directory, { recursive: true, mode: asRoot ? 0o711 : 0o700 })
    if (asRoot) await letOthersPass(home.directory)
    await mkdir(home.run, { recursive: true, mode: 0o711 })
    await mkdir(home.logs, { recursive: true, mode: 0o711 })
    await mkdir(home.keys, { recursive: true, mode: 0o700 })
    await chmod(home.keys, 0o700)
  } catch (error) {
    throw explainFileError(error, home.directory)
  }
}

async function letOthersPass(directory: string): Promise<void> {
  const { mode } = await stat(directory)
  if ((mode & 0o011) !== 0o011) await chmod(directory, (mode & 0o7777) | 0o011)
}

/** Turns an error of the file system, met while starting on a home, into a sentence. */
export function explainFileError(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(directory, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartFailure(
        'badSettings',
        `This user may not write to ${directory} (${error.message}). Start as the user it belongs ` +
          'to, or choose another directory with THROUGHLINE_HOME or --home.',
        { cause: error },
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartFailure(
        'badSettings',
        `${directory} cannot be the home, because a part of that path is a file (${error.message}). ` +
          'Choose another directory with THROUGHLINE_HOME or --home.',
        { cause: error },
      )
    default:
      return error
  }
}

/** The sentence for a disk without space. */
export function diskFull(directory: string, cause?: unknown): StartFailure {
  return new StartFailure(
    'diskFull',
    `The disk that holds ${directory} is full. Nothing is damaged: free some space there and start again.`,
    { cause },
  )
}
