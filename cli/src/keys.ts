import { exportKeys, importKeys } from '@throughline/server/platform/backup'
import { grantToApp } from '@throughline/server/platform/migrations'
import { withClient } from '@throughline/server/platform/postgres'
import { instanceKeyName } from '@throughline/server/platform/vault'
import { migrations } from '@throughline/server/schema'
import type { Command } from 'commander'
import { type Installation, type Place, withPlatform, withTables } from './installation.ts'
import { counted, resultAsJson, say } from './output.ts'
import {
  addLockOptions,
  addUnlockOptions,
  lockFrom,
  type LockOptions,
  unlockFrom,
  type UnlockOptions,
} from './secrets.ts'

export function addKeys(parent: Command): void {
  const keys = parent
    .command('keys')
    .description(
      'The key ring: the keys of studies and people, wrapped by the instance key, and the erasure ledger.',
    )
  addExport(keys)
  addImport(keys)
}

function addExport(keys: Command): void {
  addLockOptions(keys.command('export'))
    .description(
      'Write the key ring into an encrypted file. Keep the newest and no other: an old one knows less of what was erased.',
    )
    .argument('<file>', 'the file to write; it must not exist yet')
    .option(
      '--with-instance-key',
      'put the instance key into it as well: then nothing else is needed to read',
    )
    .option('--json', 'print what is in it as JSON')
    .action(
      async (
        path: string,
        options: LockOptions & { withInstanceKey?: boolean; json?: boolean },
        command: Command,
      ) => {
        const place: Place = command.optsWithGlobals()
        const lock = await lockFrom(options)
        const done = await withTables(place, ({ ownerConfig, home }) =>
          exportKeys({
            owner: ownerConfig,
            path,
            lock,
            withInstanceKeyOf: options.withInstanceKey ? home.keys : null,
          }),
        )
        if (options.json) return resultAsJson(done)
        say(
          `${path} holds the keys of ${counted(done.studies, 'study', 'studies')} and ` +
            `${counted(done.subjects, 'subject')}, and ${counted(done.erasures, 'erasure')}.`,
        )
        if (!done.instanceKey)
          say('It opens nothing without the instance key: keep a copy of that apart from it.')
      },
    )
}

function addImport(keys: Command): void {
  addUnlockOptions(keys.command('import'))
    .description(
      'Add an exported key ring to this installation. What was erased, here or there, stays erased. Stop the app first.',
    )
    .argument('<file>', 'the exported key ring')
    .option('--json', 'print what was in it as JSON')
    .action(async (path: string, options: UnlockOptions & { json?: boolean }, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const unlock = await unlockFrom(options)
      const done = await withTables(
        place,
        (installation) => importInto(installation, path, unlock),
        {
          alone: true,
        },
      )
      if (options.json) resultAsJson(done)
      else
        say(
          `Imported the keys of ${counted(done.studies, 'study', 'studies')} and ${counted(done.subjects, 'subject')}, ` +
            `and ${counted(done.erasures, 'erasure')}.`,
        )
    })
}

/** In an installation that is in use the rooms remove what they keep of who was erased; an empty one has no keys yet. */
async function importInto(
  installation: Installation,
  path: string,
  unlock: Awaited<ReturnType<typeof unlockFrom>>,
) {
  const choice = {
    owner: installation.ownerConfig,
    path,
    unlock,
    keys: installation.home.keys,
    migrations,
    grants: grantToApp,
  }
  const used = await withClient(installation.ownerConfig, async (client) => {
    const { rows } = await client.query<{ used: boolean }>(
      'select exists (select from study_key) as used',
    )
    return rows[0]?.used ?? false
  })
  const withoutRooms = () => importKeys({ ...choice, removeErased: async () => undefined })
  if (!used) return withoutRooms()
  // The rooms need the instance key, which may be what the ring brings back.
  if ((await instanceKeyName(installation.home.keys)) === null) await withoutRooms()
  return withPlatform(installation, (platform) =>
    importKeys({ ...choice, removeErased: platform.vault.removeErased }),
  )
}
