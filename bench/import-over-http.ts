import { job } from '@throughline/contract/platform'
import {
  filePreview,
  importResult,
  importTranscripts,
  removeTranscript,
} from '@throughline/contract/transcripts'
import { setTimeout as sleep } from 'node:timers/promises'
import { largeStudy } from './inputs/large-study.ts'
import { interview } from './inputs/interview.ts'
import { writers } from './inputs/transcript-files.ts'
import { type Benchmark, judged, type Measured } from './measured.ts'
import { startInstallation } from './server/installation.ts'

const files = 50
const uploadsAtOnce = 4

/** Bringing files in as a browser does: send each, see what it becomes, import them all as long work. */
export const importOverHttp: Benchmark = {
  name: 'import-over-http',
  how: `${files} files of 60 KB of text each: POST uploads (${uploadsAtOnce} at once, kept encrypted, read for the preview), then one import command until its job is done (read again, written, audited one by one). Files a second over both; made by a seed; removed afterwards.`,
  async run(say) {
    const study = await largeStudy(say)
    const installation = await startInstallation(study.place)
    const base = `${installation.origin}/api/studies/${study.smallStudy}`
    const headers = { cookie: study.cookies[0] ?? '' }
    const command = (name: string, body: unknown) =>
      answerOf(
        fetch(`${base}/${name}`, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            'idempotency-key': crypto.randomUUID(),
          },
          body: JSON.stringify(body),
        }),
      )
    const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
      filePreview.parse(
        await answerOf(
          fetch(`${base}/uploads?name=${name}`, {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/octet-stream' },
            body: bytes,
          }),
        ),
      ).upload

    async function bringIn(format: string, inputs: readonly Uint8Array<ArrayBuffer>[]) {
      const started = performance.now()
      const before = installation.cpu()
      const uploads: string[] = []
      const waiting = inputs.entries()
      await Promise.all(
        Array.from({ length: uploadsAtOnce }, async () => {
          for (const [number, bytes] of waiting)
            uploads.push(await upload(`interview-${number}.${format}`, bytes))
        }),
      )
      const sent = performance.now()
      const { job: id } = importTranscripts.answer.parse(
        await command(importTranscripts.name, {
          declared: 'pseudonymised',
          files: uploads.map((one) => ({ upload: one, again: true })),
        }),
      )
      for (;;) {
        const { state, result } = job.parse(
          await answerOf(fetch(`${base}/jobs/${id}`, { headers })),
        )
        if (state === 'done') {
          const done = performance.now()
          const after = installation.cpu()
          const made = importResult.parse(result).files
          const refused = made.find(({ ok }) => !ok)
          if (refused) throw new Error(`${format}: ${refused.message}`)
          for (const { id: transcript } of made.flatMap(({ transcripts }) => transcripts))
            await command(removeTranscript.name, { id: transcript })
          return {
            send: (sent - started) / 1000,
            import: (done - sent) / 1000,
            appCpu: after.app - before.app,
            databaseCpu: after.database - before.database,
          }
        }
        if (state !== 'waiting' && state !== 'running')
          throw new Error(`${format}: the import ended as ${state}.`)
        await sleep(25)
      }
    }

    try {
      const results: Measured[] = []
      for (const [format, write] of Object.entries(writers)) {
        const inputs: Uint8Array<ArrayBuffer>[] = []
        for (let number = 0; number < files; number += 1)
          inputs.push(new Uint8Array(await write(interview(number))))
        await bringIn(format, inputs.slice(0, 4))
        const seconds = await bringIn(format, inputs)
        results.push(
          judged(
            `import ${files} ${format} files, sending and preview included`,
            files / (seconds.send + seconds.import),
            'a second',
            { least: format === 'pdf' ? 8 : 20 },
            {
              sendPerSecond: files / seconds.send,
              importPerSecond: files / seconds.import,
              appCpuMsPerFile: (seconds.appCpu * 1000) / files,
              databaseCpuMsPerFile: (seconds.databaseCpu * 1000) / files,
            },
          ),
        )
      }
      return results
    } finally {
      await installation.stop()
    }
  },
}

async function answerOf(sent: Promise<Response>): Promise<unknown> {
  const answer = await sent
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
