// What must stand before Throughline can run: its parts, its Node, its web app. Runs on any Node from
// 20 on, before anything is installed, so it uses nothing but Node itself. All it says goes to
// standard error: standard output belongs to the command that is being prepared.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A step that failed, told in a sentence. */
export class PreparationFailure extends Error {}

/**
 * Installs the parts when they are missing or differ from package-lock.json.
 *
 * @param {{ development?: boolean }} [options] development: the parts for tests and checks as well
 */
export function ensureInstalled({ development = false } = {}) {
  requireNode20()
  if (isInstalled(root, { development })) return
  say('Installing what Throughline is made of. The first time this takes a minute or two …')
  const result = npm(['ci', '--include=dev', '--include=optional', '--loglevel=error'], 'loud')
  if (result.status !== 0) {
    throw new PreparationFailure(
      'The installation failed; npm says why above. Check the connection to the network and the ' +
        'space on the disk, then run the same command again.',
    )
  }
}

function requireNode20() {
  if (Number.parseInt(process.versions.node) >= 20) return
  throw new PreparationFailure(
    `Throughline needs Node 20 or newer to start, and this is ${process.versions.node}. ` +
      'Get a newer one from https://nodejs.org.',
  )
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm itself writes what it installed
 * into node_modules/.package-lock.json, as the last thing it does: an interrupted installation has
 * none.
 *
 * @param {string} directory
 * @param {{ development: boolean }} options
 */
export function isInstalled(directory, { development }) {
  const wanted = readPackages(join(directory, 'package-lock.json'))
  const present = readPackages(join(directory, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, part]) => {
    if (!path.includes('node_modules/')) return true
    const found = present[path]
    if (!found) return part.optional || (part.dev && !development)
    return found.version === part.version && found.integrity === part.integrity
  })
}

/** @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, dev?: boolean }> | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** What the web app is built from; relative to the root. */
const webSources = ['web', 'packages', 'contract', 'package-lock.json']

/** Builds the web app when its sources changed since the last build. */
export function ensureWebBuilt() {
  const stamp = join(root, 'web', 'dist', '.built-from')
  const sources = fingerprint(root, webSources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  say('Building the web app …')
  const result = npm(['run', 'build', '-w', '@throughline/web'], 'quiet')
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    throw new PreparationFailure('The web app could not be built; the reason stands above.')
  }
  writeFileSync(stamp, sources)
}

/**
 * A hash over names and contents of all files below the given paths, but for what is installed,
 * built or a test.
 *
 * @param {string} directory
 * @param {string[]} paths relative to `directory`
 */
export function fingerprint(directory, paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const entries = readdirSync(join(directory, path), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (['node_modules', 'dist', 'test'].includes(entry.name)) continue
      const below = `${path}/${entry.name}`
      if (entry.isDirectory()) visit(below)
      else if (entry.isFile()) add(below)
    }
  }
  const add = (path) => {
    const content = readFileSync(join(directory, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  for (const path of paths) (path.includes('.') ? add : visit)(path)
  return hash.digest('hex')
}

/** The Node that Throughline runs on: the one that npm installed with it, or a new enough own one. */
export function findNode() {
  const name = `${process.platform}-${process.arch}`
  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = ['node', 'node-bin'].map((prefix) =>
    join(root, 'node_modules', `${prefix}-${name}`.replace('win32', 'win'), 'bin', program),
  )
  const found = installed.find((path) => existsSync(path))
  if (found) return found
  if (Number.parseInt(process.versions.node) >= 24) return process.execPath
  throw new PreparationFailure(
    `Throughline runs on Node 24, which npm did not install for ${name}. Run npm ci without ` +
      '--omit=optional, or use Node 24 or newer from https://nodejs.org.',
  )
}

/** The environment in which `node` and the installed programs are Throughline's own. */
export function environment() {
  const own = [dirname(findNode()), join(root, 'node_modules', '.bin')]
  return { ...process.env, PATH: [...own, process.env.PATH ?? ''].join(delimiter) }
}

/**
 * Runs npm in the repository, whichever npm runs this script.
 *
 * @param {string[]} words
 * @param {'loud' | 'quiet'} voice quiet: what it says is returned, not shown
 */
function npm(words, voice) {
  const options = {
    cwd: root,
    encoding: /** @type {const} */ ('utf8'),
    maxBuffer: 64 * 1024 * 1024,
    // What npm prints is no result of the command that is being prepared: 2 is standard error.
    stdio: voice === 'loud' ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
    // Whoever asks for the build, such as a test, it is the one that users get.
    env: voice === 'loud' ? process.env : { ...process.env, NODE_ENV: 'production' },
  }
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return spawnSync(process.execPath, [script, ...words], options)
  return spawnSync('npm', words, { ...options, shell: process.platform === 'win32' })
}

/** @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}

/**
 * Runs the main procedure of a script; a step that failed ends it with its sentence alone.
 *
 * @param {() => void | Promise<void>} procedure
 */
export async function run(procedure) {
  try {
    await procedure()
  } catch (error) {
    if (!(error instanceof PreparationFailure)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
