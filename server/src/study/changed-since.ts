import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../platform/http/problem.ts'

/**
 * An undo gives back the values from before only where nobody has changed them since.
 *
 * @param now what stands in the database
 * @param after what the step that is undone left there
 * @throws Problem 409
 */
export function refuseIfChangedSince(what: string, now: object | undefined, after: object): void {
  const fields = new Map<string, unknown>(Object.entries(now ?? {}))
  const same =
    now !== undefined &&
    Object.entries(after).every(([field, value]) => isDeepStrictEqual(fields.get(field), value))
  if (!same)
    throw Problem.conflict(
      'changed-since',
      `${what} was changed or removed since, so this step cannot be taken back. Change it by hand.`,
    )
}

/** The fields of `change` that differ from `before`, with what they were. Fields that are left out stay. */
export function differences<Record_ extends Readonly<Record<string, unknown>>>(
  before: Record_,
  change: { readonly [Field in keyof Record_]?: Record_[Field] | undefined },
): { before: Partial<Record_>; after: Partial<Record_> } {
  const was: Partial<Record_> = {}
  const is: Partial<Record_> = {}
  for (const field in change) {
    const value = change[field]
    if (value === undefined || isDeepStrictEqual(value, before[field])) continue
    was[field] = before[field]
    is[field] = value
  }
  return { before: was, after: is }
}
