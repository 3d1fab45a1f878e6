import { z } from 'zod'
import { inStudy, nothing, query } from './endpoint.ts'
import { id, moment } from './platform.ts'

const offset = z.number().int().min(0)
export const stage = z.enum(['raw', 'checked', 'pseudonymised', 'released'])
export const speakerRole = z.enum(['interviewer', 'participant', 'unknown'])
export const declared = z.enum(['pseudonymised', 'raw'])

export const transcriptSummary = z.object({
  id,
  title: z.string(),
  participant: z
    .object({
      id,
      label: z.string(),
      site: z.string().nullable(),
      year: z.number().int().nullable(),
    })
    .nullable(),
  stage,
  format: z.string(),
  declared,
  words: z.number().int(),
  length: z.number().int(),
  importedBy: z.string(),
  importedAt: moment,
  releasedAt: moment.nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
})
export type TranscriptSummary = z.infer<typeof transcriptSummary>

export const listTranscripts = query({
  name: 'list-transcripts',
  path: '/api/studies/:study/transcripts',
  summary: 'All transcripts with their participants and stages.',
  params: inStudy,
  search: nothing,
  answer: z.object({ transcripts: z.array(transcriptSummary) }),
})

export const turn = z.object({
  from: offset,
  to: offset,
  label: z.tuple([offset, offset]).nullable(),
  speaker: z.string().nullable(),
  role: speakerRole,
  startsAt: z.number().int().nullable(),
  endsAt: z.number().int().nullable(),
})

export const transcriptText = transcriptSummary.extend({
  text: z.string(),
  turns: z.array(turn),
  speakers: z.array(z.object({ label: z.string(), role: speakerRole })),
})
export type TranscriptText = z.infer<typeof transcriptText>

export const getTranscript = query({
  name: 'get-transcript',
  path: '/api/studies/:study/transcripts/:transcript',
  summary: 'One transcript with its text, turns and speakers. Offsets are UTF-16 code units.',
  params: inStudy.extend({ transcript: id }),
  search: nothing,
  answer: transcriptText,
})
