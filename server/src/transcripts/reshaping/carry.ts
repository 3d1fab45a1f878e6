import { fitToPieces } from '@throughline/text'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { EventDraft, StepContext } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { type Cut, holdersOf, type PieceInto } from './holders.ts'
import { placeOfMark } from './rules.ts'

/** What was cut, for the memory of a step: in the order of the rooms that hold it. */
export const cutsMemory = z.array(
  z.array(
    z.object({
      id: z.string(),
      from: z.number(),
      to: z.number(),
      parts: z.array(z.object({ id: z.string(), from: z.number(), to: z.number() })),
    }),
  ),
)
type Cuts = z.infer<typeof cutsMemory>

const readers = 'read transcripts'

/**
 * Takes what stands on a transcript, marks and what later rooms hold, to the transcripts that its pieces become parts
 * of. These must be there already, and it too. Gives what had to be cut, when `mayCut` allows it.
 * @throws Problem 409 when a coding stands across a border
 */
export async function carryAway(
  context: StepContext,
  { transcript, text }: { transcript: string; text: string },
  pieces: readonly PieceInto[],
  mayCut: boolean,
): Promise<Cuts> {
  const cuts: Cuts = []
  for (const holder of holdersOf(context.platform)) {
    const across = await holder.outside(context.transaction, context.study, transcript, pieces)
    const cut: Cut[] = across.map((range) => {
      const fitted = fitToPieces(text, range, pieces)
      if (fitted.kind === 'lost') throw acrossBorder(1)
      const parts = fitted.kind === 'cut' ? fitted.parts.map((part) => part.range) : [fitted.range]
      return {
        id: range.id,
        from: range.from,
        to: range.to,
        parts: parts.map((part, index) => ({ ...part, id: index === 0 ? range.id : uuidv7() })),
      }
    })
    const broken = cut.filter(({ parts }) => parts.length > 1).length
    if (broken > 0 && !mayCut) throw acrossBorder(broken)
    await holder.cut(context, cut)
    await holder.carry(context, transcript, pieces)
    cuts.push(cut.map((one) => ({ ...one, parts: [...one.parts] })))
  }
  await carryMarks(context, transcript, pieces)
  return cuts
}

function acrossBorder(count: number): Problem {
  return Problem.conflict(
    'across-a-border',
    `${count === 1 ? 'One coding stands' : `${count} codings stand`} across a border. Choose another border, or say that ${count === 1 ? 'it becomes one coding' : 'each becomes one coding'} in each part.`,
  )
}

/** Undoes the cuts of `carryAway`, once what it carried is back. */
export async function uniteCuts(context: StepContext, cuts: Cuts): Promise<void> {
  for (const [index, holder] of holdersOf(context.platform).entries())
    await holder.unite(context, cuts[index] ?? [])
}

async function carryMarks(
  { transaction, study }: StepContext,
  transcript: string,
  pieces: readonly PieceInto[],
): Promise<void> {
  const { rows } = await sql<{ id: string; from: number; to: number }>`
    select id, starts as "from", ends as "to" from section
    where study_id = ${study} and transcript_id = ${transcript}`.execute(transaction)
  const moved = rows.flatMap((mark) => {
    const place = placeOfMark(mark, pieces)
    return place ? [{ id: mark.id, transcript: place.piece.into, ...place.range }] : []
  })
  await sql`update section set transcript_id = m.transcript, starts = m."from", ends = m."to"
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m(id uuid, transcript uuid, "from" int, "to" int)
    where section.study_id = ${study} and section.id = m.id`.execute(transaction)
}

/** What browsers hear when transcripts go and others come. */
export function reshaped(
  { platform }: StepContext,
  gone: readonly string[],
  made: readonly string[],
): EventDraft[] {
  const told = (name: string) => (transcript: string) => ({
    name,
    may: readers,
    data: { transcript },
  })
  return [
    ...gone.map(told('transcript.removed')),
    ...made.map(told('transcript.added')),
    { name: 'section.changed', may: readers, data: { transcripts: [...made] } },
    ...holdersOf(platform).flatMap((holder) => holder.carriedTo(made)),
  ]
}
