import { largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import type { Outcome } from './load/work.ts'
import { type Benchmark, judged, median, round } from './measured.ts'
import { startInstallation } from './server/installation.ts'

const rounds = 3
const seconds = 8

/** Adding codings over HTTP: durable, audited, told to browsers, once for each key. */
export const addCoding: Benchmark = {
  name: 'add-coding',
  how: `POST add-coding over a real port from clients in another process, each waiting for its answer (keep-alive), at random places of 2,000 transcripts; fsync on. ${rounds} rounds of ${seconds} s at 1, 8 and 64 clients after one to warm up; medians over the rounds. The clients share the machine's cores.`,
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    let seed = Date.now() % 1_000_000_007
    const work = async (clients: number) => {
      const before = installation.cpu()
      const outcome = await putToWork({
        origin: installation.origin,
        cookies: study.cookies,
        clients,
        seconds,
        task: {
          kind: 'add codings',
          study: study.study,
          transcripts: study.transcripts,
          codes: study.codes,
          seed: (seed += 1),
        },
      })
      const after = installation.cpu()
      const each = (part: 'app' | 'database') =>
        ((after[part] - before[part]) * 1000) / outcome.answers
      return { ...outcome, appCpu: each('app'), databaseCpu: each('database') }
    }
    try {
      await work(8)
      const runs = { one: [] as Run[], eight: [] as Run[], many: [] as Run[] }
      for (let turn = 0; turn < rounds; turn += 1) {
        runs.one.push(await work(1))
        runs.eight.push(await work(8))
        runs.many.push(await work(64))
      }
      const one = middle(runs.one)
      const eight = middle(runs.eight)
      const many = middle(runs.many)
      return [
        judged(
          'add a coding on 1,000,000 codings, one client, p95',
          one.p95,
          'ms',
          { most: 10 },
          one,
        ),
        judged('the same, median', one.median, 'ms', null),
        judged('the same, codings a second', one.perSecond, '', null),
        judged(
          `8 clients (${round(eight.perSecond)} a second), times one client’s rate`,
          eight.perSecond / one.perSecond,
          '',
          { least: 2.5 },
          eight,
        ),
        judged(
          `64 clients (${round(many.perSecond)} a second), part of 8’s rate`,
          (many.perSecond / eight.perSecond) * 100,
          '%',
          { least: 80 },
          many,
        ),
        judged(
          'CPU a coding at 8 clients, app and database',
          eight.appCpu + eight.databaseCpu,
          'ms',
          null,
        ),
      ]
    } finally {
      await installation.stop()
    }
  },
}

interface Run extends Outcome {
  readonly appCpu: number
  readonly databaseCpu: number
}

function middle(runs: readonly Run[]) {
  const of = (part: keyof Run) => median(runs.map((run) => run[part]))
  return {
    perSecond: of('perSecond'),
    median: of('median'),
    p95: of('p95'),
    longest: of('longest'),
    appCpu: of('appCpu'),
    databaseCpu: of('databaseCpu'),
  }
}
