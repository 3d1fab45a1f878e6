import {
  findHolder,
  type Home,
  type HomeHolder,
  prepareHome,
} from '@throughline/server/platform/home'
import type { Command } from 'commander'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodes, Refusal } from './exit-codes.ts'
import { type Place, settingsOf } from './installation.ts'
import { say } from './output.ts'

const patience = 60_000

export function addStop(parent: Command): void {
  parent
    .command('stop')
    .description('Stop the Throughline that runs on this home. Nothing is lost.')
    .action(async (_options: unknown, command: Command) => {
      const { home } = settingsOf(command.optsWithGlobals<Place>())
      await prepareHome(home)
      const holder = await findNamedHolder(home)
      if (!holder) return say(`Throughline does not run on ${home.directory}.`)
      process.kill(holder.pid, 'SIGTERM')
      const deadline = Date.now() + patience
      while (findHolder(home)?.pid === holder.pid) {
        if (Date.now() > deadline)
          throw new Refusal(
            `Process ${holder.pid} has not ended within a minute. Look at what it is doing, or end it with kill -9 ` +
              `${holder.pid}: what was acknowledged is safe.`,
            exitCodes.homeInUse,
          )
        await sleep(100)
      }
      say('Throughline has stopped.')
    })
}

/** Who has just taken the home writes a moment later who it is. */
async function findNamedHolder(home: Home): Promise<HomeHolder | undefined> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const holder = findHolder(home)
    if (holder) return holder
    await sleep(50)
  }
  return undefined
}
