import { z } from 'zod'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, line } from './platform.ts'
import { speakerRole } from './transcripts.ts'

/** At most so many transcripts in one step. */
export const mostTranscripts = 2_000

const transcripts = z.array(id).min(1).max(mostTranscripts)

export const folder = z.object({ id, name: z.string() })
export type Folder = z.infer<typeof folder>

export const listFolders = query({
  name: 'list-folders',
  path: '/api/studies/:study/folders',
  summary: 'The folders of the transcripts, in their order. Folders hold no folders.',
  params: inStudy,
  search: nothing,
  answer: z.object({ folders: z.array(folder) }),
})

export const addFolder = command({
  name: 'add-folder',
  summary: 'Add a folder for transcripts, behind the others.',
  body: z.object({ id, name: line(100) }),
  answer: z.object({ id }),
})

export const changeFolder = command({
  name: 'change-folder',
  summary: 'Rename a folder, or put it before another (`before` null: behind all).',
  body: z.object({ id, name: line(100).optional(), before: id.nullable().optional() }),
  answer: z.object({ id }),
})

export const removeFolder = command({
  name: 'remove-folder',
  summary: 'Remove a folder. Its transcripts stay, in no folder.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const moveTranscripts = command({
  name: 'move-transcripts',
  summary:
    'Put transcripts into a folder, or into none, one behind the other and before another transcript there (`before` null: behind all).',
  body: z.object({ transcripts, folder: id.nullable(), before: id.nullable().default(null) }),
  answer: z.object({ moved: z.number().int() }),
})

/** What became of each transcript of a step over many. */
const outcome = z.object({
  done: z.array(id),
  refused: z.array(z.object({ id, reason: z.string() })),
})
export type Outcome = z.infer<typeof outcome>

export const changeTranscripts = command({
  name: 'change-transcripts',
  summary: 'Rename many transcripts, or say whose they are, in one step.',
  body: z.object({
    transcripts: z
      .array(z.object({ id, title: line(300).optional(), participant: id.nullable().optional() }))
      .min(1)
      .max(mostTranscripts)
      .refine((all) => new Set(all.map((one) => one.id)).size === all.length, {
        message: 'a transcript stands twice in the list',
      }),
  }),
  answer: outcome,
})

export const setSpeakerRoles = command({
  name: 'set-speaker-roles',
  summary:
    'Say of labels what they are in many transcripts, in one step. The labels of a raw transcript are sealed, so it is refused.',
  body: z.object({
    transcripts,
    roles: z
      .array(z.object({ label: z.string().max(200), role: speakerRole }))
      .min(1)
      .max(100),
  }),
  answer: outcome,
})

export const releaseTranscripts = command({
  name: 'release-transcripts',
  summary: 'Declare many raw transcripts pseudonymised. It cannot be undone.',
  body: z.object({ transcripts }),
  answer: outcome,
})

export const removeTranscripts = command({
  name: 'remove-transcripts',
  summary:
    'Remove many transcripts with their originals; those on which codings stand are left. It cannot be undone.',
  body: z.object({ transcripts }),
  answer: outcome,
})

export const listSpeakers = query({
  name: 'list-speakers',
  path: '/api/studies/:study/speakers',
  summary: 'The labels of all released transcripts, with the part that each has there.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    speakers: z.array(z.object({ transcript: id, label: z.string(), role: speakerRole })),
  }),
})
