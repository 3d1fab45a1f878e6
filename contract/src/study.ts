import { z } from 'zod'
import { emailAddress } from './accounts.ts'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, line, moment, prose } from './platform.ts'

/** What somebody is in a study's team; what each role may do stands in the answer of `list-permissions`. */
export const role = z.enum(['lead', 'coordinator', 'researcher', 'welfare contact', 'observer'])
export type Role = z.infer<typeof role>

const initials = z
  .string()
  .trim()
  .min(1)
  .max(4)
  .regex(/^[\p{L}\p{N}]+$/u, 'One to four letters or digits.')
/** One of the twelve colours of the design, 1 to 12. */
const colour = z.number().int().min(1).max(12)
const account = z.string().min(1).max(100)
const count = z.number().int().min(0)
/** A year group, 1 for the first year. */
export const yearGroup = z.number().int().min(1).max(12)

/** How a step of the rail stands. Every room answers alike: `done` of `total` (0 of 0 when not begun), in words. */
export const railCount = z.object({ done: count, total: count, caption: z.string() })
export type RailCount = z.infer<typeof railCount>

/** Something that waits for the member who asks. `page` is a page of the study, such as `participants?consent=no`. */
export const waitingItem = z.object({
  id: z.string(),
  sentence: z.string(),
  detail: z.string(),
  page: z.string(),
  action: z.string(),
  urgent: z.boolean(),
})
export type WaitingItem = z.infer<typeof waitingItem>
/** The answer of every room's `GET /api/studies/:study/waiting/<room>`. */
export const waitingList = z.object({ items: z.array(waitingItem) })

export const studySummary = z.object({
  id,
  title: z.string(),
  /** The example study, which can be removed whole. */
  example: z.boolean(),
  foundedAt: moment,
  role,
})
export type StudySummary = z.infer<typeof studySummary>

export const listMyStudies = query({
  name: 'list-my-studies',
  path: '/api/studies',
  summary: 'The studies in whose team I am, the newest first.',
  params: nothing,
  search: nothing,
  answer: z.object({ studies: z.array(studySummary) }),
})

export const openExampleStudy = command({
  name: 'open-example-study',
  scope: 'instance',
  summary:
    'Make the example study, with me as its lead: real interviews, openly licensed, with invented characteristics. It can be removed whole.',
  body: z.object({}),
  answer: z.object({ id }),
})

const aboutStudy = {
  title: line(300),
  aims: prose(10_000).default(''),
  paradigm: prose(2_000).default(''),
  approach: prose(2_000).default(''),
}

export const study = studySummary.extend({
  aims: z.string(),
  paradigm: z.string(),
  approach: z.string(),
  /** What I may do here: my role's lines of the permission table. */
  may: z.array(z.string()),
  /** The site that is mine. */
  mySite: id.nullable(),
  me: account,
})
export type Study = z.infer<typeof study>

export const getStudy = query({
  name: 'get-study',
  path: '/api/studies/:study',
  summary: 'A study: what it is about, and what I am in it.',
  params: inStudy,
  search: nothing,
  answer: study,
})

export const foundStudy = command({
  name: 'found-study',
  scope: 'instance',
  summary: 'Found a study; who founds it is its first lead.',
  body: z.object({ id, ...aboutStudy, initials: initials.optional() }),
  answer: z.object({ id }),
})

export const changeStudy = command({
  name: 'change-study',
  summary: 'Change what a study says about itself. What is left out stays.',
  body: z.object({
    title: line(300).optional(),
    aims: prose(10_000).optional(),
    paradigm: prose(2_000).optional(),
    approach: prose(2_000).optional(),
  }),
  answer: z.object({}),
})

export const removeStudy = command({
  name: 'remove-study',
  scope: 'instance',
  summary:
    'Remove a study with everything in it, for ever; its title is the confirmation. Only the audit trail keeps that it was.',
  body: z.object({ study: id, title: z.string().max(300) }),
  answer: z.object({}),
})

export const getStudyHome = query({
  name: 'get-study-home',
  path: '/api/studies/:study/home',
  summary: 'Where the study stands as far as this room knows: who is in it, and what waits.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    participants: railCount,
    frame: z.object({
      sites: z.array(
        z.object({
          id,
          name: z.string(),
          /** Participants of each year group of its programme, from year 1 on. */
          years: z.array(count),
          withoutYear: count,
        }),
      ),
      withoutSite: count,
    }),
    waiting: z.array(waitingItem),
  }),
})

