// Runs one of Throughline's programs on its own Node and ends as it ends.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { environment, findNode, root } from './prepare.mjs'

/**
 * A service gets a process group of its own, so that Ctrl-C reaches it once, through us. It is tied
 * to us by a channel, and we watch the npm that started us: when either is killed, the service hears
 * of it and ends in good order, and its home is free for the next start.
 *
 * @param {string} program relative to the root
 * @param {string[]} words
 */
export function launchService(program, words) {
  const child = start(program, words, { detached: true, stdio: [0, 1, 2, 'ipc'] })
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const name of signals) process.on(name, () => child.kill(name))
  // Whoever starts the script by hand may leave it behind on purpose (nohup).
  if (!process.env.npm_lifecycle_event) return
  const before = ancestors()
  setInterval(() => {
    if (ancestors() !== before) child.kill('SIGTERM')
  }, 1000).unref()
}

/** Our parent and its parent: npm, or a shell and npm. It changes when one of them dies. */
function ancestors() {
  const parent = process.ppid
  try {
    // Of `pid (name) state ppid …` the name may hold anything, so the last bracket counts.
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
    return `${parent} ${stat.slice(stat.lastIndexOf(')')).split(' ')[2]}`
  } catch {
    // Not Linux: there the shell of npm scripts becomes the script, and npm is our parent.
    return String(parent)
  }
}

/**
 * A command shares our terminal: Ctrl-C reaches it directly.
 *
 * @param {string} program relative to the root
 * @param {string[]} words
 */
export function launchCommand(program, words) {
  const child = start(program, words, { stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
}

/**
 * @param {string} program
 * @param {string[]} words
 * @param {import('node:child_process').SpawnOptions} options
 */
function start(program, words, options) {
  const child = spawn(findNode(), [join(root, program), ...words], {
    ...options,
    env: environment(),
  })
  child.on('error', (error) => {
    process.stderr.write(`Node 24 could not be run: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0))
  })
  return child
}
