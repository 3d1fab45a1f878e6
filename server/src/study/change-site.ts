import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from './changed-since.ts'
import { cleanLine } from './participants/rules.ts'
import type { Action } from './rules.ts'

const site = z.object({ name: z.string(), years: z.number() })
type Site = z.infer<typeof site>

export const changeSite = useCase({
  command: contract.changeSite,
  may: 'change the study' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: site.partial(), after: site.partial() }),
  async run(context, { id, ...change }) {
    const now = await lockSite(context, id)
    const name = change.name === undefined ? undefined : cleanLine(change.name)
    const memory = differences(now, { ...change, name })
    return { answer: { id }, memory, ...(await write(context, id, { ...now, ...memory.after })) }
  },
  async undo(context, { before, after }, { id }) {
    const now = await lockSite(context, id)
    refuseIfChangedSince('This site', now, after)
    return write(context, id, { ...now, ...before })
  },
})

/** @throws Problem 404 */
async function lockSite({ transaction, study }: StepContext, id: string): Promise<Site> {
  const { rows } = await sql<Site>`select name, years from site
    where study_id = ${study} and id = ${id} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such site in this study.')
  return rows[0]
}

async function write({ transaction, study }: StepContext, id: string, { name, years }: Site) {
  await sql`update site set name = ${name}, years = ${years}
    where study_id = ${study} and id = ${id}`.execute(transaction)
  return {
    subject: { kind: 'site', id },
    events: [{ name: 'site.changed', may: '', data: { site: id } }],
  }
}
