import { job } from '@throughline/contract/platform'
import {
  filePreview,
  importResult,
  importTranscripts,
  removeTranscript,
} from '@throughline/contract/transcripts'
import { setTimeout as sleep } from 'node:timers/promises'
import { type HostileFile, hostileFiles } from './inputs/hostile-files.ts'
import { type LargeStudy, largeStudy } from './inputs/large-study.ts'
import { putToWork } from './load/put-to-work.ts'
import { type Benchmark, judged, type Measured } from './measured.ts'
import { type Installation, startInstallation } from './server/installation.ts'

/** What somebody else waits while files are read that ask for more than any transcript does. */
export const readHostileFiles: Benchmark = {
  name: 'hostile-files',
  how: 'Each file is sent, previewed and, where that can be done, imported and removed, while another person opens the study’s home and its list of transcripts over and over from another process; the worst of rounds of 4 s.',
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    try {
      const { p95, longest } = await waitOfOthers(installation, study, sleep(4_000))
      const results: Measured[] = [
        judged('a page while no file is read', p95, 'ms (p95)', null, { longest }),
      ]
      for (const file of hostileFiles()) {
        const work = bringIn(installation, study, file)
        const wait = await waitOfOthers(installation, study, work)
        const { seconds, outcome } = await work
        say(
          `${file.name}: ${outcome} (${seconds.toFixed(1)} s; longest wait ${wait.longest.toFixed(0)} ms)`,
        )
        results.push(
          judged(
            `a page while “${file.name}” is read`,
            wait.p95,
            'ms (p95)',
            { most: 200 },
            { longest: wait.longest, seconds },
          ),
        )
      }
      return results
    } finally {
      await installation.stop()
    }
  },
}

async function waitOfOthers(
  { origin }: Installation,
  { cookies, smallStudy }: LargeStudy,
  until: Promise<unknown>,
): Promise<{ p95: number; longest: number }> {
  const base = `/api/studies/${smallStudy}`
  const state = { over: false }
  const end = () => {
    state.over = true
  }
  until.then(end, end)
  const worst = { p95: 0, longest: 0 }
  do {
    const round = await putToWork({
      origin,
      cookies: cookies.slice(0, 1),
      clients: 1,
      seconds: 4,
      task: { kind: 'get', paths: [`${base}/home`, `${base}/transcripts`] },
    })
    worst.p95 = Math.max(worst.p95, round.p95)
    worst.longest = Math.max(worst.longest, round.longest)
  } while (!state.over)
  return worst
}

/** Sends one file as a browser does; gives what became of it in words. */
async function bringIn(
  { origin }: Installation,
  { cookies, smallStudy }: LargeStudy,
  { name, bytes }: HostileFile,
): Promise<{ seconds: number; outcome: string }> {
  const base = `${origin}/api/studies/${smallStudy}`
  const started = performance.now()
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const binary = body instanceof Uint8Array
    const answer = await fetch(`${base}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        cookie: cookies[1] ?? '',
        'content-type': binary ? 'application/octet-stream' : 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      ...(body === undefined
        ? {}
        : { body: binary ? new Blob([new Uint8Array(body)]) : JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const done = (outcome: string) => ({ seconds: (performance.now() - started) / 1000, outcome })
  const { upload, problem } = filePreview.parse(
    await ask(`uploads?name=${encodeURIComponent(name)}`, bytes),
  )
  if (problem) return done(problem.message)
  const { job: id } = importTranscripts.answer.parse(
    await ask(importTranscripts.name, {
      declared: 'pseudonymised',
      files: [{ upload, again: true }],
    }),
  )
  for (;;) {
    const { state, result } = job.parse(await ask(`jobs/${id}`))
    if (state === 'done') {
      const [file] = importResult.parse(result).files
      for (const transcript of file?.transcripts ?? [])
        await ask(removeTranscript.name, { id: transcript.id })
      return done(file?.ok ? 'imported' : (file?.message ?? 'nothing'))
    }
    if (state !== 'waiting' && state !== 'running')
      throw new Error(`${name}: the import ended as ${state}.`)
    await sleep(100)
  }
}
