/** Something that was changed or lost, said once with how often. */
export interface Warning {
  readonly what: 'changed' | 'lost' | 'noticed'
  readonly message: string
  readonly times: number
}

/** Gathers warnings; the same words are one warning. */
export class Warnings {
  readonly #found = new Map<string, { what: Warning['what']; times: number }>()

  say(what: Warning['what'], message: string): void {
    const known = this.#found.get(message)
    if (known) known.times += 1
    else this.#found.set(message, { what, times: 1 })
  }

  list(): Warning[] {
    return [...this.#found].map(([message, found]) => ({ message, ...found }))
  }
}
