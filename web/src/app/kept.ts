import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { signedIn } from './session-marker.ts'

/** Something that a person chose, kept in this browser for them: another person at the same machine has their own. */
export interface Kept<Value> {
  read(scope: string): Value
  write(scope: string, value: Value): void
  /** The value while on screen; the same object until it changes. */
  use(scope: string): Value
}

/**
 * Keeps a value under a name and a scope (a study, or '' for all). What cannot be read any more, or is full, is as if
 * nothing had been chosen.
 */
export function kept<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  initial: z.output<Schema>,
): Kept<z.output<Schema>> {
  const known = new Map<string, z.output<Schema>>()
  const listeners = new Set<() => void>()
  const placeOf = (scope: string) => `throughline.${name}:${signedIn.account ?? ''}:${scope}`
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const read = (scope: string): z.output<Schema> => {
    const place = placeOf(scope)
    const before = known.get(place)
    if (before !== undefined) return before
    const parsed = schema.safeParse(stored(place))
    const value = parsed.success ? parsed.data : initial
    known.set(place, value)
    return value
  }
  // Another tab chose.
  addEventListener('storage', ({ key }) => {
    if (key === null) known.clear()
    else if (!known.delete(key)) return
    tell()
  })
  return {
    read,
    write(scope, value) {
      const place = placeOf(scope)
      known.set(place, value)
      try {
        localStorage.setItem(place, JSON.stringify(value))
      } catch {
        // It holds until the page is left.
      }
      tell()
    },
    use: (scope) =>
      useSyncExternalStore(
        (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        () => read(scope),
      ),
  }
}

function stored(place: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null')
  } catch {
    return null
  }
}
