import * as contract from '@throughline/contract/study'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../platform/commands/step.ts'
import { Problem } from '../platform/http/problem.ts'
import { differences, refuseIfChangedSince } from './changed-since.ts'
import type { Action } from './rules.ts'

const about = z.object({
  title: z.string(),
  aims: z.string(),
  paradigm: z.string(),
  approach: z.string(),
})
type About = z.infer<typeof about>

const event = { name: 'study.changed', may: '', data: {} }

export const changeStudy = useCase({
  command: contract.changeStudy,
  may: 'change the study' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: about.partial(), after: about.partial() }),
  async run(context, body) {
    const study = await lockStudy(context)
    const memory = differences(study, body)
    await write(context, { ...study, ...memory.after })
    const detail = { fields: Object.keys(memory.after) }
    return { answer: {}, subject: subject(context), detail, memory, events: [event] }
  },
  async undo(context, { before, after }) {
    const study = await lockStudy(context)
    refuseIfChangedSince('The study', study, after)
    await write(context, { ...study, ...before })
    return { subject: subject(context), detail: { fields: Object.keys(before) }, events: [event] }
  },
})

const subject = ({ study }: StepContext) => ({ kind: 'study', id: study })

async function lockStudy({ transaction, study }: StepContext): Promise<About> {
  const { rows } = await sql<About>`select title, aims, paradigm, approach from study
    where study_id = ${study} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('This study does not exist, or you are not in it.')
  return about.parse(rows[0])
}

async function write({ transaction, study }: StepContext, is: About): Promise<void> {
  await sql`update study set title = ${is.title}, aims = ${is.aims}, paradigm = ${is.paradigm},
    approach = ${is.approach} where study_id = ${study}`.execute(transaction)
}
