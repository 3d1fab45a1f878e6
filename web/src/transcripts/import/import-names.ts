import { z } from 'zod'
import type { SentFile } from './sent-file.ts'

// The server keeps no name of a raw file in clear, so the tab that sent it remembers what its files were called.

const names = z.record(z.string(), z.string())
const place = (job: string) => `throughline:import-names:${job}`

/** Remembers, in this tab, what the files of an import were called. */
export function keepNames(job: string, files: readonly SentFile[]): void {
  const kept = Object.fromEntries(
    files.flatMap(({ upload, name }) => (upload === null ? [] : [[upload, name]])),
  )
  try {
    sessionStorage.setItem(place(job), JSON.stringify(kept))
  } catch {
    // Without it the result says “A raw transcript”.
  }
}

/** Upload → the name of its file, as far as this tab remembers. */
export function namesOf(job: string): Readonly<Record<string, string>> {
  try {
    return names.safeParse(JSON.parse(sessionStorage.getItem(place(job)) ?? '{}')).data ?? {}
  } catch {
    return {}
  }
}
