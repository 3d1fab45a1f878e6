import * as contract from '@throughline/contract/transcript-parts'
import { splitText } from '@throughline/text'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { labelOf } from '../import-file.ts'
import { carryAway, cutsMemory, reshaped, uniteCuts } from './carry.ts'
import { bringBack, keepFormer, openFormer, takeTranscript } from './former.ts'
import { makeFrom, takeAway } from './make-transcript.ts'
import { refuseSplit, wordsOfPiece } from './rules.ts'

/** A file that holds several interviews becomes a transcript for each. They share its original. */
export const splitTranscript = useCase({
  command: contract.splitTranscript,
  may: 'import transcripts',
  sharedUndo: true,
  memory: z.object({ former: z.string(), cuts: cutsMemory }),
  async run(context, { transcript, parts, cut }) {
    const whole = await takeTranscript(context, transcript)
    const { text } = whole.words
    const starts = parts.map(({ from }) => from)
    const refused = refuseSplit(text, starts)
    if (refused !== null) throw Problem.invalid('not-splittable', refused)
    const pieces = splitText(text, starts).map((piece, index) => ({
      ...piece,
      into: parts[index]?.id ?? '',
    }))
    for (const [index, { id, title, participant }] of parts.entries()) {
      const piece = pieces[index]
      if (!piece) continue
      if (participant) await labelOf(context, participant)
      const words = wordsOfPiece(whole.words, piece)
      const originals = whole.further
      await makeFrom(context, whole.row, { id, title, participant, words, originals })
    }
    const cuts = await carryAway(context, { transcript, text }, pieces, cut)
    const ids = parts.map(({ id }) => id)
    const former = await keepFormer(context, whole, 'split', ids)
    await takeAway(context, transcript)
    return {
      answer: { ids },
      subject: { kind: 'transcript', id: transcript },
      detail: { into: ids, cut: cuts.flat().filter((one) => one.parts.length > 1).length },
      memory: { former, cuts },
      events: reshaped(context, [transcript], ids),
    }
  },
  async undo(context, { former, cuts }, { transcript, parts }) {
    const whole = await openFormer(context, former)
    const pieces = splitText(
      whole.words.text,
      parts.map(({ from }) => from),
    )
    const standing = []
    for (const { id } of parts) standing.push(await takeTranscript(context, id))
    for (const [index, { words }] of standing.entries())
      if (words.text !== whole.words.text.slice(pieces[index]?.from, pieces[index]?.to))
        throw Problem.conflict(
          'changed-since',
          'The text of a part was changed since. Merge the parts instead.',
        )
    await bringBack(context, former, whole)
    for (const [index, { row, words }] of standing.entries()) {
      const back = { from: 0, to: words.text.length, at: pieces[index]?.from ?? 0 }
      const { text } = words
      await carryAway(context, { transcript: row.id, text }, [{ ...back, into: transcript }], false)
      await takeAway(context, row.id)
    }
    await uniteCuts(context, cuts)
    const ids = parts.map(({ id }) => id)
    return {
      subject: { kind: 'transcript', id: transcript },
      detail: { united: ids },
      events: reshaped(context, ids, [transcript]),
    }
  },
})
