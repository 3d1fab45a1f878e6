import { allocateInterviewers, AllocationError, type InterviewPlan } from '@throughline/allocation'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { Refusal } from './exit-codes.ts'
import { resultAsJson, say } from './output.ts'
import { readGiven } from './read-given.ts'

export function addAllocate(parent: Command): void {
  parent
    .command('allocate')
    .description(
      'Give each interview two interviewers from other sites, and print who holds it as JSON.',
    )
    .argument('<file>', 'JSON: interviewers, sessions, and what is settled already')
    .option(
      '--within <seconds>',
      'seconds for each objective, after which the best so far has to do',
      seconds,
    )
    .addHelpText(
      'after',
      `
{ "interviewers": [{"id", "site", "maxLoad"?, "mayLead"?, "slots"?: [{"start", "end"}]}],
  "sessions": [{"id", "site", "slots"?: [{"id", "start", "end", "preference"?}]}],
  "apart"?: [[id, id]], "fixed"?: [{"session", "lead"?, "support"?, "slot"?}], "seed"?: number }

Times are ISO 8601, or numbers on any one clock. Preference 1 is liked best. First the most sessions, then the least sum of
squared loads, then of squared leads, then preferred slots. The same file and seed give the same answer in any order.`,
    )
    .action(async (path: string, options: { within?: number }) => {
      resultAsJson(await allocateIn(path, options.within))
    })
}

function seconds(value: string): number {
  const number = Number(value)
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('A number of seconds above 0 is needed.')
  return number
}

/** Who interviews whom, for a plan in a file. @throws Refusal with a sentence when it is no plan */
export async function allocateIn(path: string, within?: number) {
  const given = await readGiven(path)
  if (given.kind === 'table')
    throw new Refusal(`${path} is no JSON. Interviewers and sessions are given as JSON.`)
  const parsed = plan.safeParse(given.value)
  if (!parsed.success) throw new Refusal(sentenceFor(path, parsed.error))
  try {
    const found = await allocateInterviewers(parsed.data, {
      within,
      // for whoever waits before a terminal; what is piped stays quiet
      ...(process.stderr.isTTY && {
        onBetter: ({ length }: readonly unknown[]) => say(`So far ${length} sessions are covered.`),
      }),
    })
    return {
      assignments: found.assignments.map(({ slot, ...one }) =>
        slot === null ? one : { ...one, slot },
      ),
      loads: Object.fromEntries(found.loads),
      leads: Object.fromEntries(found.leads),
      uncovered: found.uncovered,
      status: found.status,
      values: found.values,
      seed: found.seed,
      inputHash: found.inputHash,
    }
  } catch (error) {
    throw error instanceof AllocationError ? new Refusal(error.message) : error
  }
}

const id = z.union([z.string(), z.number()]).transform(String)
/** Milliseconds since 1970 for what is written as a date, else the number itself. */
const time = z.union([z.number(), z.string()]).transform((given, context) => {
  const at = typeof given === 'number' ? given : Date.parse(given)
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: `“${given}” is no time` })
  return at
})
const span = { start: time, end: time }
const optional = <Kind extends z.ZodType>(kind: Kind) =>
  kind.nullish().transform((value) => value ?? undefined)

const plan = z.object({
  interviewers: z.array(
    z.object({
      id,
      site: id,
      maxLoad: optional(z.number()),
      mayLead: optional(z.boolean()),
      slots: optional(z.array(z.object(span))),
    }),
  ),
  sessions: z.array(
    z.object({
      id,
      site: id,
      slots: optional(z.array(z.object({ id, ...span, preference: optional(z.number()) }))),
    }),
  ),
  apart: optional(z.array(z.tuple([id, id]))),
  fixed: optional(
    z.array(
      z.object({ session: id, lead: optional(id), support: optional(id), slot: optional(id) }),
    ),
  ),
  seed: optional(z.int32()),
}) satisfies z.ZodType<InterviewPlan>

/** `sessions[3].site: …` of the first thing that is wrong. */
function sentenceFor(path: string, { issues }: z.ZodError): string {
  const [issue] = issues
  const place = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
  return `${path} is no plan of interviews${place === '' ? '' : `, at ${place}`}: ${issue?.message ?? ''}.`
}
