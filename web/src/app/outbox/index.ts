import { outbox as queue } from './outbox.ts'
import { remember } from './undo.ts'
import type { Command } from '@throughline/contract/endpoint'
import type { z } from 'zod'
import type { Enqueued } from './outbox.ts'

export interface Asked<Body extends z.ZodObject, Answer extends z.ZodType> {
  command: Command<Body, Answer>
  /** The study; null for a command above studies. */
  study: string | null
  body: z.input<Body>
  /** What the person did, as a sentence: “Coded P004 with Self-blame”. Shown while it waits and if it is refused. */
  describe: string
  /** False for steps that Mod-Z must pass over (settings, imports). */
  undoable?: boolean
}

export const outbox = {
  ...queue,
  get state() {
    return queue.state
  },
  enqueue<Body extends z.ZodObject, Answer extends z.ZodType>(
    asked: Asked<Body, Answer>,
  ): Enqueued<z.output<Answer>> {
    const enqueued = queue.enqueue(asked)
    if (asked.study !== null && asked.undoable !== false)
      remember(asked.study, { key: enqueued.key, describe: asked.describe })
    return enqueued
  },
}

export type { Enqueued, OutboxState, Pending, Trouble } from './outbox.ts'
export type { Kept, Refused } from './store.ts'
export { pendingCommands, useOutbox, usePendingCommands } from './pending.ts'
export type { PendingOf } from './pending.ts'
export { redoLast, undoLast, undoStep, useUndo, useUndoKeys } from './undo.ts'
