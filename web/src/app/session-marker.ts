const place = 'throughline.account'

/**
 * Who is signed in, known to every tab at once: local storage is shared and synchronous. Nobody while a
 * sign-in or sign-out is under way, so that no tab sends one person's work under another's cookie.
 */
export const signedIn = {
  get account(): string | null {
    return localStorage.getItem(place)
  },
  set(account: string | null): void {
    if (account === null) localStorage.removeItem(place)
    else localStorage.setItem(place, account)
    for (const listener of listeners) listener()
  },
  /** Called in every tab when somebody signs in or out in any of them. */
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

const listeners = new Set<() => void>()

addEventListener('storage', (event) => {
  if (event.key === place || event.key === null) for (const listener of listeners) listener()
})
