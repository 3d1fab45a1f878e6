import { z } from 'zod'
import { newCode } from './coding.ts'
import { command, inStudy, query } from './endpoint.ts'
import { id, line, prose } from './platform.ts'

const reason = prose(2_000).default('')
/** At most so many codes in one step. */
export const mostCodes = 200
const codes = z
  .array(id)
  .min(1)
  .max(mostCodes)
  .refine((all) => new Set(all).size === all.length, { message: 'a code stands twice in the list' })

/** `?from=a,b`: the codes that would be merged into another one. */
const listed = z
  .string()
  .max(10_000)
  .transform((value) => value.split(',').filter(Boolean))
  .pipe(codes)

export const mergePreview = z.object({
  /** Codings that get the other code and are else what they were. */
  moves: z.number().int(),
  /**
   * Codings that become one with another: the same person put both codes on the same passage. Weight and comment are
   * kept.
   */
  folds: z.array(id),
  /** Codings that stay with the old code, because both they and the other are quoted. */
  stays: z.array(id),
  /** Codes that stand under the merged ones and come to stand under the other. */
  below: z.number().int(),
  /** Themes in which the other code takes the place of the merged ones. */
  themes: z.number().int(),
})
export type MergePreview = z.infer<typeof mergePreview>

export const previewMerge = query({
  name: 'preview-merge',
  path: '/api/studies/:study/codes/:code/merge',
  summary:
    'What a merge of codes into this one would do to each coding, to codes below them and to themes.',
  params: inStudy.extend({ code: id }),
  search: z.object({ from: listed }),
  answer: mergePreview,
})

export const mergeCodes = command({
  name: 'merge-codes',
  summary:
    'Merge codes into another one: their codings, the codes below them and their places in themes become its own, and they are retired.',
  body: z
    .object({ into: id, from: codes, reason })
    .refine(({ into, from }) => !from.includes(into), {
      path: ['from'],
      message: 'a code cannot be merged into itself',
    }),
  answer: z.object({ id, moved: z.number().int(), folded: z.number().int() }),
})

export const splitCode = command({
  name: 'split-code',
  summary: 'Give chosen codings of a code to a new one, whoever made them.',
  body: z.object({ code: id, newCode, codings: z.array(id).max(10_000), reason }),
  answer: z.object({ id, moved: z.number().int() }),
})

export const duplicateCode = command({
  name: 'duplicate-code',
  summary: 'Make a code of the same meaning beside another one, with or without its codings.',
  body: z.object({ code: id, id, name: line(200), withCodings: z.boolean(), reason }),
  answer: z.object({ id, codings: z.number().int() }),
})

export const groupCodes = command({
  name: 'group-codes',
  summary: 'Make a new code and put others under it, in this order.',
  body: z.object({ newCode, codes, reason }),
  answer: z.object({ id }),
})

export const moveCodes = command({
  name: 'move-codes',
  summary: 'Put codes under another one, or on the first level, behind those that stand there.',
  body: z.object({ codes, parent: id.nullable(), reason }),
  answer: z.object({ moved: z.number().int() }),
})
