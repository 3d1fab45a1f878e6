export { readFile } from './read-file.ts'
export { inspectFile, type Inspection } from './inspect-file.ts'
export type { ReadOptions } from './open-file.ts'
export { fileLimit, textLimit } from './limits.ts'
export { formats } from './formats.ts'
export type { BinaryFormat, Format, ReadContext, TextFormat } from './format.ts'
export type { ReadError, ReadErrorCode, ReadResult } from './result.ts'
export { encodingNames, type EncodingAlternative, type EncodingGuess } from './encoding.ts'
export type { CsvChoice, CsvColumns, CsvInspection } from './csv/choice.ts'
export {
  speakersOf,
  type SourceNote,
  type Speaker,
  type TimedRange,
  type TranscriptText,
  type Turn,
  type Warning,
  type WarningCode,
} from './transcript.ts'
export { findTurns, type TextMarks } from './turns/find-turns.ts'
export { guessRole, type SpeakerGuess } from './turns/roles.ts'
export { joinReadings, type SessionReading } from './sessions/join-readings.ts'
