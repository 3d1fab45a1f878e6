import { largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import { type Benchmark, judged, median } from './measured.ts'
import { startInstallation } from './server/installation.ts'

const times = 5

/** 20,000 codings with their words as CSV, and how long somebody else waits meanwhile. */
export const exportCodings: Benchmark = {
  name: 'export',
  how: `GET export/codings as CSV, median of ${times} after one to warm up, while another client reads a transcript's 500 codings without pause; beside it that client alone.`,
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    const path = `/api/studies/${study.smallStudy}/export/codings?as=csv`
    const fetchOnce = async () => {
      const started = performance.now()
      const answer = await fetch(installation.origin + path, {
        headers: { cookie: study.cookies[0] ?? '' },
      })
      const lines = (await answer.text()).split('\r\n').length - 2
      if (!answer.ok || lines < 20_000)
        throw new Error(`The export answered ${answer.status} with ${lines} codings.`)
      return (performance.now() - started) / 1000
    }
    const other = (seconds: number) =>
      putToWork({
        origin: installation.origin,
        cookies: study.cookies.slice(1, 2),
        clients: 1,
        seconds,
        task: {
          kind: 'get',
          paths: study.transcripts.map(
            (id) => `/api/studies/${study.study}/transcripts/${id}/codings`,
          ),
        },
      })
    try {
      await fetchOnce()
      const alone = await other(4)
      const meanwhile = other(8)
      const seconds: number[] = []
      for (let turn = 0; turn < times; turn += 1) seconds.push(await fetchOnce())
      const beside = await meanwhile
      return [
        judged('export 20,000 codings to CSV', median(seconds), 's', { most: 1 }),
        judged('another client’s read meanwhile, p95', beside.p95, 'ms', null, {
          longest: beside.longest,
          alone: alone.p95,
        }),
        judged('the longest of them', beside.longest, 'ms', null),
      ]
    } finally {
      await installation.stop()
    }
  },
}
