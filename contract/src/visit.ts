import { z } from 'zod'
import {
  consentFormContent,
  documentLanguage,
  eligibilityContent,
  proseContent,
  signUpFormContent,
} from './documents.ts'
import { command, nothing, query } from './endpoint.ts'
import { id, moment } from './platform.ts'
import { givenAnswers, givenIdentity, signUpState } from './recruitment.ts'
import { yearGroup } from './study.ts'

/** What somebody reads and does who comes by a link, without an account. */

const seen = z.object({ document: id, number: z.number().int() })
const inForce = <Content extends z.ZodObject>(content: Content) =>
  z.object({
    ...seen.shape,
    language: documentLanguage,
    /** Made by a machine and not yet looked over. */
    machineMade: z.boolean(),
    content,
  })

const place = z.object({
  id,
  name: z.string(),
  years: z.array(z.object({ number: yearGroup, label: z.string() })),
  programmes: z.array(z.object({ id, name: z.string() })),
})

export const getInvitingPage = query({
  name: 'get-inviting-page',
  path: '/api/visit/inviting-page',
  summary: 'What the study says to whoever thinks of taking part, and what it asks.',
  params: nothing,
  search: z.object({ language: documentLanguage.default('en') }),
  answer: z.object({
    study: z.string(),
    /** Null while nobody can sign up, with the reason in `closed`. */
    closed: z.enum(['not open', 'closed', 'no site recruits']).nullable(),
    languages: z.array(documentLanguage),
    sheet: inForce(proseContent).nullable(),
    form: inForce(signUpFormContent).nullable(),
    eligibility: inForce(eligibilityContent).nullable(),
    sites: z.array(place),
    /** The site of this link, where it has one. */
    site: id.nullable(),
    minutes: z.number().int(),
    asksProgramme: z.boolean(),
  }),
})
export type InvitingPage = z.infer<typeof getInvitingPage.answer>

export const signUp = command({
  name: 'sign-up',
  scope: 'visit',
  summary: 'Sign up. The answer holds a private link to see, change or delete what was given.',
  body: z.object({
    id,
    language: documentLanguage,
    identity: givenIdentity,
    site: id,
    year: yearGroup.nullable(),
    programme: id.nullable().default(null),
    answers: givenAnswers,
    /** The versions that were on the page. */
    seen: z.object({ sheet: seen, form: seen, eligibility: seen }),
    /** A field that no person sees, and the seconds from the page’s coming to its sending. */
    website: z.string().max(500).default(''),
    seconds: z.number().int().min(0).max(10_000_000).default(0),
  }),
  answer: z.object({ link: z.string(), mailed: z.boolean() }),
})

export const getMyPage = query({
  name: 'get-my-page',
  path: '/api/visit/my-page',
  summary: 'What I gave, where I stand, and what I can do now.',
  params: nothing,
  search: z.object({ language: documentLanguage.optional() }),
  answer: z.object({
    study: z.string(),
    languages: z.array(documentLanguage),
    language: documentLanguage,
    state: signUpState,
    signedUpAt: moment,
    identity: givenIdentity.nullable(),
    site: id,
    year: yearGroup.nullable(),
    programme: id.nullable(),
    answers: givenAnswers.nullable(),
    sites: z.array(place),
    form: inForce(signUpFormContent).nullable(),
    eligibility: inForce(eligibilityContent).nullable(),
    sheet: inForce(proseContent).nullable(),
    consentForm: inForce(consentFormContent).nullable(),
    /** Whether what I gave can still be changed here. */
    mayChange: z.boolean(),
    mayLeave: z.boolean(),
    /** Whether the study looks for people from friend to friend. */
    mayTellOthers: z.boolean(),
    asksProgramme: z.boolean(),
  }),
})
export type MyPage = z.infer<typeof getMyPage.answer>

export const changeMySignUp = command({
  name: 'change-my-sign-up',
  scope: 'visit',
  summary: 'Change what I gave when I signed up.',
  body: z.object({
    identity: givenIdentity,
    site: id,
    year: yearGroup.nullable(),
    programme: id.nullable().default(null),
    answers: givenAnswers,
  }),
  answer: z.object({}),
})

export const leaveStudy = command({
  name: 'leave-study',
  scope: 'visit',
  summary: 'Delete what I gave and leave. It needs no reason and cannot be taken back.',
  body: z.object({}),
  answer: z.object({}),
})

export const tellFriends = command({
  name: 'make-friend-link',
  scope: 'visit',
  summary: 'Make a link with which I can tell others of the study.',
  body: z.object({}),
  answer: z.object({ link: z.string() }),
})
