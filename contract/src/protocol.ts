import { z } from 'zod'
import { command, download, inStudy, nothing, query, upload } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'

const day = z.iso.date()
const account = z.string().min(1).max(100)

export const glossaryTerm = z.object({ term: line(100), meaning: line(2_000), source: prose(500) })
export type GlossaryTerm = z.infer<typeof glossaryTerm>

/** A round of data collection; somebody of an earlier one is asked again only by their own consent (R21). */
export const wave = z.object({ id, name: line(100), from: day.nullable(), until: day.nullable() })
export type Wave = z.infer<typeof wave>

export const limitation = z.object({
  text: line(2_000),
  /** Suggested by how recruitment went, or written by somebody. */
  from: z.enum(['recruitment', 'team']),
})
export type Limitation = z.infer<typeof limitation>

/** What the sampling frame’s columns are; its rows are the sites. */
export const frameAxis = z.enum(['year', 'programme', 'none'])
export type FrameAxis = z.infer<typeof frameAxis>

const protocolFields = {
  /** The days between which interviews are held; a session outside them warns (R19). */
  windowFrom: day.nullable(),
  windowUntil: day.nullable(),
  /** “4 of 47 …, as of …” (R20). */
  population: z.number().int().min(1).max(1_000_000).nullable(),
  populationOf: prose(200),
  populationAsOf: day.nullable(),
  publicInvolvement: prose(5_000),
  glossary: z.array(glossaryTerm).max(200),
  waves: z.array(wave).max(20),
  limitations: z.array(limitation).max(100),
  /** Who hears of a serious concern, who stands in for them, and what is said out of hours (R54). */
  contact: account.nullable(),
  deputy: account.nullable(),
  outOfHours: prose(2_000),
  frameAxis,
  /** At least and at most so many people in a cell; a cell may have numbers of its own. Null: no limit. */
  cellLeast: z.number().int().min(0).max(1_000),
  cellMost: z.number().int().min(1).max(1_000).nullable(),
  /** Minutes of an interview. */
  sessionMinutes: z.number().int().min(5).max(480),
  /** What a participant is given, in pence or cents, and of what currency (ISO 4217). */
  voucherAmount: z.number().int().min(0).max(1_000_000),
  voucherCurrency: z.string().regex(/^[A-Z]{3}$/),
  /** Days after the interview until which everything goes with a withdrawal. */
  withdrawalDays: z.number().int().min(0).max(3_650),
}
export const protocol = z.object(protocolFields)
export type Protocol = z.infer<typeof protocol>

export const approvalKind = z.enum(['lead', 'reciprocal'])
export const approval = z.object({
  id,
  site: id,
  kind: approvalKind,
  committee: z.string(),
  reference: z.string(),
  grantedOn: day,
  expiresOn: day.nullable(),
  withdrawnOn: day.nullable(),
  /** Whether it stands today. */
  stands: z.boolean(),
  /** The committee’s letter. */
  letter: z.object({ file: id, name: z.string() }).nullable(),
})
export type Approval = z.infer<typeof approval>

export const programme = z.object({
  id,
  name: line(200),
  years: z.number().int().min(1).max(12),
  /** What its years are called, from the first; empty where they are counted. */
  yearNames: z.array(line(60)).max(12),
  intercalation: z.enum(['none', 'optional', 'compulsory']),
  graduateEntry: z.boolean(),
})
export type Programme = z.infer<typeof programme>

/** One thing that is missing before a study may open, with the page on which to do it. */
export const missing = z.object({ id: z.string(), sentence: z.string(), page: z.string() })

export const getProtocol = query({
  name: 'get-protocol',
  path: '/api/studies/:study/protocol',
  summary:
    'How the study is run: window, frame, approvals, programmes, contacts, and what is missing before it may open.',
  params: inStudy,
  search: nothing,
  answer: protocol.extend({
    openedAt: moment.nullable(),
    closedAt: moment.nullable(),
    missing: z.array(missing),
    approvals: z.array(approval),
    programmes: z.array(z.object({ site: id, programmes: z.array(programme) })),
    /** Sites at which recruitment is possible today. */
    recruiting: z.array(id),
    /** How many sites the study has, out of its population. */
    coverage: z.object({ sites: z.number().int(), population: z.number().int().nullable() }),
  }),
})
export type StudyProtocol = z.infer<typeof getProtocol.answer>

