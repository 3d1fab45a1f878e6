import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const planted: string[] = []

/** Puts a file that breaks a rule into the house for as long as the test runs. */
async function plant(path: string, content: string): Promise<void> {
  planted.push(`${root}${path}`)
  await writeFile(`${root}${path}`, content)
}

async function check(folder: string): Promise<{ passed: boolean; said: string }> {
  try {
    const { stdout } = await promisify(execFile)(
      'node_modules/.bin/depcruise',
      ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', folder],
      { cwd: root },
    )
    return { passed: true, said: stdout }
  } catch (error) {
    return {
      passed: false,
      said: error instanceof Error && 'stdout' in error ? String(error.stdout) : '',
    }
  }
}

afterEach(async () => {
  await Promise.all(planted.splice(0).map((path) => rm(path, { force: true })))
})

describe('the arrows', () => {
  test.each([
    [
      'study/planted.ts',
      `export { coding } from '../coding/index.ts'\n`,
      'server-study-looks-back-only',
    ],
    [
      'platform/planted.ts',
      `export { study } from '../study/index.ts'\n`,
      'server-platform-looks-back-only',
    ],
    [
      'themes/planted.ts',
      `export { readCodes } from '../coding/code-list.ts'\n`,
      'rooms-by-their-front-door',
    ],
    [
      'coding/planted.ts',
      `export { createRoot } from '../../../web/src/app/client.ts'\n`,
      'server-serves-no-page',
    ],
  ])('catch a wrong import planted in server/src/%s', async (path, content, rule) => {
    await plant(`server/src/${path}`, content)
    const { passed, said } = await check(`server/src/${path}`)
    expect(said).toContain(rule)
    expect(passed).toBe(false)
  })

  test('catch a package that reads files, and one that knows the server', async () => {
    await plant(
      'packages/text/src/planted.ts',
      `import { readFileSync } from 'node:fs'\nexport { readFileSync }\n`,
    )
    await plant(
      'packages/text/src/planted-too.ts',
      `export { rooms } from '../../../server/src/rooms.ts'\n`,
    )
    const { passed, said } = await check('packages/text/src')
    expect(said).toContain('science-does-no-io')
    expect(said).toContain('science-stands-alone')
    expect(passed).toBe(false)
  })

  test('let the house as it stands pass, and see its files', async () => {
    const { said, passed } = await check('server')
    expect(passed, said).toBe(true)
    const cruised = Number(/\((\d+) modules/.exec(said)?.[1] ?? 0)
    expect(cruised).toBeGreaterThan(50)
  })
})
