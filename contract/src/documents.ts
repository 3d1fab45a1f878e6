import { z } from 'zod'
import { command, inStudy, nothing, query } from './endpoint.ts'
import { id, moment, prose } from './platform.ts'

/** What a study says, asks and promises, each in versions. */
export const documentKind = z.enum([
  'information sheet',
  'recruitment text',
  'eligibility',
  'sign-up form',
  'consent form',
  'interview guide',
  'distress protocol',
  'debrief',
  'mail',
])
export type DocumentKind = z.infer<typeof documentKind>

/** The mails that the study sends, by the moment at which they are sent. */
export const mailName = z.enum(['signed up', 'invitation'])
export type MailName = z.infer<typeof mailName>

/** BCP 47, such as `en` or `cy`. */
export const documentLanguage = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

/** The id of a part of a document: short, stable over versions, so that answers can name it. */
const partId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
const note = prose(2_000).default('')

/** One line that a draft may leave open; approval asks for it. */
const text = (longest: number) => z.string().trim().max(longest)

export const proseContent = z.object({ heading: prose(300), body: prose(60_000) })

export const guidanceGroup = z.object({
  id: partId,
  label: text(300),
  detail: note,
  source: note,
  /** Two flags that do not imply each other (R6). */
  concerns: z.array(z.enum(['widening participation', 'minoritised characteristic'])).max(2),
})

export const exclusionRule = z.object({
  id: partId,
  question: text(500),
  rationale: text(2_000),
  /**
   * `ended within`: a date; excluded when it lies in the months before the as-of date, or after it. `yes`: excluded
   * when the answer is yes.
   */
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ended within'), months: z.number().int().min(1).max(120) }),
    z.object({ kind: z.literal('yes') }),
  ]),
  /** The day as of which it is judged; null for the day of the sign-up. */
  asOf: z.iso.date().nullable(),
})
export type ExclusionRule = z.infer<typeof exclusionRule>

export const eligibilityContent = z.object({
  /** What somebody says of themselves to take part; it suffices, and nobody overrules it (R23). */
  statement: text(2_000),
  /** Where the definition comes from (R25). */
  source: note,
  /** Examples, never a gate (R26): what is in nobody’s list can be said in one’s own words. */
  groups: z.array(guidanceGroup).max(60),
  exclusions: z.array(exclusionRule).max(20),
})
export type EligibilityContent = z.infer<typeof eligibilityContent>

export const formQuestion = z.object({
  id: partId,
  label: text(500),
  hint: note,
  /** Why it is asked; nothing is asked that the study does not need. */
  why: text(1_000),
  kind: z.enum(['text', 'one choice', 'several choices']),
  choices: z.array(z.object({ id: partId, label: text(200) })).max(60),
  /** Its answers count among the characteristics whose range the sample is to widen. */
  widens: z.boolean(),
})
export type FormQuestion = z.infer<typeof formQuestion>

export const signUpFormContent = z.object({
  /** Who asks, in one line above the title. */
  whoAsks: text(200),
  heading: text(200),
  lede: text(2_000),
  /** What calms: who sees a name, that one may change one’s mind. */
  promise: note,
  questions: z.array(formQuestion).max(30),
})
export type SignUpFormContent = z.infer<typeof signUpFormContent>

export const consentPurpose = z.enum(['take part', 'record', 'quote', 'contact again', 'other'])
export type ConsentPurpose = z.infer<typeof consentPurpose>

export const consentFormContent = z.object({
  intro: note,
  statements: z
    .array(
      z.object({
        id: partId,
        text: text(2_000),
        purpose: consentPurpose,
        /** Without it nobody takes part; the others may be left open. */
        must: z.boolean(),
      }),
    )
    .max(40),
  /** What happens to what was said, when somebody withdraws: until the cut-off, and after it. */
  untilCutOff: text(2_000),
  afterCutOff: text(2_000),
})
export type ConsentFormContent = z.infer<typeof consentFormContent>

export const guideContent = z.object({
  opening: prose(5_000).default(''),
  closing: prose(5_000).default(''),
  sections: z
    .array(
      z.object({
        id: partId,
        title: text(200),
        questions: z
          .array(
            z.object({
              id: partId,
              text: text(2_000),
              prompts: z.array(text(1_000)).max(30),
              /** The themes of inquiry that it serves (R15). */
              serves: z.array(text(200)).max(20),
              /** Where it came from (R16). */
              source: note,
            }),
          )
          .max(100),
      }),
    )
    .max(40),
})
export type GuideContent = z.infer<typeof guideContent>

