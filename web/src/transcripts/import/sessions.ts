import { filesOfSessions, speakersOfFiles } from '@throughline/transcripts/file-names'
import { readable } from './choices.ts'
import type { SentFile } from './sent-file.ts'

/** Files of the list that seem to be one session, each with a speaker's words. */
export interface SeemingSession {
  title: string
  files: readonly { key: string; name: string; speaker: string }[]
}

/** Whether a file can be joined with others by time. */
export function isJoinable(file: SentFile): boolean {
  return readable(file)?.timed === true && file.upload !== null
}

/** Sessions to propose: of files with times that are not joined yet and that nobody kept apart. */
export function seemingSessions(files: readonly SentFile[]): SeemingSession[] {
  const open = files.filter((file) => isJoinable(file) && file.joined.length === 0 && !file.apart)
  return filesOfSessions(open.map(({ name }) => name)).map(({ title, members }) => {
    const inSession = members.flatMap((index) => open[index] ?? [])
    const speakers = speakersOfFiles(inSession.map(({ name }) => name))
    return {
      title,
      files: inSession.map(({ key, name }, index) => ({
        key,
        name,
        speaker: speakers[index] ?? name,
      })),
    }
  })
}
