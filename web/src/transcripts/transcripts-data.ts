import { listJobs } from '@throughline/contract/platform'
import type { Job } from '@throughline/contract/platform'
import { listMembers } from '@throughline/contract/study'
import {
  changeTranscript,
  listTranscripts,
  releaseTranscript,
  removeTranscript,
} from '@throughline/contract/transcripts'
import type { TranscriptSummary } from '@throughline/contract/transcripts'
import { useMemo } from 'react'
import { outbox, usePendingCommands } from '../app/outbox/index.ts'
import { refresh, useAsk } from '../app/queries.ts'
import { useParticipants } from '../study/participants/participants-data.ts'

/** The transcripts as the server has them, with what I did and it has not heard yet laid over. */
export function useTranscripts(study: string) {
  const asked = useAsk(
    listTranscripts,
    { params: { study } },
    { live: ['transcript', 'participant', 'site'] },
  )
  const { participants } = useParticipants(study)
  const changed = usePendingCommands(study, changeTranscript)
  const released = usePendingCommands(study, releaseTranscript)
  const removed = usePendingCommands(study, removeTranscript)
  const transcripts = useMemo(() => {
    const gone = new Set(removed.map(({ body }) => body.id))
    const open = new Set(released.map(({ body }) => body.id))
    const label = new Map(participants.map((one) => [one.id, one.label]))
    return (asked.data?.transcripts ?? [])
      .filter(({ id }) => !gone.has(id))
      .map((transcript) => {
        const now = changed
          .filter(({ body }) => body.id === transcript.id)
          .reduce<TranscriptSummary>(
            (one, { body }) => ({
              ...one,
              title: body.title ?? one.title,
              participant:
                body.participant === undefined || body.participant === one.participant?.id
                  ? one.participant
                  : body.participant === null
                    ? null
                    : {
                        id: body.participant,
                        label: label.get(body.participant) ?? '…',
                        site: null,
                        year: null,
                      },
            }),
            transcript,
          )
        return open.has(now.id) ? { ...now, stage: 'released' as const } : now
      })
  }, [asked.data, participants, changed, released, removed])
  return { ...asked, transcripts }
}

for (const command of [changeTranscript, releaseTranscript, removeTranscript])
  outbox.whenAcknowledged(command, ({ study }) =>
    study === null ? Promise.resolve() : refresh(listTranscripts, { params: { study } }),
  )

const importKind = 'import transcripts'

/** Imports, the latest first. */
export function useImports(study: string): readonly Job[] {
  const { data } = useAsk(listJobs, { params: { study } }, { live: ['job'] })
  return useMemo(() => (data?.jobs ?? []).filter(({ kind }) => kind === importKind), [data])
}

/** Account → the name of a member. */
export function useNames(study: string): (account: string) => string {
  const { data } = useAsk(listMembers, { params: { study } }, { live: ['member'] })
  const names = useMemo(
    () => new Map((data?.members ?? []).map(({ account, name }) => [account, name])),
    [data],
  )
  return (account) => names.get(account) ?? '…'
}
