import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { count } from './count.mjs'
import { fingerprint, isInstalled, root } from './prepare.mjs'

let place: string
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'throughline-prepare-'))))
afterEach(() => rmSync(place, { recursive: true, force: true }))

function write(path: string, content: unknown): void {
  mkdirSync(join(place, path, '..'), { recursive: true })
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(place, path), text)
}

describe('an installation', () => {
  const everyday = { development: false }
  const wanted = {
    '': { version: '0.1.0' },
    'packages/text': { version: '0.1.0' },
    'node_modules/@throughline/text': { resolved: 'packages/text', link: true },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    'node_modules/vitest': { version: '5.1.1', integrity: 'sha512-c', dev: true },
  }
  const present = {
    'node_modules/@throughline/text': { resolved: 'packages/text', link: true },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/vitest': { version: '5.1.1', integrity: 'sha512-c', dev: true },
  }
  const lock = (packages: object) => write('package-lock.json', { packages })
  const installed = (packages: object) => write('node_modules/.package-lock.json', { packages })

  test('is whole without the parts of other platforms', () => {
    lock(wanted)
    installed(present)
    expect(isInstalled(place, { development: true })).toBe(true)
  })

  test('is missing in a fresh clone, and after npm was interrupted', () => {
    lock(wanted)
    expect(isInstalled(place, everyday)).toBe(false)
    write('node_modules/zod/package.json', '{}')
    expect(isInstalled(place, everyday)).toBe(false)
  })

  test.each([
    ['another version', { version: '4.6.8', integrity: 'sha512-a' }],
    ['another content under the same version', { version: '4.6.7', integrity: 'sha512-z' }],
  ])('is out of date when the lock file asks for %s', (_, zod) => {
    lock({ ...wanted, 'node_modules/zod': zod })
    installed(present)
    expect(isInstalled(place, everyday)).toBe(false)
  })

  test('is out of date when the lock file names a new part or a new workspace', () => {
    lock({ ...wanted, 'node_modules/uuidv7': { version: '1.2.1' } })
    installed(present)
    expect(isInstalled(place, everyday)).toBe(false)
    lock({ ...wanted, 'node_modules/@throughline/agreement': { resolved: 'x', link: true } })
    expect(isInstalled(place, everyday)).toBe(false)
  })

  test('without the parts for development is whole for use and not for tests', () => {
    lock(wanted)
    const { 'node_modules/vitest': _, ...used } = present
    installed(used)
    expect(isInstalled(place, everyday)).toBe(true)
    expect(isInstalled(place, { development: true })).toBe(false)
  })
})

describe('the fingerprint of sources', () => {
  beforeEach(() => {
    write('web/index.html', '<html>')
    write('web/src/app.ts', 'export {}')
    write('lock.json', '{}')
  })
  const take = () => fingerprint(place, ['web', 'lock.json'])

  test('changes with a word, a name, a new file and the lock file', () => {
    const seen = new Set([take()])
    write('web/src/app.ts', 'export { }')
    seen.add(take())
    write('web/src/more.ts', '')
    seen.add(take())
    rmSync(join(place, 'web/src/more.ts'))
    write('web/src/other.ts', '')
    seen.add(take())
    write('lock.json', '{"a":1}')
    seen.add(take())
    expect(seen.size).toBe(5)
  })

  test('stays when only what was built, installed or is a test changes', () => {
    const before = take()
    write('web/dist/index.html', 'built')
    write('web/node_modules/a/index.js', 'installed')
    write('web/test/app.test.ts', 'a test')
    expect(take()).toBe(before)
  })
})

// npm leaves other platforms out of the lock file when it cannot find the part of just that
// version; such a lock file installs nowhere afresh.
test('the lock file names the parts of every platform', () => {
  const lockSchema = z.object({
    packages: z.record(
      z.string(),
      z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
    ),
  })
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const { packages } = lockSchema.parse(JSON.parse(text))
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})

describe('the sum of a test run', () => {
  const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] }
  const report = {
    numPassedTests: 1,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [passed],
  }
  const sum = (change: Partial<typeof report>, exitCode: number) =>
    count(JSON.stringify({ ...report, ...change }), exitCode)

  test('counts what passed and what failed', () => {
    const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    expect(sum({}, 0)).toEqual({ passed: 1, failed: 0 })
    expect(sum({ numFailedTests: 2, testResults: [passed, failed] }, 1)).toEqual({
      passed: 1,
      failed: 2,
    })
  })

  test('takes a file that could not be loaded, a skipped test and an unwritten one as failed', () => {
    const unloaded = { status: 'failed', assertionResults: [] }
    expect(sum({ testResults: [passed, unloaded] }, 1).failed).toBe(1)
    expect(sum({ numPendingTests: 2, numTodoTests: 1 }, 0).failed).toBe(3)
  })

  test('takes an end in disorder and a run without tests as failed', () => {
    expect(sum({}, 1).failed).toBe(1)
    expect(sum({ numPassedTests: 0, testResults: [] }, 0).failed).toBe(1)
  })
})
