import * as contract from '@throughline/contract/transcript-parts'
import { joinTexts, type Piece } from '@throughline/text'
import { z } from 'zod'
import { useCase } from '../../platform/commands/step.ts'
import { Problem } from '../../platform/http/problem.ts'
import { carryAway, reshaped } from './carry.ts'
import { bringBack, keepFormer, openFormer, type Standing, takeTranscript } from './former.ts'
import { makeFrom, takeAway } from './make-transcript.ts'
import { mergeWords, refuseMerge } from './rules.ts'

/** The parts of one interview become one transcript. All their originals are its originals. */
export const mergeTranscripts = useCase({
  command: contract.mergeTranscripts,
  may: 'import transcripts',
  sharedUndo: true,
  memory: z.object({ formers: z.array(z.string()) }),
  async run(context, { id, title, parts }) {
    const taken = new Map<string, Standing>()
    // In the order of their ids, so that two merges wait for each other and never in a circle.
    for (const transcript of parts.map((part) => part.transcript).toSorted())
      taken.set(transcript, await takeTranscript(context, transcript))
    const standing = parts.flatMap(({ transcript, later }) => {
      const found = taken.get(transcript)
      return found ? [{ ...found, later }] : []
    })
    const [first] = standing
    if (!first) throw new Error('A merge has parts.')
    const refused = refuseMerge(
      standing.map(({ row }) => ({ ...row, participant: row.participant_id })),
    )
    if (refused !== null) throw Problem.conflict('not-mergeable', refused)
    const { words, pieces } = mergeWords(standing)
    const participant = standing.find(({ row }) => row.participant_id)?.row.participant_id ?? null
    const originals = originalsOfAll(standing)
    await makeFrom(context, first.row, { id, title, participant, words, originals })
    const formers: string[] = []
    for (const [index, part] of standing.entries()) {
      const transcript = part.row.id
      const { text } = part.words
      await carryAway(context, { transcript, text }, [into(pieces[index], id)], false)
      formers.push(await keepFormer(context, part, 'merged', [id]))
      await takeAway(context, transcript)
    }
    const gone = standing.map(({ row }) => row.id)
    return {
      answer: { id },
      subject: { kind: 'transcript', id },
      detail: { merged: gone },
      memory: { formers },
      events: reshaped(context, gone, [id]),
    }
  },
  async undo(context, { formers }, { id }) {
    const whole = await takeTranscript(context, id)
    const parts: { former: string; standing: Standing }[] = []
    for (const former of formers)
      parts.push({ former, standing: await openFormer(context, former) })
    const { text, places } = joinTexts(parts.map(({ standing }) => standing.words.text))
    if (text !== whole.words.text)
      throw Problem.conflict(
        'changed-since',
        'The text of the merged transcript was changed since. Split it instead.',
      )
    for (const { former, standing } of parts) await bringBack(context, former, standing)
    const ids = parts.map(({ standing }) => standing.row.id)
    const pieces = ids.map((part, index) => into({ ...placeAt(places[index]), at: 0 }, part))
    await carryAway(context, { transcript: id, text }, pieces, false)
    await takeAway(context, id)
    return {
      subject: { kind: 'transcript', id },
      detail: { parted: ids },
      events: reshaped(context, [id], ids),
    }
  },
})

const placeAt = (place: { from: number; to: number } | undefined) => place ?? { from: 0, to: 0 }
const into = (piece: Piece | undefined, transcript: string) => ({
  ...(piece ?? { from: 0, to: 0, at: 0 }),
  into: transcript,
})

/** All files that the parts came from but the first's own, which becomes the whole's, each once. */
function originalsOfAll(standing: readonly Standing[]): Standing['further'] {
  const files = new Map<string, string>()
  for (const { row, further } of standing) {
    const own = z
      .object({ original_file: z.string().nullable(), original_hash: z.string() })
      .parse(row)
    if (own.original_file) files.set(own.original_file, own.original_hash)
    for (const { file_id, hash } of further) files.set(file_id, hash)
  }
  const [, ...others] = files
  return others.map(([file_id, hash], index) => ({ number: index + 1, file_id, hash }))
}
