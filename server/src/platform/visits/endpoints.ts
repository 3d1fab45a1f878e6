import { type Command, commandPath, linkHeader, type Query } from '@throughline/contract/endpoint'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { once } from '../commands/perform.ts'
import { type Done, recordStep, type StepContext } from '../commands/step.ts'
import { type BoundEndpoint, keyOf, parseBody, readInput } from '../http/endpoints.ts'
import { requireSpace } from '../http/free-space.ts'
import { Problem } from '../http/problem.ts'
import type { AnyTransaction } from '../database/database.ts'
import type { Platform } from '../platform.ts'
import type { Visit } from './visits.ts'

/** What a read by a link stands on. */
export interface VisitReadContext {
  transaction: AnyTransaction
  platform: Platform
  visit: Visit
  study: string
}

/** What a step by a link stands on: that of any step, and whose link it is. */
export type VisitContext = StepContext & { visit: Visit }

/**
 * A step by whoever has a link. Nothing of what it carries is kept in the step log; `reveal` adds to the answer what
 * must not be kept either, such as a link.
 */
export interface VisitUseCase<C extends Command, Kept> {
  command: C
  /** What the link must allow. */
  may: string
  run(context: VisitContext, body: z.output<C['body']>): Promise<Done<Kept>>
  reveal(platform: Platform, kept: Kept): z.output<C['answer']>
  kept: z.ZodType<Kept>
}

export function visitUseCase<C extends Command, Kept>(
  definition: VisitUseCase<C, Kept>,
): VisitUseCase<C, Kept> {
  return definition
}

/** Binds a read to those who come by a link that allows `may`. */
export function answerVisit<P extends z.ZodObject, S extends z.ZodObject, A extends z.ZodType>(
  endpoint: Query<P, S, A>,
  may: string,
  run: (
    context: VisitReadContext,
    input: { params: z.output<P>; search: z.output<S> },
  ) => Promise<z.input<A>>,
): BoundEndpoint {
  return {
    endpoint,
    may,
    mount(app, platform) {
      app.get(endpoint.path, async (request, reply) => {
        const input = readInput(endpoint, request)
        const result = await platform.visits.enter(linkOf(request), null, (transaction, visit) => {
          requireLink(visit, may)
          return run({ transaction, platform, visit, study: visit.study }, input)
        })
        return reply.header('cache-control', 'no-store').send(endpoint.answer.parse(result))
      })
    },
  }
}

/** Binds a step to those who come by a link. */
export function performVisit<C extends Command, Kept>(
  useCase: VisitUseCase<C, Kept>,
): BoundEndpoint {
  const { command, may } = useCase
  return {
    endpoint: command,
    may,
    mount(app, platform) {
      app.post(commandPath(command), async (request, reply) => {
        const body = parseBody(command, request.body)
        const key = keyOf(request)
        await requireSpace(platform.settings.home)
        const kept = await once(() => step(platform, linkOf(request), key, body))
        platform.events.committed()
        const answer = useCase.reveal(platform, useCase.kept.parse(kept))
        return reply.header('cache-control', 'no-store').send(command.answer.parse(answer))
      })
    },
  }

  function step(platform: Platform, token: string, key: string, body: z.output<C['body']>) {
    const fingerprint = platform.vault.fingerprint(command.name, body)
    return platform.visits.enter(token, key, async (transaction, visit, earlier) => {
      const { study, member } = visit
      if (earlier) {
        if (earlier.account !== member.account || earlier.fingerprint !== fingerprint)
          throw Problem.keyUsedBefore()
        return earlier.answer
      }
      requireLink(visit, may)
      const account = member.account
      const context = { transaction, platform, member, account, study, key, visit }
      const done = await useCase.run(context, body)
      const events = await platform.events.withReactions(context, done.events ?? [])
      const recorded = { key, name: command.name, fingerprint, body: {} }
      await recordStep(transaction, study, recorded, { ...done, events })
      return done.answer
    })
  }
}

function requireLink(visit: Visit, may: string): void {
  if (!visit.member.actions.has(may))
    throw Problem.notAllowed('This link is for something else. Use the one that was sent to you.')
}

function linkOf(request: FastifyRequest): string {
  const token = request.headers[linkHeader]
  if (typeof token !== 'string' || token === '' || token.length > 200)
    throw Problem.notFound('This link is not whole. Open it again from the message or the advert.')
  return token
}
