import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartFailure } from '../home/index.ts'
import { fingerprintOf, type Key, newSecret } from './seal.ts'

const firstWord = 'throughline-instance-key-1'

/** Where the instance's key lies. */
export function instanceKeyFile(directory: string): string {
  return join(directory, 'instance.key')
}

/**
 * The instance's key, or null where there is none yet.
 *
 * @throws StartFailure when others could read or replace it, or when the file holds no key
 */
export async function readInstanceKey(directory: string): Promise<Key | null> {
  const file = instanceKeyFile(directory)
  const mode = await modeOf(file)
  if (mode === null) return null
  refuseLoose(file, mode, 0o077, '600')
  refuseLoose(directory, (await modeOf(directory)) ?? 0, 0o022, '700')
  return parseInstanceKey(await readFile(file, 'utf8'), file)
}

/** The key from the text of its file. */
export function parseInstanceKey(text: string, file: string): Key {
  const [word, encoded] = text.trim().split(/\s+/)
  const secret = Buffer.from(encoded ?? '', 'base64')
  if (word !== firstWord || secret.length !== 32)
    throw new StartFailure(
      'badSettings',
      `${file} is not an instance key of Throughline. Put the right file back, or remove this one and run ` +
        '"throughline keys import" with an exported key ring.',
    )
  return { id: fingerprintOf(secret), secret }
}

export function formatInstanceKey(secret: Uint8Array): string {
  return `${firstWord} ${Buffer.from(secret).toString('base64')}\n`
}

/** Makes the key of a new instance. When another process makes one at the same time, both get the same. */
export async function makeInstanceKey(directory: string): Promise<Key> {
  await writeInstanceKey(directory, newSecret())
  const key = await readInstanceKey(directory)
  if (!key) throw new Error(`The instance key vanished from ${directory} while it was made.`)
  return key
}

/** Writes the key durably, readable by its owner only; false when there is one already, which is left as it is. */
export async function writeInstanceKey(directory: string, secret: Uint8Array): Promise<boolean> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = join(directory, `${randomUUID()}.draft`)
  await writeFile(draft, formatInstanceKey(secret), { mode: 0o600, flag: 'wx', flush: true })
  try {
    await link(draft, instanceKeyFile(directory))
    await syncDirectory(directory)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft)
  }
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; it keeps names in its journal.
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StartFailure(
      'badSettings',
      `${path} cannot be read (${error instanceof Error ? error.message : String(error)}). Start as the user it belongs to.`,
      { cause: error },
    )
  }
}

function refuseLoose(path: string, mode: number, loose: number, right: string): void {
  if (process.platform === 'win32' || (mode & loose) === 0) return
  throw new StartFailure(
    'badSettings',
    `Other users of this machine can reach ${path} (its mode is ${mode.toString(8)}). Nobody but Throughline may: ` +
      `run  chmod ${right} '${path}'  and start again.`,
  )
}

/** The key as text, to be kept apart. @throws StartFailure when there is none */
export async function exportInstanceKey(directory: string): Promise<string> {
  const key = await readInstanceKey(directory)
  if (!key)
    throw new StartFailure(
      'badSettings',
      `There is no instance key in ${directory}. Name its directory with THROUGHLINE_KEYS or --keys.`,
    )
  return formatInstanceKey(key.secret).trim()
}

/**
 * Puts an exported key into its directory.
 *
 * @param unused whether nothing was kept yet with a key that is there: then it is set aside
 * @throws StartFailure when another one is there and in use
 */
export async function importInstanceKey(
  directory: string,
  text: string,
  unused: boolean,
): Promise<void> {
  const file = instanceKeyFile(directory)
  const { id, secret } = parseInstanceKey(text, 'The exported instance key')
  if (await writeInstanceKey(directory, secret)) return
  const present = await readInstanceKey(directory)
  if (present && Buffer.compare(present.id, id) === 0) return
  if (!unused)
    throw new StartFailure(
      'badSettings',
      `${file} is the key of another instance. Name another directory with THROUGHLINE_KEYS or --keys.`,
    )
  await rename(file, `${file}.${new Date().toISOString().replaceAll(/\W/g, '')}`)
  await writeInstanceKey(directory, secret)
}
