import type { Command } from '@throughline/contract/endpoint'
import { redo, undo } from '@throughline/contract/platform'
import { useRef, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { outbox } from './outbox.ts'
import type { OutboxState, Pending } from './outbox.ts'

/** A pending command with its body in the contract's shape. */
export interface PendingOf<Body extends z.ZodObject> {
  key: string
  body: z.output<Body>
  at: string
  account: string
}

/** The whole outbox, for the save state. */
export function useOutbox(): OutboxState {
  return useSyncExternalStore(outbox.subscribe, () => outbox.state)
}

/**
 * What of a study waits, in order, without those that a later waiting `undo` takes back: lay it over the
 * server's data. The server's data may hold it already, so lay it over by the ids that the browser made.
 */
export function pendingCommands(study: string, name?: string): readonly Pending[] {
  return effective(outbox.state.pending, study).filter(
    (one) => name === undefined || one.command === name,
  )
}

/** `pendingCommands` of one command, typed, as a hook: the same array until something changes. */
export function usePendingCommands<Body extends z.ZodObject, Answer extends z.ZodType>(
  study: string,
  command: Command<Body, Answer>,
): readonly PendingOf<Body>[] {
  const last = useRef<{ keys: string; list: readonly PendingOf<Body>[] }>({ keys: '', list: [] })
  return useSyncExternalStore(outbox.subscribe, () => {
    const pending = pendingCommands(study, command.name)
    const keys = pending.map((one) => one.key).join()
    if (last.current.keys !== keys)
      last.current = {
        keys,
        list: pending.flatMap(({ key, body, at, account }) => {
          const parsed = command.body.safeParse(body)
          return parsed.success ? [{ key, body: parsed.data, at, account }] : []
        }),
      }
    return last.current.list
  })
}

function effective(pending: readonly Pending[], study: string): readonly Pending[] {
  const ofStudy = pending.filter((one) => one.lane === study)
  const takenBack = new Map<string, boolean>()
  for (const one of ofStudy) {
    if (one.command !== undo.name && one.command !== redo.name) continue
    const body = undo.body.safeParse(one.body)
    if (body.success) takenBack.set(body.data.command, one.command === undo.name)
  }
  return ofStudy.filter((one) => takenBack.get(one.key) !== true)
}
