import { useSyncExternalStore } from 'react'

type Listener = () => void

let reachable = true
const listeners = new Set<Listener>()
const turnedAwayListeners = new Set<Listener>()

/** Every request and the live stream say here whether the server answered; the save state shows it. */
export const connection = {
  get reachable() {
    return reachable
  },
  heard(answered: boolean): void {
    if (reachable === answered) return
    reachable = answered
    for (const listener of listeners) listener()
  },
  /** The server said that nobody is signed in. */
  turnedAway(): void {
    for (const listener of turnedAwayListeners) listener()
  },
  whenTurnedAway(listener: Listener): () => void {
    turnedAwayListeners.add(listener)
    return () => turnedAwayListeners.delete(listener)
  },
  subscribe(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

export function useReachable(): boolean {
  return useSyncExternalStore(connection.subscribe, () => reachable)
}
