// npm test, and with --long the tests of faults and endurance. The last line is the sum of all parts.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { count } from './count.mjs'
import { ensureMachine } from './machine.mjs'
import { ensureInstalled, ensureWebBuilt, environment, PreparationFailure } from './prepare.mjs'
import { root, say } from './prepare.mjs'

/** @typedef {{ passed: number, failed: number }} Result */

/** @type {{ name: string, run: () => Promise<Result> }[]} */
const everyday = [
  { name: 'types', run: () => check(['npm', 'run', '--silent', 'types']) },
  { name: 'lint', run: () => check(['npm', 'run', '--silent', 'lint']) },
  {
    name: 'packages, server, web and cli, on the embedded database',
    run: () => vitest(['packages', 'scripts', 'server', 'web', 'cli']),
  },
  {
    name: "server, on the system's PostgreSQL: what the rest stands on",
    run: () => vitest(['server'], { THROUGHLINE_TEST_DATABASE: 'server' }),
  },
  { name: 'journeys in a browser', run: () => vitest(['e2e']) },
]

/** @type {typeof everyday} */
const long = [
  {
    name: 'faults and endurance',
    run: () =>
      vitest(['packages', 'scripts', 'server', 'web', 'cli', 'e2e'], {
        THROUGHLINE_TEST_LONG: '1',
      }),
  },
  {
    name: "server, on the system's PostgreSQL, whole",
    run: () =>
      vitest(['server'], { THROUGHLINE_TEST_DATABASE: 'server', THROUGHLINE_TEST_WHOLE: '1' }),
  },
]

const sum = { passed: 0, failed: 0 }
try {
  ensureInstalled({ development: true })
  ensureMachine()
  ensureWebBuilt()
  for (const part of process.argv.includes('--long') ? long : everyday) {
    console.log(`\n== ${part.name}`)
    const started = Date.now()
    const result = await part.run()
    const seconds = Math.round((Date.now() - started) / 1000)
    console.log(`== ${part.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`)
    sum.passed += result.passed
    sum.failed += result.failed
  }
} catch (error) {
  if (!(error instanceof PreparationFailure)) throw error
  say(error.message)
  sum.failed += 1
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0

/**
 * A check that passes or fails as a whole.
 *
 * @param {string[]} words
 * @returns {Promise<Result>}
 */
async function check(words) {
  const passed = (await execute(words)) === 0
  return { passed: Number(passed), failed: Number(!passed) }
}

/**
 * @param {string[]} projects
 * @param {Record<string, string>} [env]
 * @returns {Promise<Result>}
 */
async function vitest(projects, env = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'throughline-results-'))
  const file = join(directory, 'results.json')
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const code = await execute(
    [
      'node',
      program,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ].concat(projects.map((name) => `--project=${name}`)),
    env,
  )
  try {
    return count(readFileSync(file, 'utf8'), code)
  } catch {
    console.log('Vitest ended without results.')
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * @param {string[]} words
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} the exit code
 */
function execute([program = '', ...words], env = {}) {
  const shell = process.platform === 'win32'
  const options = { cwd: root, env: { ...environment(), ...env }, shell }
  return new Promise((resolve) => {
    spawn(program, words, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
      .on('error', () => resolve(127))
      .on('close', (code) => resolve(code ?? 1))
  })
}
