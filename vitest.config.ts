import { defineConfig } from 'vitest/config'

// `npm run test:long` runs the files that end in .long.test.ts, and nothing else does.
const long = process.env.THROUGHLINE_TEST_LONG === '1'
const ending = long ? 'long.test.{ts,tsx}' : 'test.{ts,tsx}'
const others = long ? [] : ['**/*.long.test.{ts,tsx}']

// On the system's server only what asks something of a database is worth a second run: every day what all the rest
// stands on, and the whole of it with the long tests.
const whole = process.env.THROUGHLINE_TEST_WHOLE === '1'
const notTwice = ['server/test/postgres/**', 'server/test/transcripts/{hostile,bad}-files.test.ts']
const notTwiceEveryDay = [
  'server/test/{backup,contract,example,mail,reporting,themes}/**',
  'server/test/coding/!(codings).test.ts',
  'server/test/study/!(row-level-security).test.ts',
  'server/test/transcripts/!(imports).test.ts',
]
const onceIsEnough =
  process.env.THROUGHLINE_TEST_DATABASE === 'server'
    ? [...notTwice, ...(whole ? [] : notTwiceEveryDay)]
    : []

function project(name: string, folders: string[], globalSetup: string[] = []) {
  return {
    test: {
      name,
      include: folders.map((folder) => `${folder}/**/*.${ending}`),
      exclude: ['**/node_modules/**', ...others, ...onceIsEnough],
      globalSetup,
      testTimeout: long ? 20 * 60_000 : 2 * 60_000,
      hookTimeout: 5 * 60_000,
      // a busy machine is slow, not wrong
      expect: { poll: { timeout: 15_000 } },
    },
  }
}

export default defineConfig({
  test: {
    // Most of a test is waiting: for a disk, a browser, another process. More of them than cores wait side by side.
    // Faults are tried one after the other: a killed process must not be another test's.
    maxWorkers: long ? 1 : 4,
    projects: [
      project('packages', ['packages', 'contract']),
      project('scripts', ['scripts', 'bench']),
      project('server', ['server'], ['server/test/global-setup.ts']),
      project('web', ['web']),
      project('cli', ['cli']),
      project('e2e', ['e2e'], ['e2e/web-app.mjs']),
    ],
  },
})
