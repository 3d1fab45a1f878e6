import { z } from 'zod'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, line } from './platform.ts'
import { readOptions, speakerRole } from './transcripts.ts'

const offset = z.number().int().min(0)
/** At most so many transcripts become one, or one so many. */
export const mostParts = 100

/** What stands on a transcript, and what hinders a step with it. */
export const standing = z.object({
  id,
  /** Codings and whatever else later rooms keep on its words. */
  codings: z.number().int(),
  sections: z.number().int(),
  /** Whether its words are kept from me: it is raw, and its participant belongs to my site. */
  kept: z.boolean(),
  /** The last time that is known in it, in milliseconds; null where there is none or it is not released. */
  lasts: z.number().int().nullable(),
})
export type Standing = z.infer<typeof standing>

export const listStanding = query({
  name: 'list-standing',
  path: '/api/studies/:study/transcripts-standing',
  summary: 'What stands on each transcript: for a preview of what a step would do to it.',
  params: inStudy,
  search: nothing,
  answer: z.object({ transcripts: z.array(standing) }),
})

export const mergeTranscripts = command({
  name: 'merge-transcripts',
  summary:
    'Make the parts of one interview one transcript, in this order, with the codings and marks on them; `later` is how many milliseconds later the times of a part are. All originals are kept.',
  body: z.object({
    id,
    title: line(300),
    parts: z
      .array(z.object({ transcript: id, later: z.number().int().min(0).max(1e9).default(0) }))
      .min(2)
      .max(mostParts)
      .refine((all) => new Set(all.map(({ transcript }) => transcript)).size === all.length, {
        message: 'a transcript stands twice among the parts',
      }),
  }),
  answer: z.object({ id }),
})

/** A part of a transcript that becomes one of its own, from this offset to the next part's. */
export const splitPart = z.object({
  id,
  from: offset,
  title: line(300),
  participant: id.nullable().default(null),
})

export const splitTranscript = command({
  name: 'split-transcript',
  summary:
    'Make the parts of one transcript transcripts of their own, with the codings and marks on them. A coding across a border is refused, or with `cut` becomes one in each part.',
  body: z.object({
    transcript: id,
    parts: z.array(splitPart).min(2).max(mostParts),
    cut: z.boolean().default(false),
  }),
  answer: z.object({ ids: z.array(id) }),
})

/** Offsets, joined by commas in a search part. */
const offsets = z
  .string()
  .max(2_000)
  .regex(/^\d+(,\d+)*$/, 'is no list of offsets')
  .transform((value) => value.split(',').map(Number))

export const findAcross = query({
  name: 'find-across',
  path: '/api/studies/:study/transcripts/:transcript/across',
  summary: 'The codings of a transcript that stand across the borders at these offsets.',
  params: inStudy.extend({ transcript: id }),
  search: z.object({ starts: offsets }),
  answer: z.object({
    across: z.array(
      z.object({
        id,
        from: offset,
        to: offset,
        /** The name of its code. */
        about: z.string(),
      }),
    ),
  }),
})

export const replaceTranscript = command({
  name: 'replace-transcript',
  summary:
    'Put a corrected file in the place of a transcript on which nothing stands yet. The former text and original are kept, encrypted, until the transcript is removed.',
  body: z.object({
    id,
    upload: id,
    options: readOptions.default({}),
    /** As of `import-transcripts`: number of the speaker in the file → part, where it differs from our guess. */
    speakers: z.record(z.string().regex(/^\d{1,6}$/), speakerRole).default({}),
  }),
  answer: z.object({ id, words: z.number().int() }),
})
