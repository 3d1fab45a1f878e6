import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Problem } from '@throughline/contract/platform'

/** A command as it lies in the browser until the server acknowledged it. */
export interface Kept {
  /** The idempotency key. */
  key: string
  account: string
  /** Commands of one lane are sent one at a time, in order: the study, or '' above studies. */
  lane: string
  command: string
  path: string
  body: unknown
  describe: string
  /** When it was done, UTC. */
  at: string
}

/** A kept command with its place in the order of all, given by the database. */
export type Waiting = Kept & { order: number }

/** A command that the server refused, until the person dismisses it or tries again. */
export type Refused = Kept & { problem: Problem }

interface Schema extends DBSchema {
  waiting: {
    key: number
    value: Kept & { order?: number }
    indexes: { lane: [string, string, number]; key: string }
  }
  refused: { key: string; value: Refused; indexes: { account: string } }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('throughline', 1, {
    upgrade(made) {
      const waiting = made.createObjectStore('waiting', { keyPath: 'order', autoIncrement: true })
      waiting.createIndex('lane', ['account', 'lane', 'order'])
      waiting.createIndex('key', 'key', { unique: true })
      made.createObjectStore('refused', { keyPath: 'key' }).createIndex('account', 'account')
    },
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close()
      opened = null
    },
    terminated() {
      opened = null
    },
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}

const all = (account: string) => IDBKeyRange.bound([account], [account, []])
const within = (account: string, lane: string) =>
  IDBKeyRange.bound([account, lane], [account, lane, []])

/** Keeps a command; resolves with its order once it is on the disk. */
export async function keep(command: Kept): Promise<number> {
  const transaction = (await database()).transaction('waiting', 'readwrite', {
    durability: 'strict',
  })
  const order = await transaction.store.add(command)
  await transaction.done
  return order
}

export async function firstOf(account: string, lane: string): Promise<Waiting | null> {
  const cursor = await (
    await database()
  )
    .transaction('waiting')
    .store.index('lane')
    .openCursor(within(account, lane))
  return cursor === null ? null : { ...cursor.value, order: cursor.primaryKey }
}

export async function allOf(account: string): Promise<{ waiting: Waiting[]; refused: Refused[] }> {
  const transaction = (await database()).transaction(['waiting', 'refused'])
  const [rows, refused] = await Promise.all([
    transaction.objectStore('waiting').index('lane').getAll(all(account)),
    transaction.objectStore('refused').index('account').getAll(account),
  ])
  const waiting = rows.flatMap((row) =>
    row.order === undefined ? [] : [{ ...row, order: row.order }],
  )
  return { waiting: waiting.sort((a, b) => a.order - b.order), refused }
}

export async function forget(waiting: Waiting): Promise<void> {
  await (await database()).delete('waiting', waiting.order)
}

/** Moves a command from those that wait to those that were refused, in one transaction. */
export async function setAside(waiting: Waiting, problem: Problem): Promise<void> {
  const transaction = (await database()).transaction(['waiting', 'refused'], 'readwrite', {
    durability: 'strict',
  })
  const { order, ...kept } = waiting
  await Promise.all([
    transaction.objectStore('refused').put({ ...kept, problem }),
    transaction.objectStore('waiting').delete(order),
    transaction.done,
  ])
}

export async function dismissRefused(key: string): Promise<void> {
  await (await database()).delete('refused', key)
}

/** Puts a refused command at the end of those that wait, under a new key. */
export async function keepAgain(refused: Refused, key: string): Promise<void> {
  const transaction = (await database()).transaction(['waiting', 'refused'], 'readwrite', {
    durability: 'strict',
  })
  const { problem: _, ...kept } = refused
  await Promise.all([
    transaction.objectStore('waiting').add({ ...kept, key }),
    transaction.objectStore('refused').delete(refused.key),
    transaction.done,
  ])
}
