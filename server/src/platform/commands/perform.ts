import type { Command } from '@throughline/contract/endpoint'
import type { z } from 'zod'
import type { Account, EarlierStep } from '../database/database.ts'
import { requireSpace } from '../http/free-space.ts'
import { requirePermission } from '../http/permission.ts'
import { Problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import { type AccountUseCase, fingerprintOf, recordStep, type UseCase } from './step.ts'

/** Runs a use case as a member of a study, once for each key. The answer is given after the commit. */
export async function performInStudy<C extends Command, Memory>(
  platform: Platform,
  { account, study, key }: { account: Pick<Account, 'id'>; study: string; key: string },
  useCase: UseCase<C, Memory>,
  body: z.output<C['body']>,
): Promise<z.output<C['answer']>> {
  const { command } = useCase
  const fingerprint = useCase.isSecret
    ? platform.vault.fingerprint(command.name, body)
    : fingerprintOf(command.name, body)
  await requireSpace(platform.settings.home)
  const answer = await once(() =>
    platform.database.inStudy(account.id, study, key, async (transaction, member, earlier) => {
      if (earlier) return answerAgain(earlier, account.id, fingerprint)
      requirePermission(member, useCase.may)
      const context = { transaction, platform, member, account: account.id, study, key }
      const done = await useCase.run(context, body)
      const events = await platform.events.withReactions(context, done.events ?? [])
      const step = { key, name: command.name, fingerprint, body: useCase.isSecret ? {} : body }
      await recordStep(transaction, study, step, { ...done, events })
      return done.answer
    }),
  )
  platform.events.committed()
  return parsed<C['answer']>(command.answer, answer)
}

/** The same above any study. */
export async function performAboveStudies<C extends Command>(
  platform: Platform,
  { account, key }: { account: Account; key: string },
  useCase: AccountUseCase<C>,
  body: z.output<C['body']>,
): Promise<z.output<C['answer']>> {
  const { command } = useCase
  const fingerprint = fingerprintOf(command.name, body)
  await requireSpace(platform.settings.home)
  const answer = await once(() =>
    platform.database.aboveStudies(account.id, key, async (transaction, earlier) => {
      if (earlier) return answerAgain(earlier, account.id, fingerprint)
      const done = await useCase.run({ transaction, platform, account: account.id, key }, body)
      await recordStep(transaction, null, { key, name: command.name, fingerprint, body }, done)
      return done.answer
    }),
  )
  platform.events.committed()
  return parsed<C['answer']>(command.answer, answer)
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(value)
}

function answerAgain(earlier: EarlierStep, account: string, fingerprint: string): unknown {
  if (earlier.account !== account || earlier.fingerprint !== fingerprint)
    throw Problem.keyUsedBefore()
  return earlier.answer
}

const uniqueViolation = '23505'

/**
 * Two requests with one key at the same moment: the later one fails on whatever the earlier one made, took away or
 * undid first. At its second try it finds the answer; a refusal that has another reason comes again.
 */
export async function once<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt()
  } catch (error) {
    if (mayComeOfTheSameKey(error)) return attempt()
    throw error
  }
}

function mayComeOfTheSameKey(error: unknown): boolean {
  if (error instanceof Problem) return error.status === 404 || error.status === 409
  return error instanceof Error && 'code' in error && error.code === uniqueViolation
}
