import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveHome, type Home } from '../src/platform/home/index.ts'

export type TestHome = { home: Home; remove(): Promise<void> }

/** A throw-away home in the system's temporary directory; `inside` names folders on the way to it. */
export async function makeTestHome(...inside: string[]): Promise<TestHome> {
  const directory = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  // Under root the database runs as another user, who must be able to pass.
  await chmod(directory, 0o711)
  return {
    home: resolveHome({
      THROUGHLINE_HOME: join(directory, ...inside, 'home'),
      THROUGHLINE_KEYS: join(directory, 'keys'),
    }),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
