import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { StartFailure } from '../home/index.ts'
import { instanceKeyFile, makeInstanceKey, readInstanceKey } from './instance-key.ts'
import type { Key } from './seal.ts'

/**
 * The instance's key that belongs to this database; made, and named in the database, on the first run of both.
 *
 * @throws StartFailure when the key is missing, or another than the one that the database knows
 */
export async function keyOfInstance(database: Database, directory: string): Promise<Key> {
  const known = await claim(database, null)
  const key = await readInstanceKey(directory)
  if (!key && known !== null)
    throw new StartFailure(
      'badSettings',
      `The instance key is missing: ${instanceKeyFile(directory)} does not exist, and what this database keeps ` +
        'encrypted cannot be read without it. Put the file back, name the right directory with THROUGHLINE_KEYS or ' +
        '--keys, or import the exported key ring: throughline keys import RING',
    )
  const mine = key ?? (await makeInstanceKey(directory))
  const agreed = await claim(database, nameOf(mine))
  if (agreed !== nameOf(mine))
    throw new StartFailure(
      'badSettings',
      `The instance key in ${directory} is not the one of this database. Name the directory that holds the right ` +
        'one with THROUGHLINE_KEYS or --keys. Several machines on one database need the same instance key: copy the file.',
    )
  return mine
}

/** How the database names an instance key: its id in hexadecimal digits. */
export function nameOf(key: Key): string {
  return Buffer.from(key.id).toString('hex')
}

async function claim(database: Database, mine: string | null): Promise<string | null> {
  const { rows } = await sql<{ known: string | null }>`
    select vault.claim_instance(${mine}) as known`.execute(database.kysely)
  return rows[0]?.known ?? null
}

/** The name of the instance key in a directory; null where there is none. @throws StartFailure as at a start */
export async function instanceKeyName(directory: string): Promise<string | null> {
  const key = await readInstanceKey(directory)
  return key && nameOf(key)
}
