import { STATUS_CODES } from 'node:http'
import type { Problem as ProblemAnswer } from '@throughline/contract/platform'
import type { Refusal } from '../room.ts'
import { diskFullSentence, Problem } from './problem.ts'

/** Answers of PostgreSQL that a person caused, with their sentence. Codes TL… are raised by our own triggers. */
const databaseAnswers: Record<string, { status: number; code: string; detail?: string }> = {
  '42501': {
    status: 403,
    code: 'not-allowed',
    detail: 'Your role in this study does not include this.',
  },
  '23503': {
    status: 409,
    code: 'gone',
    detail: 'Something that this stands on does not exist, or no longer. Reload and look again.',
  },
  '23505': { status: 409, code: 'exists-already', detail: 'This exists already.' },
  '23514': {
    status: 422,
    code: 'invalid-input',
    detail: 'A value is outside what is possible here.',
  },
  '22021': {
    status: 422,
    code: 'invalid-input',
    detail: 'The text holds a character that cannot be kept (U+0000).',
  },
  '22P05': {
    status: 422,
    code: 'invalid-input',
    detail: 'The text holds a character that cannot be kept (U+0000).',
  },
  '22P02': { status: 422, code: 'invalid-input', detail: 'A value has the wrong form.' },
  '22003': { status: 422, code: 'invalid-input', detail: 'A number is too large.' },
  '40001': {
    status: 409,
    code: 'try-again',
    detail: 'Somebody changed the same thing at this moment. Try again.',
  },
  '40P01': {
    status: 409,
    code: 'try-again',
    detail: 'Somebody changed the same thing at this moment. Try again.',
  },
  '53100': {
    status: 507,
    code: 'disk-full',
    detail: diskFullSentence,
  },
  ENOSPC: {
    status: 507,
    code: 'disk-full',
    detail: diskFullSentence,
  },
  '57014': {
    status: 503,
    code: 'too-slow',
    detail: 'This took too long and was stopped. Try a smaller part.',
  },
  TL005: { status: 404, code: 'not-found' },
  TL001: { status: 409, code: 'append-only' },
  TL002: { status: 422, code: 'not-released' },
  TL003: { status: 422, code: 'outside-the-text' },
  TL004: { status: 422, code: 'no-consent-to-be-quoted' },
}
const databaseAway = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  '08003',
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
])

/** What the driver and its pool say without a code, the rollback on a connection that is gone included. */
const brokenConnection =
  /Connection terminated|is not queryable|timeout exceeded when trying to connect|Cannot use a pool after calling end|driver has already been destroyed/

/** Whether an error comes of a trouble that passes by itself or with some space: the same may succeed later. */
export function isPassing(error: unknown): boolean {
  return ['database-away', 'disk-full', 'try-again'].includes(problemOf(error).code)
}

/** Any error as an RFC 9457 problem. What was not expected says nothing of its inside. */
export function problemOf(
  error: unknown,
  refusals: Readonly<Record<string, Refusal>> = {},
): ProblemAnswer {
  if (error instanceof Problem) return build(error.status, error.code, error.message, error.fields)
  const refusal = refusals[constraintOf(error) ?? '']
  if (refusal) return build(refusal.status ?? 409, refusal.code, refusal.detail)
  const code = codeOf(error)
  const known = code === null ? undefined : databaseAnswers[code]
  if (known) return build(known.status, known.code, known.detail ?? messageOf(error))
  if ((code !== null && databaseAway.has(code)) || brokenConnection.test(messageOf(error)))
    return build(
      503,
      'database-away',
      'The database does not answer just now. What you did is kept in your browser and sent again.',
    )
  const status = statusOf(error)
  switch (status) {
    case 413:
      return build(413, 'too-large', 'This is larger than what is accepted here.')
    case 415:
      return build(
        415,
        'wrong-media-type',
        'Send JSON as application/json, or a file as application/octet-stream.',
      )
    case 429:
      return build(
        429,
        'too-many-requests',
        'Too many requests in one minute. Nothing is lost: wait a moment and try again.',
      )
    case 403:
      return build(403, 'foreign-origin', 'This request came from another site and was refused.')
    default:
      return status >= 400 && status < 500
        ? build(
            status,
            'bad-request',
            'The request was not understood: it is not well-formed JSON or HTTP.',
          )
        : build(
            500,
            'fault',
            'A fault in Throughline stopped this. Nothing was half done; the log of the server tells more.',
          )
  }
}

function build(
  status: number,
  code: string,
  detail: string,
  fields?: ProblemAnswer['fields'],
): ProblemAnswer {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Problem',
    status,
    code,
    detail,
    ...(fields ? { fields } : {}),
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
}

function constraintOf(error: unknown): string | null {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : null
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500
}
