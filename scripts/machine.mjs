// What the tests need from the machine beside Node: a browser, the system's PostgreSQL, and programs
// that open what we write.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PreparationFailure, say } from './prepare.mjs'

/** Debian's package for each need, and whether the need is met. */
const needs = [
  { debian: 'chromium', met: () => onPath('chromium') },
  { debian: 'postgresql', met: hasPostgres },
  { debian: 'libreoffice-writer-nogui', met: () => onPath('soffice') },
  { debian: 'poppler-utils', met: () => onPath('pdftotext') },
]

/** Installs what is missing where we may (root on Debian); otherwise says what to install. */
export function ensureMachine() {
  const missing = needs.filter((need) => !need.met()).map((need) => need.debian)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new PreparationFailure(
      `The tests need ${missing.join(', ')} (names of Debian's packages), which this machine ` +
        `lacks. On Debian: sudo apt-get install ${missing.join(' ')}`,
    )
  }
  say(`Installing ${missing.join(', ')} …`)
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const result = spawnSync('apt-get', words, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (result.status !== 0) {
      throw new PreparationFailure(`apt-get ${words.join(' ')} failed; it says why above.`)
    }
  }
}

/** @param {string} program */
function onPath(program) {
  const directories = (process.env.PATH ?? '').split(delimiter)
  return directories.some((directory) => existsSync(join(directory, program)))
}

function hasPostgres() {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return false
  return readdirSync(versions).some((name) => existsSync(join(versions, name, 'bin', 'postgres')))
}
