import type { Command } from 'commander'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Place } from './installation.ts'

const program = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))

export function addStart(parent: Command): void {
  parent
    .command('start')
    .description('Start Throughline and keep it running until Ctrl-C or "throughline stop".')
    .action(async (_options: unknown, command: Command) => {
      const place: Place = command.optsWithGlobals()
      const flags = Object.entries(place).flatMap(([name, value]) => [`--${name}`, String(value)])
      const child = spawn(process.execPath, [program, ...flags], { stdio: 'inherit' })
      // Ctrl-C reaches the child by the terminal; what is sent to us alone is handed on.
      process.on('SIGINT', () => undefined)
      for (const signal of ['SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => child.kill(signal))
      const [code] = await once(child, 'exit')
      process.exitCode = typeof code === 'number' ? code : 1
    })
}
