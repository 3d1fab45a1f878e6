import * as contract from '@throughline/contract/protocol'
import { sql } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Action } from '../rules.ts'
import { protocolEvent } from './store.ts'

const programmes = z.array(contract.programme)

export const setProgrammes = useCase({
  command: contract.setProgrammes,
  may: 'change the study' satisfies Action,
  sharedUndo: true,
  memory: z.object({ before: programmes, after: programmes }),
  async run(context, { site, programmes: after }) {
    const long = after.find(({ years, yearNames }) => yearNames.length > years)
    if (long)
      throw Problem.invalid(
        'bad-programme',
        `“${long.name}” has ${long.years} years, but names for ${long.yearNames.length}.`,
      )
    const before = await lock(context, site)
    return { answer: {}, memory: { before, after }, ...(await write(context, site, after)) }
  },
  async undo(context, { before, after }, { site }) {
    if (!isDeepStrictEqual(await lock(context, site), after))
      throw Problem.conflict(
        'changed-since',
        'The programmes of this site were changed since, so this step cannot be taken back.',
      )
    return write(context, site, before)
  },
})

async function lock({ transaction, study }: StepContext, site: string) {
  const { rows } = await sql<{ programmes: unknown }>`select programmes from site
    where study_id = ${study} and id = ${site} for update`.execute(transaction)
  if (!rows[0]) throw Problem.notFound('There is no such site in this study.')
  return programmes.parse(rows[0].programmes)
}

async function write(
  { transaction, study }: StepContext,
  site: string,
  to: z.infer<typeof programmes>,
) {
  await sql`update site set programmes = ${JSON.stringify(to)}::jsonb
    where study_id = ${study} and id = ${site}`.execute(transaction)
  return { subject: { kind: 'site', id: site }, events: [protocolEvent] }
}
