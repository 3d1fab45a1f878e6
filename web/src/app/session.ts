import { getMe, signOut as signOutCommand } from '@throughline/contract/accounts'
import type { Account } from '@throughline/contract/accounts'
import { useQuery } from '@tanstack/react-query'
import { perform } from './client.ts'
import { connection } from './connection.ts'
import { asking, queryClient } from './queries.ts'
import { signedIn } from './session-marker.ts'

export type { Account }

export type Session =
  | { state: 'asking' }
  | { state: 'unknown'; error: Error; retry: () => void }
  | { state: 'first-run' }
  | { state: 'signed-out' }
  | { state: 'signed-in'; account: Account }

/** Who is signed in, as the server says. */
export function useSession(): Session {
  const me = useQuery({ ...asking(getMe, {}), staleTime: 60_000 })
  if (me.data) {
    if (me.data.account) return { state: 'signed-in', account: me.data.account }
    return { state: me.data.firstRun ? 'first-run' : 'signed-out' }
  }
  if (me.error) return { state: 'unknown', error: me.error, retry: () => void me.refetch() }
  return { state: 'asking' }
}

/** The account that is signed in. Only below the signed-in route, where there always is one. */
export function useAccount(): Account {
  const session = useSession()
  if (session.state !== 'signed-in') throw new Error('Nobody is signed in here.')
  return session.account
}

/**
 * Everything that changes who is signed in (set-up, sign-in, invitation, sign-out) goes through here. While
 * it runs nobody counts as signed in, so that no tab sends one person's waiting work as another; afterwards
 * the server is asked who it is. What the cache held of the last person is forgotten.
 */
export async function changeSession<Result>(change: () => Promise<Result>): Promise<Result> {
  signedIn.set(null)
  try {
    return await change()
  } finally {
    await queryClient.cancelQueries()
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== getMe.name })
    await queryClient.fetchQuery({ ...asking(getMe, {}), staleTime: 0 }).catch(() => {})
  }
}

/** Keeps the marker that all tabs share equal to what the server last said, and asks again when it turns us away. */
export function followSession(): void {
  queryClient.getQueryCache().subscribe(({ type, query: { queryKey, state } }) => {
    if (type !== 'updated' || queryKey[0] !== getMe.name || state.status !== 'success') return
    const me = getMe.answer.safeParse(state.data)
    const account = me.success ? (me.data.account?.id ?? null) : null
    if (signedIn.account !== account) signedIn.set(account)
  })
  const askAgain = () => void queryClient.invalidateQueries({ queryKey: [getMe.name] })
  connection.whenTurnedAway(askAgain)
  // another tab signed in or out
  addEventListener('storage', askAgain)
}

/** Ends this session on the server. */
export function signOut(): Promise<unknown> {
  return changeSession(() => perform(signOutCommand, { body: {} }))
}
