import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { largeStudy } from './inputs/large-study.ts'
import { type Benchmark, judged, median } from './measured.ts'
import { type Installation, type Place, startInstallation } from './server/installation.ts'

const times = 5
const cache = join(import.meta.dirname, '.cache')

/** From the start of the process to its first page: on an empty home, again there, and on the study. */
export const start: Benchmark = {
  name: 'start',
  how: `node server/src/main.ts in its own process until GET / answers; medians of ${times} starts, of 3 on an empty home. Installing and building the web app come before and are not in it.`,
  async run(say) {
    await mkdir(cache, { recursive: true })
    const first: number[] = []
    const second: number[] = []
    const ready: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const directory = await mkdtemp(join(cache, 'start-'))
      // Started by root, the database runs as somebody else, who must get there.
      await chmod(directory, 0o711)
      const place = { home: join(directory, 'home'), keys: join(directory, 'keys') }
      try {
        first.push((await startOnce(place)).pageAfter)
        for (let again = 0; again < 2; again += 1) {
          const started = await startOnce(place)
          second.push(started.pageAfter)
          ready.push(started.readyAfter)
        }
      } finally {
        await rm(directory, { recursive: true, force: true })
      }
    }
    const { place } = await largeStudy(say)
    const large: number[] = []
    for (let round = 0; round < times; round += 1) large.push((await startOnce(place)).pageAfter)
    return [
      judged('first start, on an empty home', median(first), 's', null),
      judged('second start', median(second), 's', null, { ready: median(ready) }),
      judged('start on a study of 1,000,000 codings', median(large), 's', { most: 3 }),
    ]
  },
}

async function startOnce(place: Place): Promise<Installation> {
  const installation = await startInstallation(place)
  await installation.stop()
  return installation
}
