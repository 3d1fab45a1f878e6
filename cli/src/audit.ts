import { type AuditHead, verifyAudit } from '@throughline/server/platform/audit'
import { withClient } from '@throughline/server/platform/postgres'
import type { Command } from 'commander'
import { exitCodes, Refusal } from './exit-codes.ts'
import { type Place, withTables } from './installation.ts'
import { counted, result, resultAsJson, say } from './output.ts'

export function addAudit(parent: Command): void {
  const audit = parent.command('audit').description('The audit trail.')
  audit
    .command('verify')
    .description('Prove that nobody changed, removed or added anything in the audit trail.')
    .option(
      '--expect <number:hash>',
      'a head that was noted down earlier and must still be there',
      head,
    )
    .option('--json', 'print the verdict as JSON')
    .action(async (options: { expect?: AuditHead; json?: boolean }, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const verdict = await withTables(place, ({ ownerConfig }) =>
        withClient(ownerConfig, (client) => verifyAudit(client, options.expect ?? null)),
      )
      if (options.json) resultAsJson(verdict)
      if (!verdict.ok) {
        say(verdict.sentence)
        process.exitCode = exitCodes.notInOrder
        return
      }
      for (const warning of verdict.warnings) say(warning)
      say(
        `The audit trail is in order: ${counted(verdict.entries, 'entry', 'entries')} in ` +
          `${counted(verdict.blocks, 'block')}.`,
      )
      if (options.json || !verdict.head) return
      say('Its head, to be noted down and given to --expect later:')
      result(`${verdict.head.number}:${verdict.head.hash}`)
    })
}

function head(text: string): AuditHead {
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (number === undefined || hash === undefined)
    throw new Refusal(
      '--expect takes what "audit verify" printed: a number, a colon and 64 digits.',
    )
  return { number: Number(number), hash }
}
