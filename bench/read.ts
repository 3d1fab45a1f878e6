import { largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import { type Benchmark, judged, type Measured } from './measured.ts'
import { startInstallation } from './server/installation.ts'

/** What every browser asks again and again, over HTTP on 1,000,000 codings. */
export const read: Benchmark = {
  name: 'read',
  how: 'GET over a real port from one client in another process, 5 s each after 2 s to warm up.',
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    const base = `/api/studies/${study.study}`
    const measure = async (
      what: string,
      most: number | null,
      paths: string[],
    ): Promise<Measured> => {
      const work = (seconds: number) =>
        putToWork({
          origin: installation.origin,
          cookies: study.cookies,
          clients: 1,
          seconds,
          task: { kind: 'get', paths },
        })
      await work(2)
      const { p95, ...rest } = await work(5)
      return judged(`${what}, p95`, p95, 'ms', most === null ? null : { most }, rest)
    }
    try {
      return [
        await measure(
          'a transcript’s 500 codings',
          15,
          study.transcripts.map((id) => `${base}/transcripts/${id}/codings`),
        ),
        await measure(
          'a transcript of 60 KB with its turns',
          null,
          study.transcripts.map((id) => `${base}/transcripts/${id}`),
        ),
        await measure('300 codes with counts of codings and people', null, [`${base}/codes`]),
        await measure('how far coding has come, for the home page', null, [
          `${base}/counts/coding`,
        ]),
        await measure('strips of the first 200 transcripts', null, [`${base}/coding-strips`]),
        await measure('2,000 transcripts as a list', null, [`${base}/transcripts`]),
      ]
    } finally {
      await installation.stop()
    }
  },
}
