import '../../src/app/strict-policy.ts'
import { command } from '@throughline/contract/endpoint'
import { undo } from '@throughline/contract/platform'
import { z } from 'zod'
import { outbox, pendingCommands, redoLast, undoLast } from '../../src/app/outbox/index.ts'
import { ProblemError } from '../../src/app/problem.ts'
import { signedIn } from '../../src/app/session-marker.ts'

const note = command({
  name: 'note',
  summary: 'Write a line.',
  body: z.object({ text: z.string() }),
  answer: z.object({ text: z.string() }),
})

const told: string[] = []
const settled: string[] = []

const outboxPage = {
  signIn: (account: string | null) => signedIn.set(account),
  /** Enqueues a note and waits until the browser has it on its disk. */
  async note(study: string, text: string): Promise<string> {
    const { key, kept, acknowledged } = outbox.enqueue({
      command: note,
      study,
      body: { text },
      describe: `Noted ${text}`,
    })
    acknowledged.then(
      (answer) => told.push(`answered ${answer.text}`),
      (error: unknown) =>
        told.push(error instanceof ProblemError ? `refused ${error.problem.code}` : String(error)),
    )
    await kept
    return key
  },
  /** From now on an acknowledged note settles only when `release` is called. */
  holdSettling(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    outbox.whenAcknowledged(note, async ({ body }) => {
      await promise
      settled.push(body.text)
    })
    return resolve
  },
  release: () => {},
  told,
  settled,
  retry: () => outbox.retryNow(),
  undo: (study: string) => undoLast(study)?.key ?? null,
  redo: (study: string) => redoLast(study)?.key ?? null,
  state: () => ({
    pending: outbox.state.pending.map(({ key, command: name, state }) => ({ key, name, state })),
    refused: outbox.state.refused.map(({ key, describe, problem }) => ({
      key,
      describe,
      detail: problem.detail,
    })),
    trouble: outbox.state.trouble.kind,
  }),
  overlay: (study: string) =>
    pendingCommands(study)
      .filter((one) => one.command !== undo.name)
      .map((one) => one.describe),
  dismiss: (key: string) => outbox.dismiss(key),
  tryAgain: (key: string) => outbox.tryAgain(key),
  leaveOut: (key: string) => {
    const { trouble } = outbox.state
    return trouble.kind === 'server' ? outbox.leaveOut(key, trouble.problem) : Promise.resolve()
  },
}

export type OutboxPage = typeof outboxPage

declare global {
  interface Window {
    outboxPage: OutboxPage
  }
}

window.outboxPage = outboxPage
outbox.start()
