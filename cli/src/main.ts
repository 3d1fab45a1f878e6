import { BackupRefused } from '@throughline/server/platform/backup'
import { diskFull, StartFailure } from '@throughline/server/platform/home'
import { Problem } from '@throughline/server/platform/http/problem'
import { Command, CommanderError } from 'commander'
import { addAgreement } from './agreement/index.ts'
import { addAllocate } from './allocate.ts'
import { addAudit } from './audit.ts'
import { addBackup } from './backup.ts'
import { addDisclose } from './disclose.ts'
import { addDoctor } from './doctor/index.ts'
import { addExample } from './example.ts'
import { exitCodes, Refusal } from './exit-codes.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { settingsOf } from './installation.ts'
import { addKeys } from './keys.ts'
import { say } from './output.ts'
import { addQdpx } from './qdpx.ts'
import { addRestore } from './restore.ts'
import { addStart } from './start.ts'
import { addStop } from './stop.ts'

const program = new Command('throughline')
  .description(
    'Carries an interview study from the first advert to the change that its findings bring about.',
  )
  .option('--home <directory>', 'where this installation keeps its state (THROUGHLINE_HOME)')
  .option('--keys <directory>', 'where its instance key lies (THROUGHLINE_KEYS)')
  .option('--port <number>', 'the port of the app (THROUGHLINE_PORT)')
  .option('--host <address>', 'the address that the app listens on (THROUGHLINE_HOST)')
  .showHelpAfterError('(--help tells more)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Results go to standard output, everything else to standard error.
Exit codes: 0 done, 1 a fault, 2 wrong use or settings, 3 the home is in use, 4 no database, 5 the disk is full,
6 done in part, 7 damaged or not in order.`,
  )

for (const add of [
  addStart,
  addStop,
  addExample,
  addImport,
  addExport,
  addBackup,
  addRestore,
  addKeys,
  addAudit,
  addDoctor,
  addAgreement,
  addDisclose,
  addAllocate,
  addQdpx,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
}

/** Says what went wrong in a sentence where there is one, and gives the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.badSettings
  if (error instanceof StartFailure || error instanceof Refusal) {
    say(error.message)
    return error.exitCode
  }
  if (error instanceof BackupRefused) {
    say(error.message)
    return exitCodes.notInOrder
  }
  if (error instanceof Problem) {
    say(error.message)
    return exitCodes.badSettings
  }
  if (isDiskFull(error)) {
    const full = diskFull(settingsOf(program.opts()).home.directory, error)
    say(full.message)
    return full.exitCode
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return exitCodes.fault
}

function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === '53100')
  )
}
