import type { TranscriptText } from '@throughline/contract/transcripts'
import type { ViewTurn } from '../transcript-view/index.ts'

/** A single participant goes by their id, whatever the source calls them. */
export function viewTurns({ turns, speakers, participant }: TranscriptText): ViewTurn[] {
  const theirs = speakers.filter(({ role }) => role === 'participant')
  const named = participant && theirs.length === 1 ? participant.label : null
  return turns.map(({ from, to, label, speaker, role, startsAt }) => ({
    from,
    to,
    label: label ? { from: label[0], to: label[1] } : null,
    speaker: role === 'participant' && named !== null ? named : speaker,
    role,
    startsAt,
  }))
}
