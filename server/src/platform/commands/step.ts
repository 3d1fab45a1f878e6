import { createHash } from 'node:crypto'
import type { Command } from '@throughline/contract/endpoint'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { AnyTransaction, Member } from '../database/database.ts'
import type { Platform } from '../platform.ts'

/** What a use case stands on: the open transaction, who acts, and the platform's services. */
export interface StepContext {
  transaction: AnyTransaction
  platform: Platform
  member: Member
  account: string
  study: string
  /** The idempotency key of this step. */
  key: string
}

/** The same above any study. */
export type AccountContext = Omit<StepContext, 'member' | 'study'>

/** Something that happened, told to later rooms in the same transaction and to browsers after it. */
export interface EventDraft {
  name: string
  /** The permission that a member needs to hear of it. */
  may: string
  /** Ids and offsets only: never an identity, never what somebody said. */
  data: Record<string, unknown>
}

/** What a use case did. */
export interface Done<Answer, Memory = never> {
  answer: Answer
  /** What it was done to, for the audit trail. */
  subject: { kind: string; id: string | null }
  /** More for the audit trail; it names nobody. */
  detail?: Record<string, unknown>
  /** What undoing it needs to know. */
  memory?: Memory
  events?: readonly EventDraft[]
}

export type Undone = Omit<Done<unknown>, 'answer' | 'memory'>

/**
 * A use case: one transaction, one audit entry, its events. `run` is called again, with the same body, to redo.
 */
export interface UseCase<C extends Command, Memory = unknown> {
  command: C
  /** The permission needed; null where any member may. Row-level security holds even if this is wrong. */
  may: string | null
  /**
   * What it carries is about people or said in confidence: nothing of the body is kept in the step log, so the step
   * can be neither undone nor redone.
   */
  isSecret?: boolean
  /** Undo by whoever may do it, not only by who did it: for shared things such as the code list. */
  sharedUndo?: boolean
  memory?: z.ZodType<Memory>
  run(context: StepContext, body: z.output<C['body']>): Promise<Done<z.output<C['answer']>, Memory>>
  undo?(context: StepContext, memory: Memory, body: z.output<C['body']>): Promise<Undone>
}

/** Declares a use case; the compiler infers body, answer and memory from the contract. */
export function useCase<C extends Command, Memory = unknown>(
  definition: UseCase<C, Memory>,
): UseCase<C, Memory> {
  return definition
}

/** A use case above any study, such as founding one. It cannot be undone. */
export interface AccountUseCase<C extends Command> {
  command: C
  run(context: AccountContext, body: z.output<C['body']>): Promise<Done<z.output<C['answer']>>>
}

export function accountUseCase<C extends Command>(
  definition: AccountUseCase<C>,
): AccountUseCase<C> {
  return definition
}

/** The same body always has the same fingerprint, whatever the order of its keys. */
export function fingerprintOf(name: string, body: unknown): string {
  return createHash('sha256').update(name).update('\n').update(sorted(body)).digest('base64url')
}

/** A body as text, the same whatever the order of its keys. */
export function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
        )
      : inner,
  )
}

/** Writes what was done into the step log, the audit trail and the events, in one round trip. */
export async function recordStep(
  transaction: AnyTransaction,
  study: string | null,
  step: { key: string; name: string; fingerprint: string; body: unknown; undoes?: string },
  done: Done<unknown, unknown>,
): Promise<void> {
  await sql`/* prepared */ select record_step(${study}, ${step.key}, ${step.name}, ${step.fingerprint}, ${json(step.body)},
    ${json(done.answer)}, ${done.memory === undefined ? null : json(done.memory)}, ${step.undoes ?? null},
    ${done.subject.kind}, ${done.subject.id}, ${json(done.detail ?? {})}, ${json(done.events ?? [])})`.execute(
    transaction,
  )
}

const json = (value: unknown) => JSON.stringify(value)
