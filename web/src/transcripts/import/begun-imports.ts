import { listJobs } from '@throughline/contract/platform'
import { importTranscripts } from '@throughline/contract/transcripts'
import { outbox, usePendingCommands } from '../../app/outbox/index.ts'
import { refresh } from '../../app/queries.ts'
import { keepNames } from './import-names.ts'
import { fileListOf } from './sent-files.ts'

/** Files leave the list when the server has heard that they are to be imported, in whatever tab, also after a reload. */
outbox.whenAcknowledged(importTranscripts, async ({ study, body, answer }) => {
  if (study === null) return
  const uploads = new Set(
    body.files.flatMap(({ upload, joined }) => [upload, ...joined.map((file) => file.upload)]),
  )
  const list = fileListOf(study)
  const begun = list.all().filter(({ upload }) => upload !== null && uploads.has(upload))
  keepNames(answer.job, begun)
  list.remove(begun.map(({ key }) => key))
  await refresh(listJobs, { params: { study } })
})

/** Whether an import was asked for of which the server has not heard yet. */
export function useIsAsked(study: string): boolean {
  return usePendingCommands(study, importTranscripts).length > 0
}