export const site = z.object({
  id,
  name: z.string(),
  /** How many years the programme has. */
  years: yearGroup,
  members: count,
  participants: count,
})
export type Site = z.infer<typeof site>

export const listSites = query({
  name: 'list-sites',
  path: '/api/studies/:study/sites',
  summary: 'The sites of a study in their order.',
  params: inStudy,
  search: nothing,
  answer: z.object({ sites: z.array(site) }),
})

export const addSite = command({
  name: 'add-site',
  summary: 'Add a site and say how many years its programme has.',
  body: z.object({ id, name: line(200), years: yearGroup.default(6) }),
  answer: z.object({ id }),
})

export const changeSite = command({
  name: 'change-site',
  summary: 'Rename a site or change the years of its programme.',
  body: z.object({ id, name: line(200).optional(), years: yearGroup.optional() }),
  answer: z.object({ id }),
})

export const removeSite = command({
  name: 'remove-site',
  summary: 'Remove a site at which nobody is.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const member = z.object({
  account,
  name: z.string(),
  email: z.string(),
  role,
  site: id.nullable(),
  initials: z.string(),
  colour,
  joinedAt: moment,
  /** When they left the team; what they did keeps their name. */
  leftAt: moment.nullable(),
})
export type Member = z.infer<typeof member>

export const listMembers = query({
  name: 'list-members',
  path: '/api/studies/:study/members',
  summary: 'The team: who is in it now, then who was.',
  params: inStudy,
  search: nothing,
  answer: z.object({ members: z.array(member) }),
})

export const invitation = z.object({
  id,
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  email: z.string(),
  role,
  site: id.nullable(),
  initials: z.string(),
  invitedBy: account,
  madeAt: moment,
  expiresAt: moment,
  /** To be handed over by hand, as often as needed, while the invitation is open; null afterwards. */
  link: z.string().nullable(),
})
export type Invitation = z.infer<typeof invitation>

export const listInvitations = query({
  name: 'list-invitations',
  path: '/api/studies/:study/invitations',
  summary: 'Invitations to this study with their links, the newest first.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    invitations: z.array(invitation),
    /** Whether invitations go out by mail too. */
    mailed: z.boolean(),
  }),
})

export const inviteMember = command({
  name: 'invite-member',
  summary: 'Invite somebody into the team. The link stands in `list-invitations`.',
  body: z.object({
    email: emailAddress,
    role,
    site: id.nullable().default(null),
    initials,
  }),
  answer: z.object({ id, mailed: z.boolean() }),
})

export const withdrawInvitation = command({
  name: 'withdraw-invitation',
  summary: 'Take an open invitation back: its link no longer works.',
  body: z.object({ id }),
  answer: z.object({ id }),
})

export const changeMember = command({
  name: 'change-member',
  summary: 'Change the role, site, initials or colour of a member. A study keeps a lead.',
  body: z.object({
    account,
    role: role.optional(),
    site: id.nullable().optional(),
    initials: initials.optional(),
    colour: colour.optional(),
  }),
  answer: z.object({ account }),
})

export const removeMember = command({
  name: 'remove-member',
  summary: 'Take a member out of the team; what they did stays. The last lead stays too.',
  body: z.object({ account }),
  answer: z.object({ account }),
})

export const listPermissions = query({
  name: 'list-permissions',
  path: '/api/studies/:study/permissions',
  summary: 'What each role may do, as the database enforces it.',
  params: inStudy,
  search: nothing,
  answer: z.object({
    roles: z.array(role),
    actions: z.array(z.object({ action: z.string(), roles: z.array(role) })),
  }),
})

export const studyEndpoints = [
  listMyStudies,
  getStudy,
  foundStudy,
  changeStudy,
  removeStudy,
  getStudyHome,
  listSites,
  addSite,
  changeSite,
  removeSite,
  listMembers,
  listInvitations,
  inviteMember,
  withdrawInvitation,
  changeMember,
  removeMember,
  listPermissions,
]
