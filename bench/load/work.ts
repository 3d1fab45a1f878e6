import { z } from 'zod'

/** What clients do over and over, each waiting for its answer before it goes on. */
export const work = z.object({
  origin: z.string(),
  /** Each client signs its requests as one of these. */
  cookies: z.array(z.string()),
  clients: z.number().int(),
  seconds: z.number(),
  task: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('get'), paths: z.array(z.string()) }),
    z.object({
      kind: z.literal('add codings'),
      study: z.string(),
      transcripts: z.array(z.string()),
      codes: z.array(z.string()),
      seed: z.number(),
    }),
  ]),
})
export type Work = z.infer<typeof work>

/** What came of it; times in milliseconds. */
export const outcome = z.object({
  answers: z.number(),
  perSecond: z.number(),
  median: z.number(),
  p95: z.number(),
  longest: z.number(),
})
export type Outcome = z.infer<typeof outcome>
