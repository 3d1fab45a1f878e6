import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { type Place, settingsOf } from '../installation.ts'
import { result, resultAsJson } from '../output.ts'
import { checkDatabase } from './database.ts'
import { type Finding, problem, reasonOf } from './finding.ts'
import { checkKeys } from './keys.ts'
import { checkDisk, checkHome, checkLocale, checkNode, checkPort } from './machine.ts'
import { checkMail } from './mail.ts'

export function addDoctor(parent: Command): void {
  parent
    .command('doctor')
    .description(
      'Look for what is wrong with this machine and this installation, and say how to mend it.',
    )
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const findings = await examine(command.optsWithGlobals<Place>())
      if (options.json) resultAsJson({ findings })
      else for (const finding of findings) result(asText(finding))
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = exitCodes.notInOrder
    })
}

async function examine(place: Place): Promise<Finding[]> {
  const { settings, home, databaseUrl } = settingsOf(place)
  const { findings, instance } = await checkDatabase(home, databaseUrl)
  const looks: (() => Finding | Promise<Finding>)[] = [
    () => checkNode(),
    () => checkLocale(),
    () => checkHome(home),
    () => checkDisk('Space', home.directory),
    () => checkKeys(home, instance),
    () => checkPort(settings, home),
    () => checkMail(settings),
  ]
  const looked: Finding[] = []
  for (const look of looks)
    looked.push(
      await Promise.resolve()
        .then(look)
        .catch((error: unknown) =>
          problem('This machine', reasonOf(error), 'Mend that, then look again.'),
        ),
    )
  return [...looked, ...findings]
}

const marks = { fine: 'ok     ', warning: 'note   ', problem: 'PROBLEM' }

function asText({ what, state, found, mend }: Finding): string {
  const line = `${marks[state]}  ${what}: ${found}`
  return mend === null ? line : `${line}\n         → ${mend}`
}
