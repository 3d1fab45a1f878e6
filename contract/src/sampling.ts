import { z } from 'zod'
import { command, download, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'
import { signUpState } from './recruitment.ts'
import { yearGroup } from './study.ts'

/** Who is wanted, who is there, whom to ask next, and when to stop. */

const count = z.number().int().min(0)

/** A cell of the sampling frame: a site, and a year or a programme. */
export const frameCell = z.object({
  site: id,
  /** A year’s number, a programme’s id, or empty where the frame has no columns. */
  column: z.string(),
  label: z.string(),
  least: count,
  most: count.nullable(),
  /** Interviewed and after. */
  filled: count,
  /** Selected, invited, consented, scheduled. */
  promised: count,
  /** Eligible and waiting: who could be asked. */
  open: count,
})
export type FrameCell = z.infer<typeof frameCell>

export const getFrame = query({
  name: 'get-frame',
  path: '/api/studies/:study/frame',
  summary: 'The sampling frame with what is filled, promised and vacant in each cell.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    sites: z.array(z.object({ id, name: z.string(), recruits: z.boolean() })),
    columns: z.array(z.object({ id: z.string(), label: z.string() })),
    cells: z.array(frameCell),
    /** Small numbers are hidden from whoever may not see who signed up. */
    isProtected: z.boolean(),
  }),
})

export const setCell = command({
  name: 'set-cell',
  summary: 'Give a cell numbers of its own, or the study’s again (null).',
  body: z.object({
    site: id,
    column: z.string().max(40),
    target: z.object({ least: count.max(1_000), most: count.max(1_000).nullable() }).nullable(),
  }),
  answer: z.object({}),
})

export const proposeNext = query({
  name: 'propose-next',
  path: '/api/studies/:study/propose-next',
  summary:
    'Whom to invite next, and why: who fills what is vacant, then who widens the range. A person decides.',
  params: inStudy,
  search: z.object({
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 31)
      .default(0),
    many: z.coerce.number().int().min(1).max(100).default(20),
  }),
  answer: z.object({
    order: z.array(
      z.object({
        signUp: id,
        name: z.string().nullable(),
        site: id,
        year: yearGroup.nullable(),
        /** Sentences, the most important first. */
        reasons: z.array(z.string()),
        byDraw: z.boolean(),
      }),
    ),
    full: count,
    candidates: count,
    seed: z.number().int(),
    inputHash: z.string(),
  }),
})

export const funnel = z.object({
  channels: z.array(z.object({ id, name: z.string() })),
  sites: z.array(z.object({ id, name: z.string() })),
  /** How many ever reached each step, of each channel and site. Null: hidden, because it is small. */
  rows: z.array(
    z.object({
      channel: id,
      site: id,
      reached: z.record(z.string(), count.nullable()),
    }),
  ),
  totals: z.record(z.string(), count.nullable()),
  steps: z.array(signUpState),
  isProtected: z.boolean(),
})
export type Funnel = z.infer<typeof funnel>

export const getFunnel = query({
  name: 'get-funnel',
  path: '/api/studies/:study/funnel',
  summary: 'How far people came, by channel and site.',
  params: inStudy,
  search: nothing,
  answer: funnel,
})

export const stoppingDiscussion = z.object({
  id,
  heldOn: z.iso.date(),
  present: z.array(z.string()),
  /** What was weighed: range, complexity, subtlety, resonance, validity of what was found (R70). */
  weighed: z.string(),
  decision: z.enum(['go on', 'stop']),
  reason: z.string(),
  recordedBy: z.string(),
  at: moment,
})
export type StoppingDiscussion = z.infer<typeof stoppingDiscussion>

export const listStoppingDiscussions = query({
  name: 'list-stopping-discussions',
  path: '/api/studies/:study/stopping-discussions',
  summary: 'When the team talked about whether to go on inviting, and what it decided.',
  params: inStudy,
  search: nothing,
  answer: z.object({ discussions: z.array(stoppingDiscussion) }),
})

export const recordStoppingDiscussion = command({
  name: 'record-stopping-discussion',
  summary: 'Record a discussion on whether to go on inviting. It is a record, not a counter.',
  body: z.object({
    id,
    heldOn: z.iso.date(),
    present: z.array(z.string().max(100)).min(1).max(100),
    weighed: prose(5_000),
    decision: z.enum(['go on', 'stop']),
    reason: line(5_000),
  }),
  answer: z.object({ id }),
})

export const exportFunnel = download({
  name: 'export-funnel',
  path: '/api/studies/:study/export/funnel',
  summary: 'How far people came, by channel and site, with small numbers hidden.',
  params: inStudy,
  search: z.object({ as: z.enum(['csv', 'xlsx']).default('csv') }),
  mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
})
