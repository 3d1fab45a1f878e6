import { Command, CommanderError } from 'commander'
import { exitCodes, Refusal } from './exit-codes.ts'
import { say } from './output.ts'

// `throughline … | head` has read enough: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

/** By name, each with what puts it into the program. What it needs is loaded when it is asked for: most need the server. */
const commands: Readonly<Record<string, () => Promise<(parent: Command) => void>>> = {
  start: async () => (await import('./start.ts')).addStart,
  stop: async () => (await import('./stop.ts')).addStop,
  example: async () => (await import('./example.ts')).addExample,
  import: async () => (await import('./import.ts')).addImport,
  export: async () => (await import('./export.ts')).addExport,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./restore.ts')).addRestore,
  keys: async () => (await import('./keys.ts')).addKeys,
  audit: async () => (await import('./audit.ts')).addAudit,
  doctor: async () => (await import('./doctor/index.ts')).addDoctor,
  agreement: async () => (await import('./agreement/index.ts')).addAgreement,
  allocate: async () => (await import('./allocate.ts')).addAllocate,
  disclose: async () => (await import('./disclose.ts')).addDisclose,
  qdpx: async () => (await import('./qdpx.ts')).addQdpx,
}

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

// A word may also be a value; one command more does no harm. Without any, all are listed.
const named = Object.entries(commands).filter(([name]) => process.argv.includes(name, 2))
for (const [, load] of named.length > 0 ? named : Object.entries(commands)) (await load())(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = await explain(error)
}

/** Says what went wrong in a sentence where there is one, and gives the exit code. */
async function explain(error: unknown): Promise<number> {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.badSettings
  if (error instanceof Refusal) {
    say(error.message)
    return error.exitCode
  }
  const { diskFull, StartFailure } = await import('@throughline/server/platform/home')
  if (error instanceof StartFailure) {
    say(error.message)
    return error.exitCode
  }
  const { BackupRefused } = await import('@throughline/server/platform/backup')
  if (error instanceof BackupRefused) {
    say(error.message)
    return exitCodes.notInOrder
  }
  const { Problem } = await import('@throughline/server/platform/http/problem')
  if (error instanceof Problem) {
    say(error.message)
    return exitCodes.badSettings
  }
  if (isDiskFull(error)) {
    const { settingsOf } = await import('./installation.ts')
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
