import * as contract from '@throughline/contract/transcripts'
import type { ImportedFile } from '@throughline/contract/transcripts'
import { createHash } from 'node:crypto'
import { useCase } from '../platform/commands/step.ts'
import type { JobKind } from '../platform/jobs/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { importFile } from './import-file.ts'

const kind = 'import transcripts'
type Input = ReturnType<typeof contract.importTranscripts.body.parse>

/** Asks for sent files to be imported as long work. */
export const importTranscripts = useCase({
  command: contract.importTranscripts,
  may: 'import transcripts',
  async run(context, body) {
    const job = await context.platform.jobs.add(context, kind, body, body.files.length)
    return {
      answer: { job },
      subject: { kind: 'job', id: job },
      detail: { files: body.files.length, declared: body.declared },
      events: [{ name: 'job.progress', may: '', data: { job } }],
    }
  },
})

/** Files in work at a time: one is read while another is written and a third waits for the disk. */
const atOnce = 4
/** Milliseconds between two tellings of the progress. */
const tellEvery = 250

/** Takes file after file; begun again after a crash, it finds those that are done by their keys. */
export function importJob(platform: Platform): JobKind<Input> {
  return {
    kind,
    input: contract.importTranscripts.body,
    may: '',
    async work({ study, job, account, input, progress }) {
      const { files, declared } = input
      const results = new Map<number, ImportedFile>()
      let next = 0
      let told = 0
      const takeFiles = async () => {
        while (next < files.length) {
          const index = next
          next += 1
          const file = files[index]
          if (!file) return
          if (Date.now() - told >= tellEvery) {
            told = Date.now()
            await progress(results.size, files.length)
          }
          const key = keyOf(job, index)
          results.set(index, await importFile(platform, { account, study, key }, declared, file))
        }
      }
      const takers = Array.from({ length: atOnce }, () =>
        takeFiles().catch((error: unknown) => {
          // Cancelled, or the database is away: the others finish the file that they have in hand, and stop.
          next = files.length
          throw error
        }),
      )
      const ended = await Promise.allSettled(takers)
      for (const end of ended) if (end.status === 'rejected') throw end.reason
      await progress(files.length, files.length)
      return { files: files.map((_, index) => results.get(index)) }
    },
  }
}

/** The same key for the same file of the same job, as a UUID of version 8 (RFC 9562). */
function keyOf(job: string, index: number): string {
  const hex = createHash('sha256').update(`${job} ${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