export const mailContent = z.object({
  /** Never a characteristic, a topic that reveals one, or a clinical word. */
  subject: text(150),
  body: prose(10_000),
})

export const documentContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('information sheet'), ...proseContent.shape }),
  z.object({ kind: z.literal('recruitment text'), ...proseContent.shape }),
  z.object({ kind: z.literal('distress protocol'), ...proseContent.shape }),
  z.object({ kind: z.literal('debrief'), ...proseContent.shape }),
  z.object({ kind: z.literal('eligibility'), ...eligibilityContent.shape }),
  z.object({ kind: z.literal('sign-up form'), ...signUpFormContent.shape }),
  z.object({ kind: z.literal('consent form'), ...consentFormContent.shape }),
  z.object({ kind: z.literal('interview guide'), ...guideContent.shape }),
  z.object({ kind: z.literal('mail'), ...mailContent.shape }),
])
export type DocumentContent = z.infer<typeof documentContent>

/** `draft`, then `approved`, then `in force` from its moment on, until a later one is: then `superseded`. */
export const versionState = z.enum(['draft', 'approved', 'in force', 'superseded'])
export type VersionState = z.infer<typeof versionState>

export const documentVersion = z.object({
  number: z.number().int().min(1),
  state: versionState,
  /** What changed and why, in the words of who wrote it. */
  note: z.string(),
  /** Made by a machine and not yet looked over by a person who speaks the language. */
  machineMade: z.boolean(),
  writtenBy: z.string(),
  writtenAt: moment,
  approvedBy: z.string().nullable(),
  approvedAt: moment.nullable(),
  inForceFrom: moment.nullable(),
})
export type DocumentVersion = z.infer<typeof documentVersion>

const about = {
  kind: documentKind,
  /** What it is called where there are several of a kind: the channel of a recruitment text, the mail’s moment. */
  name: z.string().max(100),
  /** A debrief is its site’s own; null for what holds everywhere. */
  site: id.nullable(),
  language: documentLanguage,
}

export const documentSummary = z.object({
  id,
  ...about,
  /** The newest draft or approved version that is not in force yet. */
  coming: documentVersion.nullable(),
  inForce: documentVersion.nullable(),
  versions: z.number().int(),
})
export type DocumentSummary = z.infer<typeof documentSummary>

export const listDocuments = query({
  name: 'list-documents',
  path: '/api/studies/:study/documents',
  summary: 'Everything that the study says, asks and promises, with the version in force of each.',
  params: inStudy,
  search: nothing,
  answer: z.object({ documents: z.array(documentSummary) }),
})

export const getDocument = query({
  name: 'get-document',
  path: '/api/studies/:study/documents/:document',
  summary: 'A document with its versions, the newest first, and what each says.',
  params: inStudy.extend({ document: id }),
  search: nothing,
  answer: z.object({
    id,
    ...about,
    versions: z.array(documentVersion.extend({ content: documentContent })),
  }),
})

export const addDocument = command({
  name: 'add-document',
  summary: 'Begin a document with its first draft.',
  body: z.object({
    id,
    name: z.string().trim().max(100).default(''),
    site: id.nullable().default(null),
    language: documentLanguage.default('en'),
    content: documentContent,
    machineMade: z.boolean().default(false),
    note,
  }),
  answer: z.object({ id }),
})

export const writeDraft = command({
  name: 'write-draft',
  summary:
    'Write the draft of a document, or begin the next one. `since` is when the draft that was read was written, null when there was none: what somebody else wrote meanwhile is not overwritten.',
  body: z.object({
    document: id,
    content: documentContent,
    note,
    machineMade: z.boolean().default(false),
    since: moment.nullable(),
  }),
  answer: z.object({ number: z.number().int(), writtenAt: moment }),
})

export const discardDraft = command({
  name: 'discard-draft',
  summary: 'Throw a draft away. A document that never had another version goes with it.',
  body: z.object({ document: id, number: z.number().int() }),
  answer: z.object({}),
})

export const approveDocument = command({
  name: 'approve-document',
  summary: 'Approve a draft as it stands. From then on it is not changed any more.',
  body: z.object({ document: id, number: z.number().int(), writtenAt: moment }),
  answer: z.object({}),
})

export const putInForce = command({
  name: 'put-in-force',
  summary: 'Put an approved version in force, now or from a moment to come.',
  body: z.object({ document: id, number: z.number().int(), from: moment.nullable() }),
  answer: z.object({ from: moment }),
})

export const markReviewed = command({
  name: 'mark-translation-reviewed',
  summary: 'Say that a person who speaks the language has looked over what a machine made.',
  body: z.object({ document: id, number: z.number().int() }),
  answer: z.object({}),
})
