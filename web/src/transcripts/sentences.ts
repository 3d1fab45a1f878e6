import { ProblemError, UnreachableError } from '../app/problem.ts'

/** What went wrong, as a sentence for a line of a list. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return error.problem.detail
  if (error instanceof UnreachableError || error instanceof Error) return error.message
  return String(error)
}
