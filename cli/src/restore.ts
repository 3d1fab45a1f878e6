import { restoreBackup, type RestoreDone } from '@throughline/server/platform/backup'
import { grantToApp } from '@throughline/server/platform/migrations'
import { migrations } from '@throughline/server/schema'
import type { Command } from 'commander'
import { createInterface } from 'node:readline/promises'
import { Refusal } from './exit-codes.ts'
import { type Place, withPlatform, withTables } from './installation.ts'
import { counted, resultAsJson, say } from './output.ts'
import { addUnlockOptions, unlockFrom, type UnlockOptions } from './secrets.ts'

interface Options extends UnlockOptions {
  replace?: boolean
  withoutKeys?: boolean
  yes?: boolean
  json?: boolean
}

export function addRestore(parent: Command): void {
  addUnlockOptions(parent.command('restore'))
    .description(
      'Put a backup into an empty installation: verified by counts and hashes, whole or not at all. Stop the app first.',
    )
    .argument('<file>', 'the backup')
    .option('--replace', 'put it in the place of what this installation holds now')
    .option(
      '--without-keys',
      'go on although the key ring is lost: what is encrypted stays unreadable',
    )
    .option('--yes', 'do not ask before replacing')
    .option('--json', 'print what was restored as JSON')
    .addHelpText(
      'after',
      '\nOn a new machine import the key ring first: see "throughline keys import --help".',
    )
    .action(async (path: string, options: Options, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const unlock = await unlockFrom(options)
      if (options.replace && !options.yes) await confirm()
      const done = await withTables(
        place,
        (installation) =>
          withPlatform(installation, (platform) =>
            restoreBackup({
              owner: installation.ownerConfig,
              store: platform.files.store,
              migrations,
              grants: grantToApp,
              path,
              unlock,
              removeErased: platform.vault.removeErased,
              replace: options.replace ?? false,
              withoutKeys: options.withoutKeys ?? false,
            }),
          ),
        { alone: true },
      )
      if (options.json) resultAsJson(done)
      else tell(done)
    })
}

function tell(done: RestoreDone): void {
  say(
    `Restored as it stood on ${done.madeAt}: ${counted(done.rows, 'row')} of ${counted(done.tables, 'table')} and ` +
      `${counted(done.blobs, 'encrypted file')}, all verified; the audit trail of ` +
      `${counted(done.auditEntries, 'entry', 'entries')} is in order.`,
  )
  const { studies, subjects } = done.erased
  if (studies + subjects > 0)
    say(
      `Removed again, by the erasure ledger: ${counted(studies, 'study', 'studies')} and the erased data of ` +
        `${counted(subjects, 'person', 'people')}.`,
    )
  if (done.missing.length > 0)
    say(
      `${counted(done.missing.length, 'encrypted file')} were gone already when the backup was made.`,
    )
}

async function confirm(): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Refusal('Replacing needs a yes: say --yes as well where nobody sits at the terminal.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(
    'Everything that this installation holds now will be lost. Type "replace" to go on: ',
  )
  terminal.close()
  if (answer.trim() !== 'replace') throw new Refusal('Nothing was changed.')
}
