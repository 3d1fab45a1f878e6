import { useSyncExternalStore } from 'react'

const longest = 9
const listeners = new Set<() => void>()
const known = new Map<string, readonly string[]>()

const placeOf = (study: string) => `throughline.recent-codes:${study}`

function read(study: string): readonly string[] {
  const before = known.get(study)
  if (before) return before
  const stored: unknown = JSON.parse(localStorage.getItem(placeOf(study)) ?? '[]')
  const list = Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  known.set(study, list)
  return list
}

/** The codes that I used last in this study, on the keys 1 to 9. */
export function useRecentCodes(study: string): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => read(study),
  )
}

/** The code used now comes first; the one longest unused falls off the end. */
export function rememberCode(study: string, code: string): void {
  const list = read(study)
  const next = [code, ...list.filter((id) => id !== code)].slice(0, longest)
  known.set(study, next)
  localStorage.setItem(placeOf(study), JSON.stringify(next))
  for (const listener of listeners) listener()
}
