/** What a look at one thing brought: fine, worth knowing, or to be mended before Throughline can work. */
export interface Finding {
  what: string
  state: 'fine' | 'warning' | 'problem'
  /** What was found, in a sentence. */
  found: string
  /** How to mend it; null where nothing is to be mended. */
  mend: string | null
}

export const fine = (what: string, found: string): Finding => ({
  what,
  state: 'fine',
  found,
  mend: null,
})
export const warning = (what: string, found: string, mend: string): Finding => ({
  what,
  state: 'warning',
  found,
  mend,
})
export const problem = (what: string, found: string, mend: string): Finding => ({
  what,
  state: 'problem',
  found,
  mend,
})

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
