import { z } from 'zod'
import {
  documentLanguage,
  eligibilityContent,
  proseContent,
  signUpFormContent,
} from './documents.ts'
import { command, download, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'
import { waitingList, yearGroup } from './study.ts'

/** How far somebody has come (R41). */
export const signUpState = z.enum([
  'signed up',
  'screened',
  'eligible',
  'not eligible',
  'waiting',
  'selected',
  'invited',
  'consented',
  'scheduled',
  'interviewed',
  'debriefed',
  'analysed',
  'declined',
  'withdrew',
  'no answer',
  'did not attend',
])
export type SignUpState = z.infer<typeof signUpState>

/**
 * Why somebody went where they went, where a reason is needed. That they are not affected is never a reason of ours:
 * it is theirs to say (R23).
 */
export const moveReason = z.enum([
  'excluded by a rule',
  'does not say so of themselves',
  'not at a site that recruits',
  'not available',
  'signed up twice',
  'made by a machine',
  'no time',
  'does not wish to',
  'has other reasons',
  'gave no reason',
])
export type MoveReason = z.infer<typeof moveReason>

export const channelKind = z.enum([
  'e-mail',
  'newsletter',
  'social media',
  'poster',
  'snowball',
  'other',
])
export type ChannelKind = z.infer<typeof channelKind>

export const channel = z.object({
  id,
  name: z.string(),
  kind: channelKind,
  /** Null where it reaches all sites. */
  site: id.nullable(),
  /** The last part of its address: `/join/<token>`. */
  token: z.string(),
  /** The whole address. */
  address: z.string(),
  closed: z.boolean(),
  signUps: z.number().int(),
})
export type Channel = z.infer<typeof channel>

export const listChannels = query({
  name: 'list-channels',
  path: '/api/studies/:study/channels',
  summary: 'The ways on which people hear of the study, each with an address of its own.',
  params: inStudy,
  search: nothing,
  answer: z.object({ channels: z.array(channel) }),
})

export const addChannel = command({
  name: 'add-channel',
  summary: 'Add a way on which people hear of the study; it gets an address of its own.',
  body: z.object({ id, name: line(100), kind: channelKind, site: id.nullable().default(null) }),
  answer: z.object({ id }),
})

export const changeChannel = command({
  name: 'change-channel',
  summary: 'Rename a channel, or close and open its address.',
  body: z.object({ id, name: line(100).optional(), closed: z.boolean().optional() }),
  answer: z.object({ id }),
})

export const drawChannelCode = download({
  name: 'draw-channel-code',
  path: '/api/studies/:study/channels/:channel/code.svg',
  summary: 'The QR code of a channel’s address, for a poster.',
  params: inStudy.extend({ channel: id }),
  search: nothing,
  mediaTypes: ['image/svg+xml'],
})

const count = z.number().int().min(0)

export const signUpRow = z.object({
  id,
  site: id,
  year: yearGroup.nullable(),
  programme: id.nullable(),
  channel: id,
  state: signUpState,
  reason: moveReason.nullable(),
  since: moment,
  signedUpAt: moment,
  language: documentLanguage,
  available: z.boolean().nullable(),
  /** Their own word, that the study’s statement is true of them. */
  saysSo: z.boolean(),
  looksAutomatic: z.boolean(),
  /** Somebody else signed up with the same address. */
  isDouble: z.boolean(),
  /** The participant’s id, from consent on. */
  label: z.string().nullable(),
  /** Null for who may not see identities, and once it was erased. */
  name: z.string().nullable(),
})
export type SignUpRow = z.infer<typeof signUpRow>

const repeated = <Value extends z.ZodType>(value: Value) =>
  z.preprocess(
    (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
    z.array(value),
  )

export const listSignUps = query({
  name: 'list-sign-ups',
  path: '/api/studies/:study/sign-ups',
  summary:
    'Who signed up, the newest first, a page at a time. Names stand there for who recruits, and each look is in the audit trail.',
  params: inStudy,
  search: z.object({
    state: repeated(signUpState),
    site: id.optional(),
    year: z.coerce.number().int().min(1).max(12).optional(),
    channel: id.optional(),
    /** A part of a name, an address or a participant’s id. */
    find: z.string().max(100).optional(),
    page: z.coerce.number().int().min(0).max(10_000).default(0),
  }),
  answer: z.object({
    signUps: z.array(signUpRow),
    total: count,
    pageSize: count,
    /** How many there are in each state, whatever is asked for. */
    states: z.partialRecord(signUpState, count),
    /** Where who is in a state may be moved by whoever asks, and the reasons that some moves need. */
    moves: z.partialRecord(signUpState, z.array(signUpState)),
    reasons: z.partialRecord(signUpState, z.array(moveReason)),
  }),
})

export const exclusionAnswer = z.union([z.iso.date(), z.boolean(), z.null()])

/** What somebody gave when they signed up. */
export const givenAnswers = z.object({
  saysSo: z.boolean(),
  /** Ids of guidance groups; none where they would rather not say. */
  groups: z.array(z.string().max(60)).max(60),
  /** “In my own words”. */
  ownWords: prose(2_000),
  ratherNotSay: z.boolean(),
  /** Question id → text, a choice, or several; null for “I would rather not say”. */
  answers: z.record(
    z.string().max(60),
    z.union([z.string().max(2_000), z.array(z.string().max(60)).max(60), z.null()]),
  ),
  /** Rule id → a day, yes, no, or nothing. */
  exclusions: z.record(z.string().max(60), exclusionAnswer),
})
export type GivenAnswers = z.infer<typeof givenAnswers>

export const givenIdentity = z.object({
  name: line(200),
  email: z.union([z.email().max(254), z.literal('')]),
  phone: prose(40),
})
export type GivenIdentity = z.infer<typeof givenIdentity>

export const getSignUp = query({
  name: 'get-sign-up',
  path: '/api/studies/:study/sign-ups/:signUp',
  summary:
    'One person who signed up: what they gave, the form that they saw, what the rules say, and how they came to where they are. A look is in the audit trail.',
  params: inStudy.extend({ signUp: id }),
  search: nothing,
  answer: z.object({
    row: signUpRow,
    identity: givenIdentity.nullable(),
    answers: givenAnswers.nullable(),
    /** The documents as they stood when they signed up. */
    seen: z.object({
      eligibility: eligibilityContent.nullable(),
      form: signUpFormContent.nullable(),
      sheet: proseContent.nullable(),
    }),
    /** Exclusions that apply, by the rules as they stood then. */
    excludedBy: z.array(z.string()),
    note: z.string(),
    /** Who sent them the link, where somebody did; for who sees identities alone. */
    referredBy: id.nullable(),
    history: z.array(
      z.object({
        from: signUpState.nullable(),
        to: signUpState,
        reason: moveReason.nullable(),
        /** Null for the person themselves. */
        by: z.string().nullable(),
        at: moment,
      }),
    ),
    /** Where they may be moved from here, by whoever asks. */
    moves: z.array(signUpState),
    /** Their personal link, to be handed over where no mail is sent. */
    link: z.string().nullable(),
  }),
})

export const recordScreening = command({
  name: 'record-screening',
  summary:
    'Record what a screening call found: whether they are available, and a note. Nothing of it is kept in the step log.',
  body: z.object({ signUp: id, available: z.boolean().nullable(), note: prose(5_000) }),
  answer: z.object({}),
})

export const moveSignUps = command({
  name: 'move-sign-ups',
  summary:
    'Move people on: screened, eligible or not, selected or waiting, no answer. Consent, sessions and withdrawal move them by themselves. All or none.',
  body: z.object({
    signUps: z.array(id).min(1).max(500),
    to: signUpState,
    reason: moveReason.nullable().default(null),
    /** What was proposed when somebody was selected: kept with the decision. */
    proposal: z
      .object({ seed: z.number().int(), inputHash: z.string().max(100), place: z.number().int() })
      .nullable()
      .default(null),
  }),
  answer: z.object({ moved: count }),
})

export const invite = command({
  name: 'invite-selected',
  summary:
    'Invite those who were selected: each gets the personal link by mail, or by hand where no mail is set.',
  body: z.object({ signUps: z.array(id).min(1).max(100) }),
  answer: z.object({ invited: count, byHand: count }),
})

export const getRecruitmentHome = query({
  name: 'get-recruitment-home',
  path: '/api/studies/:study/waiting/recruitment',
  summary: 'What waits in recruitment for whoever asks.',
  params: inStudy,
  search: nothing,
  answer: waitingList,
})

export const exportSignUps = download({
  name: 'export-sign-ups',
  path: '/api/studies/:study/export/sign-ups',
  summary:
    'Who signed up, with their state, for who recruits. Names only where they are asked for; that is in the audit trail.',
  params: inStudy,
  search: z.object({
    as: z.enum(['csv', 'xlsx']).default('csv'),
    names: z.enum(['yes', 'no']).default('no'),
  }),
  mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
})
