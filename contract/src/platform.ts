import { z } from 'zod'
import { command, inStudy, nothing, query } from './endpoint.ts'

/** An identifier of ours: a UUID, version 7 where we make it, so that rows lie in the order of their making. */
export const id = z.uuid()

/** A moment in UTC, ISO 8601. */
export const moment = z.iso.datetime()

/** One line of text that a person typed: trimmed, not empty. */
export const line = (longest: number) => z.string().trim().min(1).max(longest)

/** Several lines of text; may be empty. */
export const prose = (longest: number) => z.string().max(longest)

/**
 * What went wrong, after RFC 9457. `detail` is a sentence that says what is wrong and what to do;
 * `code` is stable and meant for programs and translations.
 */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>

/** Something that happened in a study, as it reaches the browsers of those who may know of it. */
export const liveEvent = z.object({
  position: z.number().int(),
  name: z.string(),
  account: z.string().nullable(),
  command: id.nullable(),
  at: moment,
  data: z.record(z.string(), z.unknown()),
})
export type LiveEvent = z.infer<typeof liveEvent>

/** A step that somebody took in a study, newest first. */
export const step = z.object({
  key: id,
  name: z.string(),
  account: z.string(),
  at: moment,
  undone: z.boolean(),
  undoable: z.boolean(),
})
export type Step = z.infer<typeof step>

export const undo = command({
  name: 'undo',
  summary: 'Take back a step. Refused with a sentence where later steps stand on it.',
  body: z.object({ command: id }),
  answer: z.object({ undone: id }),
})

export const redo = command({
  name: 'redo',
  summary: 'Take again a step that was taken back.',
  body: z.object({ command: id }),
  answer: z.object({ redone: id }),
})

export const listMySteps = query({
  name: 'list-my-steps',
  path: '/api/studies/:study/my-steps',
  summary: 'The last steps that I took in this study, newest first.',
  params: inStudy,
  search: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ steps: z.array(step) }),
})

export const job = z.object({
  id,
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  total: z.number().int(),
  message: z.string().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  startedBy: z.string(),
  at: moment,
})
export type Job = z.infer<typeof job>

export const listJobs = query({
  name: 'list-jobs',
  path: '/api/studies/:study/jobs',
  summary: 'Long work of this study: waiting, running and lately done.',
  params: inStudy,
  search: nothing,
  answer: z.object({ jobs: z.array(job) }),
})

export const getJob = query({
  name: 'get-job',
  path: '/api/studies/:study/jobs/:job',
  summary: 'One piece of long work with its progress and its result.',
  params: inStudy.extend({ job: id }),
  search: nothing,
  answer: job,
})

export const cancelJob = command({
  name: 'cancel-job',
  summary: 'Stop long work that I started. What it has done stays.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const auditEntry = z.object({
  id: z.number().int(),
  at: moment,
  account: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string(),
  subject: z.string().nullable(),
  sealed: z.boolean(),
})

export const listAudit = query({
  name: 'list-audit',
  path: '/api/studies/:study/audit',
  summary: 'The audit trail of this study, newest first.',
  params: inStudy,
  search: z.object({
    before: z.coerce.number().int().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  answer: z.object({ entries: z.array(auditEntry) }),
})
