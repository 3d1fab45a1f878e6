import { openExampleStudy } from '@throughline/server/example'
import { performAboveStudies } from '@throughline/server/platform/commands/perform'
import type { Command } from 'commander'
import { randomUUID } from 'node:crypto'
import { type Place, withInstallation, withPlatform } from './installation.ts'
import { resultAsJson, say } from './output.ts'
import { findAccount } from './who-and-where.ts'

export function addExample(parent: Command): void {
  parent
    .command('example')
    .description(
      'Open the example study: real interviews, openly licensed, with invented characteristics.',
    )
    .option(
      '--as <address>',
      'the e-mail address of who becomes its lead (otherwise the only owner)',
    )
    .option('--json', 'print the id of the study as JSON')
    .action(async (options: { as?: string; json?: boolean }, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const { id } = await withInstallation(place, (installation) =>
        withPlatform(installation, async (platform) => {
          const account = await findAccount(installation.ownerConfig, options.as)
          const { body } = openExampleStudy.command
          return performAboveStudies(
            platform,
            { account, key: randomUUID() },
            openExampleStudy,
            body.parse({}),
          )
        }),
      )
      if (options.json) resultAsJson({ study: id })
      else say('The example study is there: open Throughline in the browser.')
    })
}