export const changeProtocol = command({
  name: 'change-protocol',
  summary: 'Change how the study is run. What is left out stays.',
  body: protocol.partial(),
  answer: z.object({}),
})

export const setProgrammes = command({
  name: 'set-programmes',
  summary: 'Say which programmes a site has.',
  body: z.object({ site: id, programmes: z.array(programme).max(20) }),
  answer: z.object({}),
})

const approvalFields = {
  site: id,
  kind: approvalKind,
  committee: line(300),
  reference: line(100),
  grantedOn: day,
  expiresOn: day.nullable(),
}

export const addApproval = command({
  name: 'add-approval',
  summary: 'Enter the ethics approval of a site. While none stands, nobody is recruited there.',
  body: z.object({ id, ...approvalFields }),
  answer: z.object({ id }),
})

export const changeApproval = command({
  name: 'change-approval',
  summary: 'Correct an approval, or say that it was withdrawn.',
  body: z.object({
    id,
    ...z.object(approvalFields).omit({ site: true }).partial().shape,
    withdrawnOn: day.nullable().optional(),
  }),
  answer: z.object({ id }),
})

export const removeApproval = command({
  name: 'remove-approval',
  summary: 'Remove an approval that was entered by mistake.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const keepApprovalLetter = upload({
  name: 'keep-approval-letter',
  path: '/api/studies/:study/approvals/:approval/letter',
  summary: 'Keep the committee’s letter with its approval.',
  params: inStudy.extend({ approval: id }),
  search: z.object({ name: line(255) }),
  answer: z.object({ file: id }),
})

export const readApprovalLetter = download({
  name: 'read-approval-letter',
  path: '/api/studies/:study/approvals/:approval/letter',
  summary: 'The committee’s letter.',
  params: inStudy.extend({ approval: id }),
  search: nothing,
  mediaTypes: ['application/octet-stream'],
})

export const openRecruitment = command({
  name: 'open-recruitment',
  summary:
    'Open the study: from now on people can sign up. Refused while something is missing, and says what.',
  body: z.object({}),
  answer: z.object({}),
})

export const closeRecruitment = command({
  name: 'close-recruitment',
  summary: 'Close the study to new sign-ups. Links of those who signed up go on working.',
  body: z.object({}),
  answer: z.object({}),
})

/** The fourteen roles of the Contributor Roles Taxonomy (CRediT, ANSI/NISO Z39.104-2022). */
export const creditRole = z.enum([
  'Conceptualization',
  'Data curation',
  'Formal analysis',
  'Funding acquisition',
  'Investigation',
  'Methodology',
  'Project administration',
  'Resources',
  'Software',
  'Supervision',
  'Validation',
  'Visualization',
  'Writing – original draft',
  'Writing – review & editing',
])
export type CreditRole = z.infer<typeof creditRole>

export const training = z.object({ name: line(200), on: day })

export const profile = z.object({
  account,
  /** Null while it is private and somebody else’s. */
  positionality: z.string().nullable(),
  positionalityPublished: z.boolean(),
  credit: z.array(creditRole),
  trainings: z.array(training),
  /** Whether and how they interview: leading or supporting only, and how many sessions at most. */
  interviews: z.enum(['no', 'supports', 'leads and supports']),
  mostSessions: z.number().int().min(0).max(1_000).nullable(),
})
export type Profile = z.infer<typeof profile>

export const listProfiles = query({
  name: 'list-profiles',
  path: '/api/studies/:study/profiles',
  summary:
    'The team as the study’s report will name it: contributions, training, and the positionality statements that are published or mine.',
  params: inStudy,
  search: nothing,
  answer: z.object({ profiles: z.array(profile) }),
})

export const writePositionality = command({
  name: 'write-positionality',
  summary: 'Write my positionality statement. It is read by nobody else until I publish it.',
  body: z.object({ text: prose(10_000), published: z.boolean() }),
  answer: z.object({}),
})

export const changeProfile = command({
  name: 'change-profile',
  summary: 'Say what a member contributed, what they were trained in, and whether they interview.',
  body: z.object({
    account,
    credit: z.array(creditRole).max(14).optional(),
    trainings: z.array(training).max(50).optional(),
    interviews: profile.shape.interviews.optional(),
    mostSessions: profile.shape.mostSessions.optional(),
  }),
  answer: z.object({}),
})
