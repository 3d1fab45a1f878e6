import { problem, type Problem } from '@throughline/contract/platform'

/** The server understood and refused: `problem.detail` is a sentence that says what to do. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly problem: Problem
  constructor(refusal: Problem) {
    super(refusal.detail)
    this.problem = refusal
  }
}

/**
 * Trying again may help: nobody answered, something between answered in the server's place (a proxy, a log-in
 * page of a network), or the server itself is in trouble (`problem` says which).
 */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
  readonly problem: Problem | null
  /** Seconds after which the server asked to be tried again, if it said so. */
  readonly retryAfter: number | null
  constructor(message: string, why: { problem?: Problem | null; retryAfter?: number | null } = {}) {
    super(message)
    this.problem = why.problem ?? null
    this.retryAfter = why.retryAfter ?? null
  }
}

/** The server answered in a shape that this page does not know: the page is older than the server. */
export class AnswerError extends Error {
  override name = 'AnswerError'
}

/** Reads a problem-details body; null when the body is something else. */
export function readProblem(body: unknown): Problem | null {
  const parsed = problem.safeParse(body)
  return parsed.success ? parsed.data : null
}
