export {
  filesOfSessions,
  speakersOfFiles,
  titleOfSession,
  type ProposedSession,
} from './files-of-sessions.ts'
