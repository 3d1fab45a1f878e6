import { makeBackup } from '@throughline/server/platform/backup'
import { openDiskStore } from '@throughline/server/platform/files'
import { migrations } from '@throughline/server/schema'
import type { Command } from 'commander'
import { join } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import { type Place, withTables } from './installation.ts'
import { counted, resultAsJson, say } from './output.ts'
import { addLockOptions, lockFrom, type LockOptions } from './secrets.ts'

export function addBackup(parent: Command): void {
  addLockOptions(parent.command('backup'))
    .description(
      'Write everything but the keys into one encrypted file (age format). The app may run meanwhile.',
    )
    .argument('<file>', 'the file to write; it must not exist yet')
    .option('--json', 'print what is in it as JSON')
    .addHelpText('after', '\nThe keys go apart: see "throughline keys export --help".')
    .action(async (path: string, options: LockOptions & { json?: boolean }, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const lock = await lockFrom(options)
      const done = await withTables(place, ({ ownerConfig, home }) =>
        makeBackup({
          owner: ownerConfig,
          store: openDiskStore(join(home.directory, 'files')),
          migrations,
          path,
          lock,
        }),
      )
      if (options.json) resultAsJson(done)
      else
        say(
          `${path} holds ${counted(done.rows, 'row')} of ${counted(done.tables, 'table')} and ` +
            `${counted(done.blobs, 'encrypted file')}.`,
        )
      if (done.missing.length === 0) return
      say(`${counted(done.missing.length, 'encrypted file')} could not be found and are not in it.`)
      process.exitCode = exitCodes.inPart
    })
}
