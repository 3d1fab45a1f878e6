import { getJob } from '@throughline/contract/platform'
import {
  type FilePreview,
  getTranscript,
  importResult,
  importTranscripts,
  listTranscripts,
  uploadFile,
} from '@throughline/contract/transcripts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { Person } from '../app.ts'

/** Sends a file and gives what the server says that it would become. */
export async function sent(
  person: Person,
  study: string,
  name: string,
  content: Uint8Array | string,
): Promise<FilePreview> {
  const reply = await person.upload(uploadFile, { study }, { name }, Buffer.from(content))
  return reply.answer()
}

type Asked = z.input<typeof importTranscripts.body>

/** Imports sent files and waits until all that is over. Gives a result for each file, in the order asked. */
export async function imported(
  person: Person,
  study: string,
  files: (Asked['files'][number] | string)[],
  declared: Asked['declared'] = 'pseudonymised',
) {
  const body = {
    declared,
    files: files.map((file) => (typeof file === 'string' ? { upload: file } : file)),
  }
  const { job } = (await person.send(importTranscripts, body, { study })).answer()
  return resultOf(person, study, job)
}

/** Waits for a job and gives its result. */
export async function resultOf(person: Person, study: string, job: string) {
  for (;;) {
    const { state, result, message } = (await person.get(getJob, { study, job })).answer()
    if (state === 'done') return importResult.parse(result).files
    if (state !== 'waiting' && state !== 'running') throw new Error(`${state}: ${message}`)
    await sleep(50)
  }
}

/** Sends a file, imports it, and gives its transcripts. */
export async function broughtIn(
  person: Person,
  study: string,
  name: string,
  content: Uint8Array | string,
  choices: Omit<Asked['files'][number], 'upload'> = {},
  declared: Asked['declared'] = 'pseudonymised',
) {
  const { upload } = await sent(person, study, name, content)
  const [file] = await imported(person, study, [{ upload, ...choices }], declared)
  if (!file?.ok) throw new Error(`${name}: ${file?.message}`)
  return file.transcripts
}

export async function transcriptsOf(person: Person, study: string) {
  return (await person.get(listTranscripts, { study })).answer().transcripts
}

export async function textOf(person: Person, study: string, transcript = '') {
  return (await person.get(getTranscript, { study, transcript })).answer()
}
