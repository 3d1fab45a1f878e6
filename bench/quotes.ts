import { findQuotes } from '@throughline/contract/quotes'
import { largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import { type Benchmark, judged, type Measured } from './measured.ts'
import { startInstallation } from './server/installation.ts'

const fewest = 100_000

/** The quotes page of a study with 100,000 codings: conditions, groups, and pages further on. */
export const pagesOfQuotes: Benchmark = {
  name: 'quotes',
  how: 'GET quotes (100 a page, with counts of codings and people over the whole answer and for each group) over a real port from one client in another process, 4 s each after 1 s to warm up, on a study of 100,000 codings by 50 coders on 200 transcripts with 300 codes.',
  async run(say) {
    const { place, cookies, middleStudy } = await largeStudy(say)
    const { study, codes } = middleStudy
    const [first = '', second = '', third = '', fourth = ''] = codes
    const installation = await startInstallation(place)
    const path = `/api/studies/${study}/quotes`
    const ask = async (search: Record<string, string>) => {
      const answer = await fetch(
        `${installation.origin}${path}?${new URLSearchParams(search).toString()}`,
        { headers: { cookie: cookies[0] ?? '' } },
      )
      if (!answer.ok) throw new Error(`The quotes answered ${answer.status}.`)
      return findQuotes.answer.parse(await answer.json())
    }
    const measure = async (what: string, search: Record<string, string>): Promise<Measured> => {
      const { total } = await ask(search)
      const paths = [`${path}?${new URLSearchParams(search).toString()}`]
      const work = (seconds: number) =>
        putToWork({
          origin: installation.origin,
          cookies: cookies.slice(0, 1),
          clients: 1,
          seconds,
          task: { kind: 'get', paths },
        })
      await work(1)
      const { p95, ...rest } = await work(4)
      return judged(
        `quotes: ${what} (${total.toLocaleString('en')} found), p95`,
        p95,
        'ms',
        { most: 150 },
        { total, ...rest },
      )
    }
    try {
      const all = await ask({})
      if (all.total < fewest) throw new Error(`The study has ${all.total} codings only.`)
      return [
        await measure('everything, by code', {}),
        await measure('everything, the second page', { after: all.next ?? '' }),
        await measure('everything, by participant', { by: 'participant' }),
        await measure('one of three codes', { any: [first, second, third].join(',') }),
        await measure('overlapped by a code, not by another', { all: first, not: second }),
        await measure('within two turns of a code', { any: first, near: third, within: '2' }),
        await measure('inside another, of one year', { inside: fourth, years: '1' }),
      ]
    } finally {
      await installation.stop()
    }
  },
}
