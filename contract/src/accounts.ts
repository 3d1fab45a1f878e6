import { z } from 'zod'
import { command, nothing, query } from './endpoint.ts'
import { id, line, moment } from './platform.ts'

/** The id of an account: text, as the accounts library makes it. */
export const accountId = z.string().min(1).max(100)

/** An e-mail address; upper and lower case are the same address. */
export const emailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** The longest password taken; long enough for any sentence and any password manager. */
export const longestPassword = 128
/** A new password has at least so many characters; how good it is, `check-password` says. */
export const shortestPassword = 12

const password = z.string().min(1).max(longestPassword)
/** The secret part of a link that we made. */
const linkToken = z.string().min(20).max(100)

export const account = z.object({
  id: accountId,
  name: z.string(),
  email: z.string(),
  owner: z.boolean(),
})
export type Account = z.infer<typeof account>

export const getMe = query({
  name: 'get-me',
  path: '/api/me',
  summary:
    'Who is signed in (null when nobody is), whether the installation still waits for its set-up, and whether it can send mail itself.',
  params: nothing,
  search: nothing,
  answer: z.object({ account: account.nullable(), firstRun: z.boolean(), sendsMail: z.boolean() }),
})

export const checkPassword = command({
  name: 'check-password',
  scope: 'instance',
  summary:
    'Whether a new password is strong enough, with a sentence that says why not. It is not kept.',
  body: z.object({
    password: z.string().max(longestPassword),
    name: z.string().max(200).default(''),
    email: z.string().max(254).default(''),
  }),
  answer: z.object({
    strong: z.boolean(),
    /** From 0 (guessed at once) to 4 (very hard to guess). */
    score: z.number().int().min(0).max(4),
    sentence: z.string(),
  }),
})

export const setUp = command({
  name: 'set-up',
  scope: 'instance',
  summary:
    'The first account, made with the link that the first start printed. It owns the installation.',
  body: z.object({ token: linkToken, name: line(100), email: emailAddress, password }),
  answer: z.object({ account }),
})

export const signIn = command({
  name: 'sign-in',
  scope: 'instance',
  summary:
    'Sign in; the answer sets the cookie. Wrong address and wrong password are answered alike.',
  body: z.object({ email: emailAddress, password }),
  answer: z.object({ account }),
})

export const signOut = command({
  name: 'sign-out',
  scope: 'instance',
  summary: 'End this sign-in.',
  body: z.object({}),
  answer: z.object({}),
})

const invitation = z.object({
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  study: z.string(),
  role: z.string(),
  email: z.string(),
  invitedBy: z.string(),
  expiresAt: moment,
  /** Whether the invited address has an account already, so that its holder signs in instead of making one. */
  hasAccount: z.boolean(),
})

export const getInvitation = query({
  name: 'get-invitation',
  path: '/api/invitations/:token',
  summary: 'What an invitation is to, for whoever holds its link.',
  params: z.object({ token: linkToken }),
  search: nothing,
  answer: invitation,
})

export const acceptInvitation = command({
  name: 'accept-invitation',
  scope: 'instance',
  summary:
    'Join a study by an invitation: with the account that is signed in, or with a new one for the invited address.',
  body: z.object({
    token: linkToken,
    /** Left out by who is signed in. */
    newAccount: z.object({ name: line(100), password }).optional(),
  }),
  answer: z.object({ study: id, account }),
})

export const askForReset = command({
  name: 'ask-for-reset',
  scope: 'instance',
  summary:
    'Ask for a link to a new password. The answer is the same whether or not the address has an account.',
  body: z.object({ email: emailAddress }),
  answer: z.object({}),
})

export const getResetLink = query({
  name: 'get-reset-link',
  path: '/api/reset-links/:token',
  summary: 'Whose password a link resets, for whoever holds it.',
  params: z.object({ token: linkToken }),
  search: nothing,
  answer: z.object({ name: z.string(), email: z.string() }),
})

export const resetPassword = command({
  name: 'reset-password',
  scope: 'instance',
  summary: 'A new password by a reset link. All sign-ins of the account end, and this one begins.',
  body: z.object({ token: linkToken, password }),
  answer: z.object({ account }),
})

export const changePassword = command({
  name: 'change-password',
  scope: 'instance',
  summary: 'A new password for who knows the present one. All other sign-ins end.',
  body: z.object({ current: password, password }),
  answer: z.object({}),
})

export const listMySignIns = query({
  name: 'list-my-sign-ins',
  path: '/api/me/sign-ins',
  summary: 'Where I am signed in, the latest used first.',
  params: nothing,
  search: nothing,
  answer: z.object({
    signIns: z.array(
      z.object({
        id: z.string(),
        /** Browser and system in words, as far as the browser tells. */
        device: z.string(),
        since: moment,
        /** To five minutes. */
        lastSeen: moment,
        current: z.boolean(),
      }),
    ),
  }),
})

export const revokeSignIn = command({
  name: 'revoke-sign-in',
  scope: 'instance',
  summary: 'End one of my sign-ins; its browser is out at once.',
  body: z.object({ signIn: z.string().min(1).max(100) }),
  answer: z.object({}),
})

export const revokeOtherSignIns = command({
  name: 'revoke-other-sign-ins',
  scope: 'instance',
  summary: 'End all my sign-ins but this one.',
  body: z.object({}),
  answer: z.object({ ended: z.number().int() }),
})

export const listAccounts = query({
  name: 'list-accounts',
  path: '/api/accounts',
  summary: 'Everybody who can sign in. Owners only.',
  params: nothing,
  search: nothing,
  answer: z.object({
    accounts: z.array(account.extend({ since: moment, lastSeen: moment.nullable() })),
  }),
})

export const makeResetLink = command({
  name: 'make-reset-link',
  scope: 'instance',
  summary: 'A link to a new password, to be handed over by an owner. It is shown this once.',
  body: z.object({ account: accountId }),
  answer: z.object({ link: z.string(), expiresAt: moment }),
})

const outboxMessage = z.object({
  id,
  state: z.enum(['waiting', 'sent', 'failed', 'by hand', 'sent by hand']),
  to: z.string(),
  subject: z.string(),
  /** Null once it was sent: what was written is not kept. */
  text: z.string().nullable(),
  at: moment,
  attempts: z.number().int(),
  /** Why the last attempt failed, in a sentence. */
  problem: z.string().nullable(),
  nextAttempt: moment.nullable(),
})
export type OutboxMessage = z.infer<typeof outboxMessage>

export const getOutbox = query({
  name: 'get-outbox',
  path: '/api/outbox',
  summary: 'Mail, what is still to be done first. Owners only.',
  params: nothing,
  search: nothing,
  answer: z.object({ sendsMail: z.boolean(), messages: z.array(outboxMessage) }),
})

export const markSentByHand = command({
  name: 'mark-sent-by-hand',
  scope: 'instance',
  summary: 'A message was sent by hand; its text is forgotten. Owners only.',
  body: z.object({ message: id }),
  answer: z.object({}),
})

export const sendAgain = command({
  name: 'send-mail-again',
  scope: 'instance',
  summary: 'Let the mail server try a failed or unsent message again. Owners only.',
  body: z.object({ message: id }),
  answer: z.object({}),
})
