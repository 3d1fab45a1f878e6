import * as contract from '@throughline/contract/transcripts'
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

/** Takes file after file; begun again after a crash, it finds those that are done by their keys. */
export function importJob(platform: Platform): JobKind<Input> {
  return {
    kind,
    input: contract.importTranscripts.body,
    may: '',
    async work({ study, job, account, input, progress }) {
      const files = []
      for (const [index, file] of input.files.entries()) {
        await progress(index, input.files.length)
        files.push(
          await importFile(
            platform,
            { account, study, key: keyOf(job, index) },
            input.declared,
            file,
          ),
        )
      }
      await progress(input.files.length, input.files.length)
      return { files }
    },
  }
}

/** The same key for the same file of the same job, as a UUID of version 8 (RFC 9562). */
function keyOf(job: string, index: number): string {
  const hex = createHash('sha256').update(`${job} ${index}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
