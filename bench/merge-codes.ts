import { mergeCodes } from '@throughline/contract/code-reshaping'
import { listCodes } from '@throughline/contract/coding'
import { undo } from '@throughline/contract/platform'
import { largeStudy } from './inputs/large-study.ts'
import { type Benchmark, judged, median } from './measured.ts'
import { startInstallation } from './server/installation.ts'

const times = 3
const least = 20_000

/** Two codes of 1,000,000 codings become one, and two again. */
export const mergeTwoCodes: Benchmark = {
  name: 'merge-codes',
  how: `POST merge-codes over a real port: the code with the most codings (${least.toLocaleString('en')} at least) of 300 into another of the first level, then undo; medians of ${times} after one to warm up. Durable, audited, every coding remembered.`,
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    const base = `${installation.origin}/api/studies/${study.study}`
    const headers = { cookie: study.cookies[0] ?? '' }
    const send = async (name: string, body: unknown) => {
      const key = crypto.randomUUID()
      const started = performance.now()
      const answer = await fetch(`${base}/${name}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      })
      const said: unknown = await answer.json()
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${JSON.stringify(said)}`)
      return { key, said, seconds: (performance.now() - started) / 1000 }
    }
    try {
      const { codes } = listCodes.answer.parse(
        await (await fetch(`${base}/codes`, { headers })).json(),
      )
      const [from] = codes.toSorted((a, b) => b.codings - a.codings)
      const into = codes.find(
        ({ id, parent, retired }) => id !== from?.id && !retired && parent === null,
      )
      if (!from || !into || from.codings < least)
        throw new Error(`No code of the study has ${least} codings.`)
      const merged: number[] = []
      const undone: number[] = []
      for (let turn = 0; turn <= times; turn += 1) {
        const merge = await send(mergeCodes.name, { into: into.id, from: [from.id] })
        const { moved, folded } = mergeCodes.answer.parse(merge.said)
        if (moved + folded < from.codings)
          throw new Error(`Of ${from.codings} codings ${moved + folded} were merged.`)
        const back = await send(undo.name, { command: merge.key })
        if (turn === 0) continue
        merged.push(merge.seconds)
        undone.push(back.seconds)
      }
      const of = `${from.codings.toLocaleString('en')} codings`
      return [
        judged(`merge a code of ${of} into another`, median(merged), 's', { most: 2 }),
        judged(`undo that merge`, median(undone), 's', { most: 2 }),
      ]
    } finally {
      await installation.stop()
    }
  },
}
