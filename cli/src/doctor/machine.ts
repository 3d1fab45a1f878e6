import { access, constants, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { findHolder, type Home } from '@throughline/server/platform/home'
import type { Settings } from '@throughline/server/platform/settings'
import { fine, type Finding, problem, reasonOf, warning } from './finding.ts'

const gibibyte = 1024 ** 3

export function checkNode(version = process.versions.node): Finding {
  const major = Number.parseInt(version)
  return major >= 24
    ? fine('Node', `Node ${version} runs this.`)
    : problem(
        'Node',
        `This runs on Node ${version}.`,
        'Start it with "npx throughline": that takes Node 24.',
      )
}

/** File names and messages need a terminal that speaks UTF-8; the texts themselves do not depend on it. */
export function checkLocale(env: NodeJS.ProcessEnv = process.env): Finding {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'none'
  return /utf-?8/i.test(locale) || process.platform === 'win32' || process.platform === 'darwin'
    ? fine('Locale', `The terminal speaks UTF-8 (${locale}).`)
    : warning(
        'Locale',
        `The terminal's locale is ${locale}, not a UTF-8 one: names with accents may be shown wrongly.`,
        'Set LANG to one, for example: export LANG=C.UTF-8',
      )
}

export async function checkDisk(what: string, directory: string): Promise<Finding> {
  const disk = await statfs(await firstThatExists(directory))
  const free = disk.bavail * disk.bsize
  const sentence = `${(free / gibibyte).toFixed(1)} GiB are free for ${directory}.`
  const mend = 'Free some space there, or choose another directory.'
  if (free < 0.2 * gibibyte) return problem(what, sentence, mend)
  return free < 2 * gibibyte ? warning(what, sentence, mend) : fine(what, sentence)
}

export async function checkHome(home: Home): Promise<Finding> {
  const place = await firstThatExists(home.directory)
  try {
    await access(place, constants.W_OK | constants.X_OK)
  } catch (error) {
    return problem(
      'Home',
      `This user may not write to ${place} (${reasonOf(error)}).`,
      'Start as the user it belongs to, or choose another directory with THROUGHLINE_HOME or --home.',
    )
  }
  const { uid } = await stat(place)
  const me = process.getuid?.()
  if (place === home.directory && me !== undefined && uid !== me)
    return warning(
      'Home',
      `${place} belongs to another user (number ${uid}), and this one has number ${me}.`,
      'Run Throughline as one user always: otherwise files of one are closed to the other.',
    )
  return fine(
    'Home',
    place === home.directory ? `${place} is there.` : `${home.directory} will be made.`,
  )
}

export async function checkPort({ host, port }: Settings, home: Home): Promise<Finding> {
  const what = `Port ${port}`
  const holder = heldBy(home)
  const server = createServer()
  const error = await new Promise<Error | null>((resolve) => {
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
  if (!error)
    return holder
      ? warning(
          what,
          `Throughline runs (process ${holder.pid}) and does not answer at this port.`,
          `It was perhaps started with another port${holder.url ? `: ${holder.url}` : '.'}`,
        )
      : fine(what, `It is free on ${host}.`)
  if (holder) return fine(what, `Throughline answers there (process ${holder.pid}).`)
  return problem(
    what,
    `It cannot be opened on ${host} (${reasonOf(error)}).`,
    'Stop the program that uses it, or choose another port with --port or THROUGHLINE_PORT.',
  )
}

/** Who runs on the home, where there is one. */
export function heldBy(home: Home) {
  try {
    return findHolder(home)
  } catch {
    // There is no home yet, or it is closed to us: another check says so.
    return undefined
  }
}

async function firstThatExists(directory: string): Promise<string> {
  let place = directory
  while (
    place !== dirname(place) &&
    !(await stat(place).then(
      () => true,
      () => false,
    ))
  )
    place = dirname(place)
  return place
}
