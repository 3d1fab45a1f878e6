import { type FormEvent, useState } from 'react'
import { ProblemError, UnreachableError } from '../app/problem.ts'

export interface Sending {
  /** For the form's `onSubmit`. */
  submit(event?: FormEvent): void
  isSending: boolean
  /** What is wrong with a field of the command's body, by its path: `password`, `newAccount.name`. */
  errorOf(field: string): string | undefined
  /** What is wrong and belongs to no field that was asked for by `errorOf`. */
  error: Error | null
}

/**
 * A form that sends one command at once, past the outbox, because what it carries must not be kept in the browser.
 * `fields` are the paths whose errors the form shows beside the field itself.
 */
export function useSending(fields: readonly string[], send: () => Promise<unknown>): Sending {
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const wrong = new Map(
    failure instanceof ProblemError
      ? (failure.problem.fields ?? []).map(({ path, message }) => [
          path.replace(/^body\./, ''),
          message,
        ])
      : [],
  )
  return {
    submit(event) {
      event?.preventDefault()
      if (isSending) return
      setSending(true)
      setFailure(null)
      send()
        .catch((error: unknown) => setFailure(asFailure(error)))
        .finally(() => setSending(false))
    },
    isSending,
    errorOf: (field) => wrong.get(field),
    error: fields.some((field) => wrong.has(field)) ? null : failure,
  }
}

/** Nothing here is sent again by itself, so what the server said (such as how long to wait) is shown as a refusal. */
function asFailure(error: unknown): Error {
  if (error instanceof UnreachableError && error.problem) return new ProblemError(error.problem)
  return error instanceof Error ? error : new Error()
}
