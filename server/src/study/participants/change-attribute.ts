import * as contract from '@throughline/contract/participants'
import { sql } from 'kysely'
import { z } from 'zod'
import { type StepContext, useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { refuseIfChangedSince } from '../changed-since.ts'
import type { Action } from '../rules.ts'
import { attributeEvent, lockValues, refuseBadAttribute, writeValues } from './attributes.ts'
import { type AttributeDefinition, cleanLine } from './rules.ts'
import { lockAttribute } from './store.ts'

const definition = z.object({ name: z.string(), choices: z.array(z.string()) })
type Definition = z.infer<typeof definition>
/** Choices in their order, each with what it was called before, null for a new one. */
type Choices = readonly { name: string; was: string | null }[]

export const changeAttribute = useCase({
  command: contract.changeAttribute,
  may: 'manage participants' satisfies Action,
  sharedUndo: true,
  memory: z.object({
    before: definition,
    after: definition,
    /** The choices before, each with what it is called after. */
    back: z.array(z.object({ name: z.string(), was: z.string().nullable() })),
  }),
  async run(context, { id, name, choices }) {
    const attribute = await lockAttribute(context, id)
    const to: Choices =
      choices?.map((choice) => ({ name: cleanLine(choice.name), was: choice.was })) ??
      attribute.choices.map((choice) => ({ name: choice, was: choice }))
    const after = {
      name: name === undefined ? attribute.name : cleanLine(name),
      choices: to.map((choice) => choice.name),
    }
    await write(context, attribute, after.name, to)
    const before = { name: attribute.name, choices: [...attribute.choices] }
    return {
      answer: { id },
      subject: { kind: 'attribute', id },
      memory: { before, after, back: backwards(attribute.choices, to) },
      events: [attributeEvent('changed', id)],
    }
  },
  async undo(context, { before, after, back }, { id }) {
    const attribute = await lockAttribute(context, id)
    refuseIfChangedSince(`“${attribute.name}”`, attribute, after)
    await write(context, attribute, before.name, back)
    return { subject: { kind: 'attribute', id }, events: [attributeEvent('changed', id)] }
  },
})

function backwards(before: readonly string[], to: Choices): { name: string; was: string | null }[] {
  return before.map((name) => ({
    name,
    was: to.find((choice) => choice.was === name)?.name ?? null,
  }))
}

/** Renames choices in what was recorded too. @throws Problem 409 where a choice that participants have would go */
async function write(
  context: StepContext,
  attribute: AttributeDefinition,
  name: string,
  to: Choices,
): Promise<Definition> {
  const { transaction, study } = context
  const { id, kind } = attribute
  const choices = to.map((choice) => choice.name)
  refuseBadAttribute({ name, kind, choices })
  const renamed = renamesOf(attribute, to)
  const values = await lockValues(context, id)
  const lost = attribute.choices.filter((choice) => !renamed.has(choice))
  for (const choice of lost) {
    const uses = Object.values(values).filter((value) => has(value, choice)).length
    if (uses > 0)
      throw Problem.conflict(
        'in-use',
        `“${choice}” is recorded for ${uses} ${uses === 1 ? 'participant' : 'participants'}. Change that first, or rename the choice.`,
      )
  }
  await sql`update attribute set name = ${name}, choices = ${choices}::text[]
    where study_id = ${study} and id = ${id}`.execute(transaction)
  const moved = Object.entries(values).map(([participant, value]): [string, typeof value] => [
    participant,
    typeof value === 'string'
      ? (renamed.get(value) ?? value)
      : Array.isArray(value)
        ? choices.filter((choice) => value.some((former) => renamed.get(former) === choice))
        : value,
  ])
  if (renamed.size > 0) await writeValues(context, id, Object.fromEntries(moved))
  return { name, choices }
}

/** What each choice that stays is called from now on. @throws Problem 422 */
function renamesOf({ name, choices }: AttributeDefinition, to: Choices): Map<string, string> {
  const renamed = new Map<string, string>()
  for (const choice of to) {
    if (choice.was === null) continue
    if (!choices.includes(choice.was) || renamed.has(choice.was))
      throw Problem.conflict(
        'changed-since',
        `The choices of “${name}” were changed by somebody else. Reload and look again.`,
      )
    renamed.set(choice.was, choice.name)
  }
  return renamed
}

function has(value: unknown, choice: string): boolean {
  return value === choice || (Array.isArray(value) && value.includes(choice))
}
